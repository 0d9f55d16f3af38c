"""Funnels: edges and laws; published cases stand in verification."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.statistics.distributions import binomial_at_most
from qa_app.domain.statistics.funnel import (
    Counted,
    Flag,
    Limits,
    adjusted_limits,
    exact_limit,
    flag_of,
    funnel,
    limits_at,
    normal_limits,
    overdispersion,
    pooled,
)

COUNTED = st.integers(0, 200).flatmap(
    lambda n: st.builds(Counted, found=st.integers(0, n), count=st.just(n))
)


@given(theta=st.floats(0.01, 0.99), count=st.integers(1, 300), tail=st.floats(0.001, 0.999))
def test_an_exact_limit_lies_between_its_whole_numbers(
    theta: float, count: int, tail: float
) -> None:
    limit = exact_limit(theta, count, tail)
    assert 0 <= limit <= 1
    # with one file more than the limit the tail is passed
    assert binomial_at_most(int(limit * count + 1 + 1e-6), count, theta) >= tail - 1e-9


@pytest.mark.parametrize("theta", [0, 1])
def test_no_room_for_chance(theta: int) -> None:
    assert exact_limit(theta, 7, 0.001) == exact_limit(theta, 7, 0.999) == theta
    assert limits_at(Fraction(theta), 7) == Limits(theta, theta, theta, theta)


@given(theta=st.fractions(0, 1, max_denominator=50), count=st.integers(1, 300))
def test_the_outer_limits_lie_outside(theta: Fraction, count: int) -> None:
    limits = limits_at(theta, count)
    assert limits.act_low <= limits.look_low <= limits.look_high <= limits.act_high


@given(
    theta=st.fractions(0, 1, max_denominator=50),
    count=st.integers(1, 300),
    tau2=st.floats(0, 0.2),
)
def test_spread_never_narrows(theta: Fraction, count: int, tau2: float) -> None:
    exact, wide = limits_at(theta, count), limits_at(theta, count, tau2)
    assert wide.act_low <= exact.act_low
    assert wide.look_high >= exact.look_high
    low, high = adjusted_limits(float(theta), count, tau2, 0.998)
    assert 0 <= low <= high <= 1


def test_normal_limits_leave_the_scale() -> None:
    low, high = normal_limits(0.8, 10, 0.998)
    assert high > 1
    assert low + high == pytest.approx(1.6)


def test_flags() -> None:
    limits = Limits(0.2, 0.4, 0.8, 0.9)
    told = [flag_of(Counted(found, 10), limits) for found in (1, 2, 4, 8, 9, 10)]
    assert told == [
        Flag.BELOW_ACT,
        Flag.BELOW_LOOK,
        Flag.WITHIN,
        Flag.WITHIN,
        Flag.ABOVE_LOOK,
        Flag.ABOVE_ACT,
    ]
    assert flag_of(Counted(0, 9), limits) is Flag.TOO_SMALL
    assert flag_of(Counted(0, 0), limits) is flag_of(Counted(3, 10), None) is Flag.NO_DATA


def test_few_centres_are_held_against_the_standard() -> None:
    centres = [Counted(3, 20), Counted(18, 20)]
    few = funnel(centres, Fraction(9, 10))
    assert (few.theta, few.is_standard, few.tau2) == (Fraction(9, 10), True, 0)
    assert [few.flag(one) for one in centres] == [Flag.BELOW_ACT, Flag.WITHIN]
    own = funnel(centres)
    assert (own.theta, own.is_standard) == (Fraction(21, 40), False)


def test_a_standard_of_all_makes_no_flag_of_one_file() -> None:
    centres = [Counted(199, 200), Counted(40, 40), Counted(30, 30)]
    found = funnel(centres, Fraction(1))
    assert (found.is_standard, {found.flag(one) for one in centres}) == (False, {Flag.WITHIN})


def test_many_centres_are_held_against_their_own_mean_and_spread() -> None:
    centres = [Counted(10 * (n % 2) + 45, 60) for n in range(12)]
    found = funnel(centres, Fraction(9, 10))
    assert (found.theta, found.is_standard) == (Fraction(50, 60), False)
    assert found.tau2 > 0
    limits = found.limits(60)
    assert limits is not None
    assert limits.act_low < limits_at(Fraction(5, 6), 60).act_low
    assert {found.flag(one) for one in centres} == {Flag.WITHIN}


def test_ten_of_ten_is_no_wonder_where_nearly_all_conform() -> None:
    # at 93 % ten of ten have a chance of 48 %, although the smooth limit lies at 99.5 %
    centres = [Counted(10, 10), *[Counted(92, 100)] * 10]
    found = funnel(centres)
    limits = found.limits(10)
    assert limits is not None
    assert flag_of(centres[0], limits) is Flag.ABOVE_ACT
    assert found.flag(centres[0]) is Flag.WITHIN


def test_what_has_too_few_files_moves_neither_the_middle_nor_the_number_of_centres() -> None:
    large, small = [Counted(18, 20)] * 8, [Counted(0, 9)] * 4
    found = funnel([*large, *small], Fraction(4, 5))
    assert found == funnel(large, Fraction(4, 5))
    # eight large ones are too few, so nothing is widened and who is far below is told
    assert (found.is_standard, found.tau2, found.centre_count) == (True, 0, 8)
    assert found.flag(Counted(4, 20)) is Flag.BELOW_ACT
    assert found.flag(small[0]) is Flag.TOO_SMALL
    assert found.flag(Counted(0, 0)) is Flag.NO_DATA


@given(centres=st.lists(COUNTED, max_size=20))
def test_nothing_above_is_said_without_so_small_a_chance(centres: list[Counted]) -> None:
    found = funnel(centres)
    for one in centres:
        flag = found.flag(one)
        if found.theta is not None and flag in {Flag.ABOVE_LOOK, Flag.ABOVE_ACT}:
            tail = 0.025 if flag is Flag.ABOVE_LOOK else 0.001
            chance = 1 - binomial_at_most(one.found - 1, one.count, float(found.theta))
            assert chance <= tail + 1e-9


@given(centres=st.lists(COUNTED, max_size=20))
def test_laws(centres: list[Counted]) -> None:
    found = funnel(centres, Fraction(4, 5))
    for one in centres:
        flag = found.flag(one)
        plain = flag_of(one, found.limits(one.count) if one.count else None)
        assert flag is plain or plain in {Flag.ABOVE_LOOK, Flag.ABOVE_ACT}
    spread = overdispersion(centres)
    assert spread.tau2 >= 0
    assert spread.theta == pooled(centres)
    is_known = [bool(one.count) and spread.theta is not None for one in centres]
    assert [score is not None for score in spread.scores] == is_known
