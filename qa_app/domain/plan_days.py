"""Second half of a month's proposal: on which day each need is met, every rule kept exactly."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from qa_app.domain.defaults import SESSIONS_A_DAY
from qa_app.domain.plan_rules import (
    DayLoad,
    Loads,
    Placement,
    PlanNeed,
    PlanSetting,
    PlanSupervisor,
)
from qa_app.domain.plan_steps import Evenness, days_put_off, stepped, urgencies
from qa_app.domain.planning_solver import Programme, Row


@dataclass(slots=True)
class _Days:
    programme: Programme = field(default_factory=Programme)
    # need, supervisor, day -> 1 when it is done then
    put: dict[tuple[str, int, date], int] = field(default_factory=dict)
    visits: list[int] = field(default_factory=list)
    # sessions of a day above `SESSIONS_A_DAY`, each as dear as a visit
    over: list[int] = field(default_factory=list)
    # day -> what may be met then, with its minutes
    minutes: dict[date, dict[int, float]] = field(default_factory=dict)


def on_days(
    setting: PlanSetting,
    loads: Loads,
    needs: Sequence[PlanNeed],
    who: PlanSupervisor,
    days: Collection[date],
) -> tuple[Placement, ...]:
    """Put needs on days of one supervisor, beside what stands already.

    Args:
        setting: The month.
        loads: How full the days are.
        needs: What is to be placed; those the supervisor may not meet are left out.
        who: Who goes.
        days: Days to choose from; working days.

    Returns:
        Tier by tier as many as fit; then as little as possible put off (`days_put_off`); then as
        few visits as possible, where each session above `SESSIONS_A_DAY` on a day counts as one
        more; then days as even as can be, the fewest minutes above their average and on the
        fullest; then urgent things first, of them what is late longest. No rule is broken.
    """
    model = _Days()
    mine = [need for need in needs if who.key not in need.barred]
    if not mine:
        return ()
    for day in sorted(set(days) - who.absent):
        _day(model, setting, loads, who, day, mine)
    minutes = {need.key: float(need.minutes) for need in mine}
    spent = {place: minutes[key] for (key, _, _), place in model.put.items()}
    left = who.minutes_a_month - loads.month_of(who.key)
    model.programme.rows.append(Row(spent, most=max(left, 0)))
    return _solved(model, setting, loads, mine, who)


def _day(
    model: _Days,
    setting: PlanSetting,
    loads: Loads,
    who: PlanSupervisor,
    day: date,
    needs: Sequence[PlanNeed],
) -> None:
    if loads.is_overfull(who, day):
        return
    load = loads.on(who.key, day)
    standing = {setting.group_of(centre) for centre in load.centres}
    programme = model.programme
    minutes: dict[int, float] = {}
    visits: dict[str, dict[int, int]] = defaultdict(dict)
    for need in needs:
        group = setting.group_of(need.centre)
        if load.minutes + need.minutes > who.minutes_a_day or standing - {group}:
            continue
        if not need.may_be_on(who.key, day):
            continue
        place = programme.variable()
        model.put[need.key, who.key, day] = place
        minutes[place] = float(need.minutes)
        if need.centre in load.centres:
            continue
        if need.centre not in visits[group]:
            visits[group][need.centre] = programme.variable()
        programme.rows.append(Row({place: 1, visits[group][need.centre]: -1}, most=0))
    programme.rows.append(Row(minutes, most=who.minutes_a_day - load.minutes))
    model.minutes[day] = minutes
    _in_a_row(model, minutes, load)
    room = who.centres_a_day - len(load.centres)
    going: dict[int, float] = {}
    for centres in visits.values():
        goes = programme.variable()
        going[goes] = 1
        programme.rows.append(Row({**dict.fromkeys(centres.values(), 1), goes: -room}, most=0))
        model.visits.extend(centres.values())
    programme.rows.append(Row(going, most=1))


def _in_a_row(model: _Days, minutes: Collection[int], load: DayLoad) -> None:
    over = model.programme.variable(len(minutes))
    model.over.append(over)
    few = max(SESSIONS_A_DAY - load.sessions, 0)
    model.programme.rows.append(Row({**dict.fromkeys(minutes, 1), over: -1}, most=few))


def _solved(
    model: _Days,
    setting: PlanSetting,
    loads: Loads,
    needs: Sequence[PlanNeed],
    who: PlanSupervisor,
) -> tuple[Placement, ...]:
    of_key = {need.key: need for need in needs}
    priced = [*model.visits, *model.over]
    ways = sum(model.programme.most[one] for one in priced) + 1
    # one day less of waiting outweighs all ways together
    gains = dict.fromkeys(priced, -1.0) | {
        place: -float(ways * late)
        for (key, _, day), place in model.put.items()
        if (late := days_put_off(of_key[key], day, setting.days[0])) > 0
    }
    puts = [(key, place) for (key, _, _), place in model.put.items()]
    even = _even(model, loads, of_key, who)
    steps = stepped(model.programme, needs, puts, gains, even)
    if steps is None:
        return ()
    return tuple(Placement(*one) for one, place in model.put.items() if steps.values[place])


def _even(
    model: _Days, loads: Loads, of_key: Mapping[str, PlanNeed], who: PlanSupervisor
) -> Evenness:
    standing = {day: loads.on(who.key, day).minutes for day in model.minutes}
    wanted = sum(need.minutes for need in of_key.values()) + sum(standing.values())
    fair = -(-wanted // max(len(standing), 1))
    urgent = urgencies(of_key.values())
    number = {day: place for place, day in enumerate(sorted(standing))}
    even = Evenness(
        [],
        {place: number[day] * urgent[key] for (key, _, day), place in model.put.items()},
    )
    fullest = model.programme.variable(wanted)
    for day, minutes in model.minutes.items():
        even.level(model.programme, minutes, standing[day], fair)
        model.programme.rows.append(Row({**minutes, fullest: -1}, most=-standing[day]))
    even.over.append(fullest)
    return even
