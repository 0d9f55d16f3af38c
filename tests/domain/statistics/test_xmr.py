"""Limits of single numbers: edges and laws; published cases stand in verification."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.statistics.xmr import XmrLimits, xmr_limits

NUMBERS = st.lists(st.integers(0, 10_000), max_size=40)


def test_nothing_and_one_number() -> None:
    assert xmr_limits([]) == xmr_limits([None]) == XmrLimits(0, None, None)
    one = xmr_limits([5])
    assert (one.mean, one.low, one.high, one.inner_low, one.range_high) == (5, *[None] * 4)


def test_worked_by_hand() -> None:
    # ranges 4 and 2, their mean 3: 64 - 2.66 * 3 and 64 + 2.66 * 3
    limits = xmr_limits([62, 66, 64])
    assert (limits.mean, limits.low, limits.high) == (64, Fraction("56.02"), Fraction("71.98"))
    assert (limits.inner_low, limits.inner_high) == (Fraction("58.68"), Fraction("69.32"))
    assert limits.range_high == Fraction("9.801")


def test_no_variation_is_a_line() -> None:
    limits = xmr_limits([90, 90, 90])
    assert (limits.low, limits.mean, limits.high) == (90, 90, 90)


@given(values=NUMBERS, by=st.integers(-500, 500), gap=st.integers(0, 40))
def test_laws(values: list[int], by: int, gap: int) -> None:
    limits = xmr_limits(values)
    moved = xmr_limits([value + by for value in values])
    assert moved.range_mean == limits.range_mean
    assert limits.mean is None or moved.mean == limits.mean + by
    mirrored = xmr_limits([-value for value in values])
    assert limits.low is None or mirrored.high == -limits.low
    with_gap: list[int | None] = [*values[:gap], None, *values[gap:]]
    assert xmr_limits(with_gap) == limits
    unscreened = xmr_limits(values, is_screened=False)
    assert limits.range_mean is None or limits.range_mean <= (unscreened.range_mean or 0)


@given(values=NUMBERS, first=st.integers(0, 40))
def test_a_locked_baseline_never_moves(values: list[int], first: int) -> None:
    assert xmr_limits(values, first) == xmr_limits(values[:first])
