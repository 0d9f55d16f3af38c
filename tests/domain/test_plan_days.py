"""Needs of one supervisor put on days."""

from collections import Counter

import pytest

from qa_app.domain.month_proposal import proposed
from qa_app.domain.plan_days import on_days
from qa_app.domain.plan_rules import Engagement, Loads, PlanNeed, PlanRule, PlanSetting
from qa_app.domain.plan_shares import month_of, shared
from tests.domain.months import DAYS, HOUR, a_month, a_need, a_supervisor


def days_of(month: PlanSetting, needs: list[PlanNeed] | None = None) -> dict[str, int]:
    who = month.supervisors[0]
    placed = on_days(month, Loads(month), needs or month.needs, who, month.days)
    return {one.need: DAYS.index(one.day) for one in placed}


def test_not_later_than_due_where_that_can_be() -> None:
    needs = [
        a_need("late", minutes=5 * HOUR, due_on=DAYS[3]),
        a_need("early", minutes=5 * HOUR, due_on=DAYS[0]),
    ]
    found = days_of(a_month(needs))
    assert found["early"] == 0
    assert 0 < found["late"] <= 3


def test_what_is_at_one_centre_goes_on_one_day() -> None:
    needs = [a_need(key, due_on=DAYS[4]) for key in "abc"]
    assert len(set(days_of(a_month(needs)).values())) == 1


def a_row(count: int, due: int = 4) -> list[int]:
    """Talks of an hour at one centre: how many lie on each day that has any, most first."""
    needs = [a_need(f"{one}", minutes=HOUR, due_on=DAYS[due]) for one in range(count)]
    return sorted(Counter(days_of(a_month(needs)).values()).values(), reverse=True)


def test_a_fifth_session_on_a_day_is_as_dear_as_a_second_way_there() -> None:
    # a day holds seven of them; four are one way
    assert a_row(4) == [4]
    # one day: one way and one above four; two days: two ways, and the fullest holds fewer
    assert a_row(5) == [3, 2]
    # one day: one way and two above four
    assert a_row(6) == [3, 3]
    # but nothing waits for it: what is due on the first day stays there
    assert a_row(6, due=0) == [6]
    # what stands on a day counts: a fourth joins three, a fifth does not join four
    for stand, day in ((3, 2), (4, 0)):
        standing = tuple(Engagement(1, 1, DAYS[2], HOUR) for _ in range(stand))
        month = a_month([a_need(minutes=HOUR, due_on=DAYS[4])], engagements=standing)
        assert days_of(month) == {"a": day}


def test_what_stands_already_is_joined() -> None:
    month = a_month([a_need(due_on=DAYS[4])], engagements=(Engagement(1, 1, DAYS[2], 2 * HOUR),))
    assert days_of(month) == {"a": 2}


def test_groups_are_not_mixed_on_a_day() -> None:
    needs = [a_need("a", 1, due_on=DAYS[0]), a_need("b", 2, due_on=DAYS[0])]
    found = days_of(a_month(needs, groups={1: "north", 2: "south"}))
    assert sorted(found.values()) == [0, 1]


@pytest.mark.parametrize(
    "standing",
    [
        [(1, 8 * HOUR)],
        [(1, HOUR), (2, HOUR)],
        [(1, HOUR), (3, HOUR), (4, HOUR)],
    ],
    ids=["hours", "groups", "centres"],
)
def test_a_day_that_breaks_a_rule_already_takes_nothing_more_and_others_do(
    standing: list[tuple[int, int]],
) -> None:
    month = a_month(
        [a_need(due_on=DAYS[4])],
        days=DAYS[:1],
        engagements=tuple(Engagement(1, centre, DAYS[0], takes) for centre, takes in standing),
        groups={2: "south"},
    )
    assert days_of(month) == {}
    assert shared(month, month_of).of == {}
    # seven hours of the four days that are left
    needs = [a_need(f"{one}", minutes=7 * HOUR, due_on=DAYS[4]) for one in range(5)]
    week = a_month(needs, days=DAYS, engagements=month.engagements, groups=month.groups)
    assert sorted(days_of(week).values()) == [1, 2, 3, 4]
    shares = shared(week, month_of)
    assert [len(some) for some in shares.of.values()] == [4]
    assert shares.is_proven
    assert sorted(one.day for one in proposed(week).placements) == list(DAYS[1:])


def test_hours_of_the_month_end_it() -> None:
    needs = [a_need(key, place) for place, key in enumerate("abc")]
    month = a_month(needs, [a_supervisor(minutes_a_month=4 * HOUR)])
    assert sorted(days_of(month)) == ["a", "b"]


def test_whoever_is_barred_takes_nothing() -> None:
    assert days_of(a_month([a_need(barred={1: PlanRule.ROTATION})])) == {}
