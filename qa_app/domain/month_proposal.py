"""The proposal of a month: what is placed, what is not and why, what one more day would bring."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qa_app.domain.due import TIERS
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
    """What one more day of a supervisor would bring, the days of all others as they stand.

    Attributes:
        supervisor: Whose day.
        needs: Needs without a place that would find one, the most urgent first.
    """

    supervisor: int
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedMonth:
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


def proposed(setting: PlanSetting) -> ProposedMonth:
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
    return ProposedMonth(
        tuple(sorted(placed, key=lambda one: (one.day, one.supervisor, one.need))),
        tuple(Unplaced(need.key, obstacles(setting, loads, need)) for need in left),
        _extra_days(setting, placed, left),
        shares.is_proven and sum(map(len, shares.of.values())) == len(placed),
    )


def _month(
    setting: PlanSetting, loads: Loads, who: PlanSupervisor, shares: Shares
) -> list[Placement]:
    mine = [need for (one, _), needs in shares.of.items() if one == who.key for need in needs]
    return _weeks(replace(setting, needs=tuple(mine), supervisors=(who,)), loads, who)


def _weeks(own: PlanSetting, loads: Loads, who: PlanSupervisor) -> list[Placement]:
    placed: list[Placement] = []
    for (_, week), needs in sorted(shared(own, week_of).of.items()):
        days = [day for day in own.days if week_of(day) == week]
        placed += _kept(own, loads, on_days(own, loads, needs, who, days))
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


def _extra_days(
    setting: PlanSetting, placed: Sequence[Placement], left: Sequence[PlanNeed]
) -> tuple[ExtraDay, ...]:
    found = []
    for who in setting.supervisors:
        wanted = [need for need in left if who.key not in need.barred]
        if wanted:
            brought = _brought(setting, placed, wanted, who)
            if brought:
                found.append(ExtraDay(who.key, tuple(need.key for need in brought)))
    return tuple(sorted(found, key=lambda one: (-len(one.needs), one.supervisor)))


def _brought(
    setting: PlanSetting,
    placed: Sequence[Placement],
    wanted: Sequence[PlanNeed],
    who: PlanSupervisor,
) -> list[PlanNeed]:
    # planned again with a day more, because moving something there can make room elsewhere
    extra = max(setting.days, default=date.min) + timedelta(days=1)
    # nobody is away on it, whichever day of a weekend lends its date
    longer = replace(
        who,
        minutes_a_month=who.minutes_a_month + who.minutes_a_day,
        absent=who.absent - {extra},
    )
    mine = {one.need for one in placed if one.supervisor == who.key}
    own = replace(
        setting,
        days=(*setting.days, extra),
        needs=tuple(need for need in setting.needs if need.key in mine or need in wanted),
        supervisors=(longer,),
        engagements=tuple(one for one in setting.engagements if one.supervisor == who.key),
    )
    loads = Loads(own)
    again = _weeks(own, loads, longer)
    again += _kept(own, loads, on_days(own, loads, _missing(own.needs, again), longer, own.days))
    met = {one.need for one in again}
    # at least what the free day itself takes; and a plan that gives something up is none
    standing = Loads(own, [one for one in placed if one.supervisor == who.key])
    alone = {one.need for one in on_days(own, standing, wanted, longer, [extra])}
    gained = [need for need in wanted if need.key in (met if mine <= met else alone)]
    return max([gained, [need for need in wanted if need.key in alone]], key=_by_tier)


def _by_tier(needs: Iterable[PlanNeed]) -> tuple[int, ...]:
    count = Counter(need.tier for need in needs)
    return tuple(count[tier] for tier in TIERS)


def days_late(due_on: date, day: date | None) -> int:
    """Count how many days after it is due something takes place.

    Args:
        due_on: The day by which it is due.
        day: On which day it takes place; None for not at all.

    Returns:
        Days; 0 for in time, and where nothing takes place.
    """
    return 0 if day is None else max((day - due_on).days, 0)


@dataclass(frozen=True, slots=True)
class WorkLoad:
    """How the sessions of one supervisor lie in a month, what stands already included.

    Attributes:
        supervisor: Who.
        minutes: All of it.
        days: Days with something on them.
        most: Minutes of the fullest day.
        available: Working days of the month that lie ahead, without absences.
    """

    supervisor: int
    minutes: int
    days: int
    most: int
    available: int


def workloads(setting: PlanSetting, placements: Sequence[Placement]) -> tuple[WorkLoad, ...]:
    """Tell how evenly a plan lies on the days of each supervisor.

    Args:
        setting: The month.
        placements: The plan; each names a need of the setting.

    Returns:
        Supervisors who go anywhere, the one with most first.
    """
    loads = Loads(setting, placements)
    found = []
    for who in setting.supervisors:
        days = [loads.on(who.key, day).minutes for day in setting.days]
        used = [one for one in days if one]
        if used:
            free = len(set(setting.days) - who.absent)
            found.append(WorkLoad(who.key, sum(used), len(used), max(used), free))
    return tuple(sorted(found, key=lambda one: (-one.minutes, one.supervisor)))


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
    late = [days for one in placements if (days := days_late(needs[one.need].due_on, one.day)) > 0]
    standing = {(one.supervisor, one.centre, one.day) for one in setting.engagements}
    visits = {(one.supervisor, needs[one.need].centre, one.day) for one in placements}
    return PlanCost(len(placements), len(late), sum(late), len(visits - standing))
