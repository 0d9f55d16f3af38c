"""Times of the day are proposed without overlaps, within a supervisor's hours."""

from datetime import time

import pytest
from hypothesis import given, settings

from qa_app.domain.defaults import SUPERVISOR_DAY_BETWEEN
from qa_app.domain.month_proposal import proposed
from qa_app.domain.plan_rules import Attendee, Engagement, Placement, PlanSetting
from qa_app.domain.plan_times import clock_time, minutes_after_midnight, start_times, without_break
from tests.domain.months import DAYS, HOUR, a_month, a_need, a_supervisor, small_months

NINE = 9 * HOUR


def test_one_after_another_with_what_is_at_one_centre_together() -> None:
    needs = [a_need("a", 1), a_need("b", 2), a_need("c", 1, minutes=75)]
    month = a_month(needs)
    placed = [Placement(key, 1, DAYS[0]) for key in "abc"]
    assert start_times(month, placed) == {"a": NINE, "c": 13 * HOUR, "b": 13 * HOUR + 75}


def test_what_stands_keeps_its_time_and_gaps_are_used() -> None:
    needs = [a_need("a", minutes=3 * HOUR), a_need("b", minutes=HOUR)]
    month = a_month(
        needs,
        engagements=(
            Engagement(1, 1, DAYS[0], HOUR, NINE + HOUR),
            Engagement(1, 1, DAYS[0], HOUR),
            Engagement(2, 1, DAYS[0], 8 * HOUR, NINE),
        ),
    )
    placed = [Placement(key, 1, DAYS[0]) for key in "ab"]
    # three hours fit after the break only, the hour before ten; with something at three, they fit
    # only where there is no break
    assert start_times(month, placed) == {"a": 13 * HOUR, "b": NINE}
    assert start_times(month, placed, {"b": 15 * HOUR}) == {"b": 15 * HOUR, "a": NINE + 2 * HOUR}


def test_without_a_gap_there_is_no_time() -> None:
    needs = [a_need("a", minutes=5 * HOUR)]
    month = a_month(needs, engagements=(Engagement(1, 1, DAYS[0], HOUR, 13 * HOUR),))
    assert start_times(month, [Placement("a", 1, DAYS[0])]) == {}


