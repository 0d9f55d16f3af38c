import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.identity_guard import identity_in

# GB 11643-1999, annex: the worked example of the standard, and one with the check character X
NUMBER, WITH_X = "11010519491231002X", "440524188001010014"


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        WITH_X,
        f"身份证号{NUMBER}。",
        NUMBER.lower(),
        "110105 19491231 002X",
        "110105-1949-1231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        f"a{NUMBER}b",
    ],
)
def test_a_citizen_number_is_always_found(text: str) -> None:
    assert identity_in(text) == "id_number"


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # the check character is wrong
        "1101051949123100",  # too short
        f"9{WITH_X}",  # part of a longer number
        "KM-26-7F3K-9Q2W5",
        "2026-03-02 10:00",
        "",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert identity_in(text) is None


@given(st.integers(0, 10**17 - 1))
def test_exactly_one_check_character_fits(body: int) -> None:
    digits = f"{body:017}"
    hits = [c for c in "0123456789X" if identity_in(digits + c) == "id_number"]
    assert len(hits) == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("电话13812345678", "phone"),
        ("138 1234 5678", "phone"),
        ("138-1234-5678", "phone"),
        ("１３８１２３４５６７８", "phone"),
        ("12812345678", None),  # no mobile number begins with 12
        ("1381234567", None),
        ("213812345678", None),
        ("a.b+c@example.org", "mail"),
        ("at 10 @ the office", None),
        ("姓名:王某", "name"),
        ("姓名：王某", "name"),
        ("名字 : 王", "name"),
        ("姓名：", None),
        ("姓名已隐去", None),
    ],
)
def test_what_needs_a_reason(text: str, what: str | None) -> None:
    assert identity_in(text) == what


def test_the_gravest_comes_first() -> None:
    assert identity_in(f"姓名：王某，13812345678，a@b.cn，{NUMBER}") == "id_number"
    assert identity_in("姓名：王某，a@b.cn，13812345678") == "phone"
    assert identity_in("姓名：王某，a@b.cn") == "mail"
