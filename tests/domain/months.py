"""Small months to plan, and every plan of one counted out by hand."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from hypothesis import strategies as st

from qa_app.domain.due import TIERS, Tier
from qa_app.domain.plan_rules import (
    Engagement,
    Loads,
    Placement,
    PlanNeed,
    PlanRule,
    PlanSetting,
    PlanSupervisor,
)

MONDAY = date(2026, 4, 13)
DAYS = tuple(MONDAY + timedelta(days=one) for one in range(5))
HOUR = 60


def a_need(key: str = "a", centre: int = 1, **more: object) -> PlanNeed:
    values: dict[str, object] = {
        "minutes": 2 * HOUR,
        "due_on": DAYS[0],
        "tier": Tier.DUE_SOON,
        "order": 0,
    }
    return PlanNeed(key, centre, **(values | more))  # type: ignore[arg-type]


def a_supervisor(key: int = 1, **more: object) -> PlanSupervisor:
    values: dict[str, object] = {
        "minutes_a_day": 7 * HOUR,
        "minutes_a_month": 99 * HOUR,
        "centres_a_day": 2,
    }
    return PlanSupervisor(key, **(values | more))  # type: ignore[arg-type]


def a_month(
    needs: Sequence[PlanNeed],
    supervisors: Sequence[PlanSupervisor] = (a_supervisor(),),
    **more: object,
) -> PlanSetting:
    values: dict[str, object] = {"days": DAYS, "engagements": ()}
    ordered = tuple(replace(need, order=place) for place, need in enumerate(needs))
    return PlanSetting(
        needs=ordered,
        supervisors=tuple(supervisors),
        **(values | more),  # type: ignore[arg-type]
    )


def by_tier(setting: PlanSetting, keys: Sequence[str]) -> tuple[int, ...]:
    """How many needs of each tier are met."""
    tiers = {need.key: need.tier for need in setting.needs}
    count = Counter(tiers[key] for key in keys)
    return tuple(count[tier] for tier in TIERS)


def every_plan(setting: PlanSetting) -> Iterator[list[Placement]]:
    """Every plan that breaks no rule, counted out without any programme."""
    options = [
        [None, *product([who.key for who in setting.supervisors], setting.days)]
        for _ in setting.needs
    ]
    for choice in product(*options):
        loads, plan = Loads(setting), []
        for need, chosen in zip(setting.needs, choice, strict=True):
            if chosen is None:
                continue
            if loads.broken(need, *chosen):
                break
            loads.place(need, *chosen)
            plan.append(Placement(need.key, *chosen))
        else:
            yield plan


@st.composite
def small_months(draw: st.DrawFn) -> PlanSetting:
    """Three needs, two supervisors and three days: scarce enough that rules bite."""
    people = (1, 2)
    needs = [
        a_need(
            key,
            draw(st.integers(1, 3)),
            minutes=draw(st.sampled_from([HOUR, 3 * HOUR, 5 * HOUR])),
            tier=draw(st.sampled_from(TIERS[:3])),
            due_on=DAYS[draw(st.integers(0, 2))],
            barred=dict.fromkeys(draw(st.sets(st.sampled_from(people))), PlanRule.CONFLICT),
        )
        for key in "abc"
    ]
    needs.sort(key=lambda need: TIERS.index(need.tier))
    supervisors = [
        a_supervisor(
            key,
            minutes_a_day=6 * HOUR,
            minutes_a_month=draw(st.sampled_from([4 * HOUR, 40 * HOUR])),
            centres_a_day=draw(st.integers(1, 2)),
            absent=frozenset(draw(st.sets(st.sampled_from(DAYS[:3]), max_size=2))),
        )
        for key in people
    ]
    standing = [
        Engagement(draw(st.sampled_from(people)), draw(st.integers(1, 4)), day, 2 * HOUR)
        for day in draw(st.sets(st.sampled_from(DAYS[:3]), max_size=2))
    ]
    groups = draw(st.sampled_from([{}, {1: "north"}, {1: "north", 2: "north", 4: "south"}]))
    return a_month(needs, supervisors, days=DAYS[:3], engagements=tuple(standing), groups=groups)
