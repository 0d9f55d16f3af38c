"""Signals of single numbers: each rule at its edge, laws; published cases in verification."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.statistics.variation import (
    Assurance,
    Better,
    PointType,
    Reading,
    Signal,
    variation,
)

UP = Reading()
DOWN = Reading(Better.DOWN)
NEITHER = Reading(Better.NEITHER)
NUMBERS = st.lists(st.one_of(st.none(), st.integers(0, 100)), max_size=40)
# limits stay as those of the first twelve: mean 10, mean range 1
CALM = [9, 10, 11, 10, 9, 10, 11, 10, 9, 10, 11, 10]
LOCKED = Reading(baseline=12)


def signals(values: list[int | Fraction | None], reading: Reading = LOCKED) -> list[Signal | None]:
    return [point.signal for point in variation(values, reading).points]


def test_the_ground_is_calm() -> None:
    limits = variation(CALM, LOCKED).points[0].limits
    assert (limits.mean, limits.range_mean) == (10, 1)
    assert set(signals([*CALM])) == {Signal.COMMON}


@pytest.mark.parametrize(
    ("value", "signal"),
    [
        (Fraction("12.66"), Signal.COMMON),
        (Fraction("12.67"), Signal.ABOVE_LIMIT),
        (Fraction("7.34"), Signal.COMMON),
        (Fraction("7.33"), Signal.BELOW_LIMIT),
    ],
)
def test_beyond_a_limit_means_strictly(value: Fraction, signal: Signal) -> None:
    assert signals([*CALM, value])[-1] is signal


def test_seven_that_rise_and_seven_on_one_side() -> None:
    rise = [Fraction(8) + Fraction(n, 2) for n in range(7)]
    found = signals([*CALM, 10, *rise])
    assert set(found[-7:]) == {Signal.TREND_UP}
    assert found[12] is Signal.COMMON
    assert Signal.TREND_UP not in signals([*CALM, 10, *rise[:6]])
    tenth = Fraction(1, 10)
    side = [11, 11 + tenth] * 3
    assert set(signals([*CALM, *side, 11])[-7:]) == {Signal.SHIFT_ABOVE}
    # a point on the mean breaks the run, a missing one does not
    assert Signal.SHIFT_ABOVE not in signals([*CALM, *side, 10, 11])
    assert signals([*CALM, *side, None, 11])[-1] is Signal.SHIFT_ABOVE


def test_two_of_three_near_a_limit() -> None:
    near = 12
    assert signals([*CALM, near, 11, near])[-3:] == [
        Signal.NEAR_ABOVE,
        Signal.COMMON,
        Signal.NEAR_ABOVE,
    ]
    # a window reaches over to the other side of the mean: nothing
    assert set(signals([*CALM, near, 9, near])[-3:]) == {Signal.COMMON}
    # one beyond the limit is not one of the two
    assert signals([*CALM, 13, 11, near])[-3:] == [
        Signal.ABOVE_LIMIT,
        Signal.COMMON,
        Signal.COMMON,
    ]


def test_what_a_signal_means_depends_on_what_is_better() -> None:
    values = [*CALM, 14]
    assert variation(values, Reading(baseline=12)).now is PointType.IMPROVEMENT_HIGH
    assert variation(values, Reading(Better.DOWN, baseline=12)).now is PointType.CONCERN_HIGH
    assert variation(values, Reading(Better.NEITHER, baseline=12)).now is PointType.NEUTRAL_HIGH


@pytest.mark.parametrize(
    ("target", "up", "down"),
    [
        ("7.33", Assurance.PASSES, Assurance.FAILS),
        ("7.34", Assurance.VARIES, Assurance.VARIES),
        ("12.66", Assurance.VARIES, Assurance.VARIES),
        ("12.67", Assurance.FAILS, Assurance.PASSES),
    ],
)
def test_assurance(target: str, up: Assurance, down: Assurance) -> None:
    goal = Fraction(target)
    assert variation(CALM, Reading(target=goal)).assurance is up
    assert variation(CALM, Reading(Better.DOWN, goal)).assurance is down
    assert variation(CALM, Reading(Better.NEITHER, goal)).assurance is None
    assert variation(CALM, UP).assurance is None


def test_nothing_to_say() -> None:
    for values in ([], [None], [5], [None, 5]):
        found = variation(values, Reading(target=Fraction(3)))
        assert (found.now, found.assurance, len(found.points)) == (None, None, len(values))


def test_a_new_segment_has_limits_of_its_own_and_ends_a_run() -> None:
    values = [11] * 4 + [12] * 4
    whole = variation(values, Reading())
    split = variation(values, Reading(starts=(4,)))
    assert [p.limits.mean for p in split.points] == [11] * 4 + [12] * 4
    assert whole.points[0].limits.mean == Fraction(23, 2)
    assert {p.signal for p in split.points} == {Signal.COMMON}


MIRROR = {
    Signal.ABOVE_LIMIT: Signal.BELOW_LIMIT,
    Signal.TREND_UP: Signal.TREND_DOWN,
    Signal.NEAR_ABOVE: Signal.NEAR_BELOW,
    Signal.SHIFT_ABOVE: Signal.SHIFT_BELOW,
}
MIRROR |= {low: high for high, low in MIRROR.items()} | {Signal.COMMON: Signal.COMMON}


@given(values=NUMBERS, starts=st.lists(st.integers(0, 40), max_size=3))
def test_laws(values: list[int | None], starts: list[int]) -> None:
    found = variation(values, Reading(starts=starts))
    assert [point.value for point in found.points] == values
    assert all((point.signal is None) == (point.value is None) for point in found.points)
    mirrored = variation(
        [None if v is None else -v for v in values], Reading(Better.DOWN, starts=starts)
    )
    assert [p.signal and MIRROR[p.signal] for p in mirrored.points] == [
        p.signal for p in found.points
    ]
