import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.references import (
    new_reference,
    read_reference,
    reference_inside,
    without_references,
)

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.mark.parametrize(
    ("bits", "reference"),
    [
        (0, "KM-26-0000-00000"),
        (1, "KM-26-0000-00011"),
        (31, "KM-26-0000-000ZZ"),  # 31 mod 37 = 31, Z
        (32, "KM-26-0000-00150"),  # 32 to 36 leave a check that is no letter or digit: 37
        (36, "KM-26-0000-00150"),
        (37, "KM-26-0000-00150"),
        # the largest: 2**40 - 1; 2**36 = 1 mod 37 (Fermat), so 2**40 = 16 and the check is 15, F
        (2**40 - 1, "KM-26-ZZZZ-ZZZZF"),
        (2**40, "KM-26-0000-00000"),  # only 40 bits are taken
    ],
)
def test_worked_references(bits: int, reference: str) -> None:
    assert new_reference("KM", 2026, bits) == reference


@given(st.integers(0, 2**40 - 1), st.integers(1990, 2110))
def test_a_reference_is_read_back(bits: int, year: int) -> None:
    reference = new_reference("KM", year, bits)
    assert read_reference(reference) == reference
    assert read_reference(f"  {reference.lower()} ") == reference


@given(st.integers(0, 2**40 - 1), st.integers(0, 7), st.integers(1, 31))
def test_one_wrong_symbol_is_seen(bits: int, place: int, shift: int) -> None:
    # 32**n is no multiple of 37, so no single change keeps the remainder
    good = new_reference("KM", 26, bits)
    at = (6, 7, 8, 9, 11, 12, 13, 14)[place]
    other = SYMBOLS[(SYMBOLS.index(good[at]) + shift) % 32]
    assert read_reference(good[:at] + other + good[at + 1 :]) is None


@given(st.integers(0, 2**40 - 1), st.integers(0, 6))
def test_two_neighbours_exchanged_are_seen(bits: int, place: int) -> None:
    symbols = list(new_reference("KM", 26, bits)[6:].replace("-", ""))
    if symbols[place] != symbols[place + 1] and place + 1 < 8:
        symbols[place], symbols[place + 1] = symbols[place + 1], symbols[place]
        text = "".join(symbols)
        assert read_reference(f"KM-26-{text[:4]}-{text[4:]}") is None


def test_letters_that_look_like_digits() -> None:
    assert read_reference("KM-26-OOOO-0OOII") == "KM-26-0000-00011"
    assert read_reference("km-26-oooo-oool1") == "KM-26-0000-00011"


@pytest.mark.parametrize(
    "text",
    ["", "KM", "KM-26-0000-0000", "KM-26-0000-000000", "K1-26-0000-00000", "KM-2-0000-00000",
     "KM-26-000U-00000", "KM 26 0000 00000", "110101199003070011", "王小明", "KM-26-0000-00001"],
)  # fmt: skip
def test_what_is_no_reference(text: str) -> None:
    assert read_reference(text) is None


def test_references_are_taken_out_of_a_text_that_others_read() -> None:
    text = "个案KM-26-7F3K-9Q2W5的记录（km-26-7f3k-9q2w5）已补齐，文号2026-12-0001。"
    assert without_references(text) == "个案[…]的记录（[…]）已补齐，文号2026-12-0001。"
    assert without_references("没有个案。") == "没有个案。"
    assert reference_inside(text) == "KM-26-7F3K-9Q2W5"
    assert reference_inside("个案ＫＭ-26-7F3K-9Q2W5") == "KM-26-7F3K-9Q2W5"
    assert reference_inside("文号2026-12-0001") == ""
