from datetime import UTC, datetime, timedelta

import pytest

from qa_app.domain.passwords import (
    PasswordProfile,
    is_password_due,
    normal_password,
    password_flaw,
)


@pytest.mark.parametrize(
    ("password", "flaw"),
    [
        ("", "too_short"),
        ("short-of-15-14", "too_short"),  # 14
        ("just-15-letters", None),  # 15
        ("k" * 256 + "x", "too_long"),
        ("correct horse battery staple", "guessable"),
        ("清晨的滇池边有三只红嘴鸥飞过水面", None),
        ("aaaaaaaaaaaaaaaaaa", "guessable"),
        ("abababababababab", "guessable"),
        ("qwertyuiop1234567890", "guessable"),
        ("PlumblinePlumbline!", "guessable"),
        ("准绳密码昆明准绳密码昆明准绳密码昆明", "guessable"),
        ("lilei-lilei-lilei-1", "guessable"),
        ("LiLei-LILEI-lilei-1", "guessable"),
    ],
)
def test_flaws(password: str, flaw: str | None) -> None:
    assert password_flaw(password, "lilei") == flaw


def test_length_is_counted_after_normalising() -> None:
    # fifteen full-width letters are fifteen letters; a ligature is two
    wide = "".join(chr(ord(c) + 0xFEE0) for c in "just-15-letters")
    assert normal_password(wide) == "just-15-letters"
    assert password_flaw(wide, "") is None
    assert password_flaw("ﬁfteen-letters", "") is None  # 14 as typed, 15 as hashed
    assert password_flaw("fifteen-letter", "") == "too_short"


def test_the_longest_password_is_allowed() -> None:
    longest = "".join(chr(0x4E00 + (place * 37) % 997) for place in range(256))
    assert password_flaw(longest, "") is None
    assert password_flaw(longest + "a", "") == "too_long"


def test_six_different_characters_must_be_left() -> None:
    assert password_flaw("plumbline-heron-xu", "") is None  # h e r o n x u
    assert password_flaw("plumbline-heron-he", "") == "guessable"  # h e r o n
    assert password_flaw("plumbline-abcde-abcde", "") == "guessable"  # a run is taken out


def test_an_empty_name_takes_nothing_out() -> None:
    assert password_flaw("just-15-letters", "") is None


def test_only_mlps3_asks_for_a_change() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    for days, due in ((0, False), (89, False), (90, True), (3650, True)):
        set_at = now - timedelta(days=days)
        assert not is_password_due(PasswordProfile.NIST, set_at, now)
        assert is_password_due(PasswordProfile.MLPS3, set_at, now) is due
    assert not is_password_due(PasswordProfile.NIST, None, now)
    assert is_password_due(PasswordProfile.MLPS3, None, now)