def test_whoever_leads_has_a_break_at_midday() -> None:
    # five talks of an hour: three until noon, then a break, not five in a row
    talks = [a_need(key, minutes=HOUR) for key in "abcde"]
    placed = [Placement(key, 1, DAYS[0]) for key in "abcde"]
    starts = start_times(a_month(talks), placed)
    assert [starts[key] // HOUR for key in "abcde"] == [9, 10, 11, 13, 14]
    # two visits of half a day: what is longer than the morning moves the break to one o'clock
    visits = [a_need("a", minutes=4 * HOUR), a_need("b", minutes=4 * HOUR)]
    assert start_times(a_month(visits), placed[:2]) == {"a": NINE, "b": 14 * HOUR}
    # 150 and 150 and 180 minutes fit between nine and six only without a break: then there is none
    full = [a_need("a", minutes=150), a_need("b", minutes=150), a_need("c", minutes=180)]
    tight = start_times(a_month(full), placed[:3])
    assert tight == {"a": NINE, "b": NINE + 150, "c": NINE + 300}
    assert without_break(a_month(full), placed[:3], tight) == ((1, DAYS[0]),)
    assert without_break(a_month(talks), placed, starts) == ()
    # a session that stands from twelve to two takes the break, and moves nothing
    stands = Engagement(1, 1, DAYS[0], 2 * HOUR, 12 * HOUR)
    late = start_times(a_month(talks, engagements=(stands,)), placed)
    assert [late[key] // HOUR for key in "abcde"] == [9, 10, 11, 14, 15]


def test_a_day_loses_its_break_for_nothing_but_a_session_that_has_a_time_by_it() -> None:
    # 400 minutes fit nowhere beside twice two hours, with a break or without: the break stays
    needs = [a_need("a"), a_need("b"), a_need("c", minutes=400)]
    placed = [Placement(key, 1, DAYS[0]) for key in "abc"]
    starts = start_times(a_month(needs), placed)
    assert starts == {"a": NINE, "b": 13 * HOUR}
    assert without_break(a_month(needs), placed, starts) == ()


@pytest.mark.parametrize(("minutes", "begins"), [(180, 13 * HOUR), (181, NINE + 30)])
def test_only_what_is_longer_than_the_morning_moves_the_break(minutes: int, begins: int) -> None:
    # half an hour stands at nine: three hours wait till after noon, a minute more ends before one
    month = a_month([a_need("a", minutes=minutes)], engagements=(_stands(NINE, 30),))
    assert start_times(month, [Placement("a", 1, DAYS[0])]) == {"a": begins}


@pytest.mark.parametrize(
    ("standing", "is_without"),
    [
        (((11 * HOUR + 30, HOUR), (13 * HOUR + 30, HOUR)), False),  # 12:30 to 13:30 is free
        (((11 * HOUR + 30, HOUR), (13 * HOUR + 29, HOUR)), True),
        (((12 * HOUR, 2 * HOUR),), True),
    ],
)
def test_any_hour_from_twelve_to_two_is_one_at_midday(
    standing: tuple[tuple[int, int], ...], *, is_without: bool
) -> None:
    month = a_month([a_need()], engagements=tuple(_stands(*one) for one in standing))
    told = without_break(month, [Placement("a", 1, DAYS[0])], {"a": NINE})
    assert told == (((1, DAYS[0]),) if is_without else ())


def _stands(starts: int, minutes: int) -> Engagement:
    return Engagement(1, 1, DAYS[0], minutes, starts)


def test_times_are_told_by_the_clock() -> None:
    assert clock_time(NINE + 75) == time(10, 15)
    assert minutes_after_midnight(time(10, 15)) == NINE + 75
    assert (clock_time(None), minutes_after_midnight(None)) == (None, None)


@settings(max_examples=40, deadline=None)
@given(small_months())
def test_nothing_overlaps_and_all_is_within_the_day(month: PlanSetting) -> None:
    placed = proposed(month).placements
    starts = start_times(month, placed)
    minutes = {need.key: need.minutes for need in month.needs}
    # nothing stands at a time, so a day of at most eight hours has room for all of it
    assert set(starts) == {one.need for one in placed}
    for one in placed:
        begins, ends = starts[one.need], starts[one.need] + minutes[one.need]
        assert SUPERVISOR_DAY_BETWEEN[0] <= begins < ends <= SUPERVISOR_DAY_BETWEEN[1]
        for other in placed:
            if other is not one and (other.supervisor, other.day) == (one.supervisor, one.day):
                assert (
                    ends <= starts[other.need] or starts[other.need] + minutes[other.need] <= begins
                )
    assert a_supervisor().minutes_a_day <= SUPERVISOR_DAY_BETWEEN[1] - SUPERVISOR_DAY_BETWEEN[0]


def test_nobody_who_is_supervised_is_in_two_sessions_at_once() -> None:
    # the same worker with two supervisors, a third who leads and is supervised by the second
    worker, third = Attendee(7, is_worker=True), Attendee(3, is_worker=False)
    needs = [
        a_need("a", who=frozenset({worker})),
        a_need("b", who=frozenset({worker})),
        a_need("c", minutes=HOUR),
        a_need("d", minutes=HOUR, who=frozenset({third})),
    ]
    month = a_month(
        needs,
        [a_supervisor(1), a_supervisor(2), a_supervisor(3)],
        engagements=(Engagement(9, 2, DAYS[0], HOUR, NINE, who=frozenset({worker})),),
    )
    placed = [Placement(*one, DAYS[0]) for one in (("a", 1), ("b", 2), ("c", 3), ("d", 2))]
    # somebody else has the worker from nine to ten; then first one, then the other. What is with
    # one supervisor at one centre goes together, so the third is supervised before they lead
    assert start_times(month, placed) == {
        "a": NINE + HOUR,
        "b": 13 * HOUR,
        "d": NINE,
        "c": NINE + HOUR,
    }
