"""Shares of items before and after a change, and how far they lie apart."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from qa_app.wording import Words
from qa_app.wording.share_changes import said_shares


def said(before: Fraction | None, after: Fraction | None) -> tuple[str, str, str]:
    ends = [None if one is None else SimpleNamespace(share=one) for one in (before, after)]
    item = SimpleNamespace(code="A1", before=ends[0], after=ends[1])
    diff: Any = SimpleNamespace(items=(item,))
    (one,) = said_shares(Words("en"), diff, lambda _item: "text")
    return one.before, one.after, one.difference


def test_a_difference_is_that_of_the_two_numbers_beside_it() -> None:
    # exactly 33.33, but the numbers shown lie 33.34 apart
    assert said(Fraction(1, 3), Fraction(2, 3)) == ("33.33%", "66.67%", "+33.34")
    assert said(Fraction(2, 3), Fraction(1, 3)) == ("66.67%", "33.33%", "\u221233.34")


def test_what_is_new_or_left_out_differs_by_all_that_it_is() -> None:
    assert said(None, Fraction(1, 8)) == ("", "12.50%", "+12.50")
    assert said(Fraction(1, 8), None) == ("12.50%", "", "\u221212.50")
