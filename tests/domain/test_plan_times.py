"""Times of the day are proposed without overlaps, within a supervisor's hours."""

from datetime import time

from hypothesis import given, settings

from qa_app.domain.defaults import SUPERVISOR_DAY_BETWEEN
from qa_app.domain.month_proposal import proposed
from qa_app.domain.plan_rules import Attendee, Engagement, Placement, PlanSetting
from qa_app.domain.plan_times import clock_time, minutes_after_midnight, start_times
from tests.domain.months import DAYS, HOUR, a_month, a_need, a_supervisor, small_months

NINE = 9 * HOUR


def test_one_after_another_with_what_is_at_one_centre_together() -> None:
    needs = [a_need("a", 1), a_need("b", 2), a_need("c", 1, minutes=75)]
    month = a_month(needs)
    placed = [Placement(key, 1, DAYS[0]) for key in "abc"]
    assert start_times(month, placed) == {"a": NINE, "c": NINE + 120, "b": NINE + 195}


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
    # three hours fit after eleven only, the hour before ten
    assert start_times(month, placed) == {"a": NINE + 2 * HOUR, "b": NINE}
    assert start_times(month, placed, {"b": 15 * HOUR}) == {"b": 15 * HOUR, "a": NINE + 2 * HOUR}


def test_without_a_gap_there_is_no_time() -> None:
    needs = [a_need("a", minutes=5 * HOUR)]
    month = a_month(needs, engagements=(Engagement(1, 1, DAYS[0], HOUR, 13 * HOUR),))
    assert start_times(month, [Placement("a", 1, DAYS[0])]) == {}


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
        "b": NINE + 3 * HOUR,
        "d": NINE,
        "c": NINE + HOUR,
    }
