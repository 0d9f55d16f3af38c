"""Numbers are found however they are written, and looking for them costs no more than the text."""

import sys
from time import process_time
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa_app.domain.identity_guard import identity_in, refused_number_in
from qa_app.domain.identity_numbers import number_in
from qa_app.domain.personal_numbers import numbers_found

# GB 11643-1999, annex: the worked example of the standard
NUMBER = "11010519491231002X"
UNDRAWN = "\u3164\u115f\u1160\uffa0\u2800\u2065\ufff0\U000e0020\U000e01f0\u034f\u180b\ufe0f"


@pytest.mark.parametrize("sign", UNDRAWN)
def test_what_is_drawn_as_nothing_hides_no_number(sign: str) -> None:
    assert refused_number_in(sign.join(NUMBER)) == "id_number"
    assert refused_number_in(f"138{sign}12345678") == "phone"
    assert identity_in(f"社{sign}工张{sign}伟") == "name"


@pytest.mark.parametrize(
    "digits", ["⓿❶❷❸❹❺❻❼❽❾", "⓪⓵⓶⓷⓸⓹⓺⓻⓼⓽", "🄋➀➁➂➃➄➅➆➇➈", "零壹贰叁肆伍陆柒捌玖", "〇〡〢〣〤〥〦〧〨〩", "0幺23456789"]
)  # fmt: skip
def test_digits_of_other_kinds_are_digits(digits: str) -> None:
    kinds = str.maketrans("0123456789", digits)
    assert refused_number_in(NUMBER.translate(kinds)) == "id_number"
    assert refused_number_in("13812345678".translate(kinds)) == "phone"


@pytest.mark.parametrize("sign", "‧・•∙⋅|~*:;'\"+=#")
def test_any_sign_parts_a_number(sign: str) -> None:
    for parted in (sign, f" {sign} "):
        assert refused_number_in(parted.join(("110105", "19491231", "0021"))) == "id_number"
        assert refused_number_in(parted.join(NUMBER)) == "id_number"
        assert refused_number_in(parted.join(("138", "1234", "5678"))) == "phone"
        assert refused_number_in(parted.join("13812345678")) == "phone"
    assert refused_number_in(f"138{sign}12345678") == "phone"
    assert refused_number_in(f"0871{sign}63123456") == "phone"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("138，1234，5678", "phone"),
        ("138, 1234, 5678", None),  # a list of numbers
        ("138、1234、5678", None),
        ("电话138 1234-5678", "phone"),
        ("138.12345678", None),  # a decimal number
        ("138 20220503", None),  # a day
        ("138 52610229", None),  # what may be one
        ("1381234 2022", None),  # a year
        ("15:30:12 2026-03-16 09:15", None),
        ("2026-03-02 10:00, 2026-03-09 14:30", None),
        ("1:3:8:1:2:3", None),
    ],
)
def test_lists_days_and_times_are_no_numbers(text: str, found: str | None) -> None:
    assert refused_number_in(text) == found


def lines_run(unit: str, length: int) -> int:
    """Lines of code that run to look through so much of a text."""
    lines, before = 0, sys.gettrace()

    def count(_frame: FrameType, event: str, _given: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return count

    sys.settrace(count)
    try:
        number_in((unit * length)[:length])
    finally:
        sys.settrace(before)
    return lines


@given(st.text("0138 -,./:X电话a", min_size=1, max_size=8))
@example("1 ")
@example("1.,-")
@example("53010219491231002")
@example("530102 19491231 002Y")
def test_twice_the_text_takes_twice_the_steps(unit: str) -> None:
    # at most twice, and what one number takes
    assert lines_run(unit, 4000) <= 2 * lines_run(unit, 2000) + 500


MANY = ("1 ", "1.,-", "❶ ")


@pytest.mark.parametrize(
    "unit",
    [
        *MANY,
        *(
            pytest.param(one, marks=pytest.mark.nightly)
            for one in ("1", "1 3-", "138 20220503 ", "530102 19491231 002Y", "a.", "a@", "\ufdfa",
                        "电话1 3 8 1 2 3 4 5 6 7a", "1 1 1 1 1 1 1 1 1 1a", "6217 ", "微信号", "\u3164")
        ),
    ],
)  # fmt: skip
def test_a_million_signs_are_looked_through(unit: str) -> None:
    text = (unit * 1_000_000)[:1_000_000]
    begun = process_time()
    refused_number_in(text)
    numbers_found(text)
    # steps do not tell of signs that are copied: a pattern in the square takes 18 s for "1 "
    assert process_time() - begun < 8
