"""The proposal of a month: what is placed, what is not and why, what one more day would bring."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa_app.domain.plan_days import on_days
from qa_app.domain.plan_rules import (
    Loads,
    Obstacle,
    Placement,
    PlanNeed,
    PlanRule,
    PlanSetting,
    PlanSupervisor,
    obstacles,
)
from qa_app.domain.plan_shares import Shares, month_of, shared, week_of


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A need without a place, with the rules that stand in the way."""

    need: str
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class ExtraDay:
    """What one more day of a supervisor would bring: needs that it would take."""

    supervisor: int
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed month.

    Attributes:
        placements: What is placed, by day, supervisor and need.
        unplaced: What is not, in order of urgency.
        extra_days: What one more day would bring, the most useful first; only days that bring
            something.
        is_proven: True when no plan at all places more, tier by tier; False when that is not
            known.
    """

    placements: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...]
    extra_days: tuple[ExtraDay, ...]
    is_proven: bool


@dataclass(frozen=True, slots=True)
class PlanCost:
    """What a plan costs.

    Attributes:
        placed: Needs that are met.
        late: Of these, how many later than due.
        days_late: Days late, all together.
        visits: Days at centres, one for each supervisor, centre and day.
    """

    placed: int
    late: int
    days_late: int
    visits: int


def proposed(setting: PlanSetting) -> Proposal:
    """Propose a month.

    Needs are divided among supervisors, what falls to each of them among their weeks, and each
    week is put on days; what found no day there is tried on every day of the month. Each step
    goes by tiers: nothing of a later tier takes the place of something of an earlier one.

    Args:
        setting: What is due, who goes, what stands already.

    Returns:
        A plan that breaks no rule, and why it holds no more.
    """
    shares = shared(setting, month_of)
    loads = Loads(setting)
    placed: list[Placement] = []
    for who in setting.supervisors:
        placed += _month(setting, loads, who, shares)
    for who in setting.supervisors:
        rest = _missing(setting.needs, placed)
        placed += _kept(setting, loads, on_days(setting, loads, rest, who, setting.days))
    left = _missing(setting.needs, placed)
    return Proposal(
        tuple(sorted(placed, key=lambda one: (one.day, one.supervisor, one.need))),
        tuple(Unplaced(need.key, obstacles(setting, loads, need)) for need in left),
        _extra_days(setting, left),
        shares.is_proven and sum(map(len, shares.of.values())) == len(placed),
    )


def _month(
    setting: PlanSetting, loads: Loads, who: PlanSupervisor, shares: Shares
) -> list[Placement]:
    mine = [need for (one, _), needs in shares.of.items() if one == who.key for need in needs]
    own = replace(setting, needs=tuple(mine), supervisors=(who,))
    placed: list[Placement] = []
    for (_, week), needs in sorted(shared(own, week_of).of.items()):
        days = [day for day in setting.days if week_of(day) == week]
        placed += _kept(setting, loads, on_days(setting, loads, needs, who, days))
    return placed


def _kept(setting: PlanSetting, loads: Loads, found: Iterable[Placement]) -> list[Placement]:
    needs = {need.key: need for need in setting.needs}
    kept = []
    for one in found:
        # never trusted to a solver's arithmetic: a rule that would break leaves the need open
        if not loads.broken(needs[one.need], one.supervisor, one.day):
            loads.place(needs[one.need], one.supervisor, one.day)
            kept.append(one)
    return kept


def _missing(needs: Iterable[PlanNeed], placed: Iterable[Placement]) -> list[PlanNeed]:
    met = {one.need for one in placed}
    return sorted((need for need in needs if need.key not in met), key=lambda need: need.order)


def _extra_days(setting: PlanSetting, left: Sequence[PlanNeed]) -> tuple[ExtraDay, ...]:
    found = []
    for who in setting.supervisors:
        mine = [need for need in left if who.key not in need.barred]
        if not mine:
            continue
        day = date.max
        free = replace(who, absent=frozenset(), minutes_a_month=who.minutes_a_day)
        empty = replace(setting, days=(day,), engagements=(), supervisors=(free,))
        brought = on_days(empty, Loads(empty), mine, free, [day])
        if brought:
            order = {need.key: need.order for need in mine}
            keys = sorted((one.need for one in brought), key=order.__getitem__)
            found.append(ExtraDay(who.key, tuple(keys)))
    return tuple(sorted(found, key=lambda one: (-len(one.needs), one.supervisor)))


def rules_broken(
    setting: PlanSetting, placements: Sequence[Placement]
) -> tuple[tuple[Placement, tuple[PlanRule, ...]], ...]:
    """Hold a plan against every rule, as a person made it.

    Args:
        setting: The month.
        placements: The plan; each names a need of the setting.

    Returns:
        Placements that break a rule beside all others, with the rules; empty for a sound plan.
    """
    needs = {need.key: need for need in setting.needs}
    found = []
    for one in placements:
        others = [other for other in placements if other is not one]
        broken = Loads(setting, others).broken(needs[one.need], one.supervisor, one.day)
        if broken:
            found.append((one, broken))
    return tuple(found)


def cost_of(setting: PlanSetting, placements: Sequence[Placement]) -> PlanCost:
    """Tell what a plan costs, so that a change can be held against it.

    Args:
        setting: The month.
        placements: The plan; each names a need of the setting.

    Returns:
        What is met, how late, with how many visits besides those that stand already.
    """
    needs = {need.key: need for need in setting.needs}
    late = [days for one in placements if (days := (one.day - needs[one.need].due_on).days) > 0]
    standing = {(one.supervisor, one.centre, one.day) for one in setting.engagements}
    visits = {(one.supervisor, needs[one.need].centre, one.day) for one in placements}
    return PlanCost(len(placements), len(late), sum(late), len(visits - standing))
