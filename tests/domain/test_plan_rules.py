"""Each hard rule of a month's plan, and what is said to stand in the way."""

import pytest

from qa_app.domain.plan_rules import (
    Engagement,
    Loads,
    Obstacle,
    Placement,
    PlanRule,
    PlanSetting,
    obstacles,
)
from tests.domain.months import DAYS, HOUR, a_month, a_need, a_supervisor

NEED = a_need(minutes=3 * HOUR)


@pytest.mark.parametrize(
    ("month", "rules"),
    [
        (a_month([NEED]), ()),
        (a_month([NEED], [a_supervisor(2)]), (PlanRule.NO_REACH,)),
        (a_month([NEED], days=DAYS[1:]), (PlanRule.NOT_WORKING,)),
        (a_month([NEED], [a_supervisor(absent=frozenset(DAYS))]), (PlanRule.ABSENT,)),
        (a_month([NEED], [a_supervisor(minutes_a_day=179)]), (PlanRule.DAY_HOURS,)),
        (a_month([NEED], [a_supervisor(minutes_a_day=180)]), ()),
        (a_month([NEED], [a_supervisor(minutes_a_month=179)]), (PlanRule.MONTH_HOURS,)),
        (
            a_month(
                [NEED],
                [a_supervisor(minutes_a_month=5 * HOUR)],
                engagements=(Engagement(1, 2, DAYS[4], 3 * HOUR),),
            ),
            (PlanRule.MONTH_HOURS,),
        ),
        (
            a_month([NEED], engagements=tuple(Engagement(1, c, DAYS[0], 10) for c in (2, 3))),
            (PlanRule.CENTRES_A_DAY,),
        ),
        (a_month([NEED], engagements=tuple(Engagement(1, c, DAYS[0], 10) for c in (1, 3))), ()),
        (
            a_month([NEED], engagements=(Engagement(1, 2, DAYS[0], 10),), groups={1: "north"}),
            (PlanRule.TRAVEL_GROUP,),
        ),
        (
            a_month(
                [NEED],
                engagements=(Engagement(1, 2, DAYS[0], 10),),
                groups={1: "north", 2: "north"},
            ),
            (),
        ),
    ],
    ids=[
        "free",
        "not theirs",
        "no working day",
        "away",
        "day too short",
        "day just long enough",
        "month too short",
        "month taken",
        "third centre",
        "centre visited anyway",
        "another group",
        "same group",
    ],
)
def test_rules(month: PlanSetting, rules: tuple[PlanRule, ...]) -> None:
    assert Loads(month).broken(NEED, 1, DAYS[0]) == rules


def test_who_is_barred_is_told_first() -> None:
    need = a_need(barred={1: PlanRule.OWN_CENTRE})
    month = a_month([need], days=DAYS[1:])
    broken = Loads(month).broken(need, 1, DAYS[0])
    assert broken == (PlanRule.OWN_CENTRE, PlanRule.NOT_WORKING)


def test_placements_fill_days_and_months() -> None:
    month = a_month([NEED, a_need("b", 2)])
    loads = Loads(month, [Placement("a", 1, DAYS[0]), Placement("b", 1, DAYS[0])])
    assert (loads.on(1, DAYS[0]).minutes, loads.on(1, DAYS[0]).centres) == (300, {1, 2})
    assert (loads.month_of(1), loads.month_of(2)) == (300, 0)
    assert loads.on(1, DAYS[1]).minutes == 0


def test_obstacles_count_people_and_days() -> None:
    need = a_need(minutes=5 * HOUR, barred={3: PlanRule.ROTATION})
    people = [
        a_supervisor(1, absent=frozenset(DAYS[:4])),
        a_supervisor(2, minutes_a_day=4 * HOUR),
        a_supervisor(3),
    ]
    month = a_month([need], people, engagements=(Engagement(1, 1, DAYS[4], 3 * HOUR),))
    assert obstacles(month, Loads(month), need) == (
        Obstacle(PlanRule.DAY_HOURS, supervisors=2, days=6),
        Obstacle(PlanRule.ABSENT, supervisors=1, days=4),
        Obstacle(PlanRule.ROTATION, supervisors=1, days=0),
    )
