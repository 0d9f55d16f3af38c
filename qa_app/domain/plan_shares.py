"""Divides what is due among supervisors, and among the weeks of one of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from qa_app.domain.plan_rules import Engagement, Loads, PlanNeed, PlanSetting, PlanSupervisor
from qa_app.domain.plan_steps import Evenness, days_put_off, one_way, stepped, urgencies
from qa_app.domain.planning_solver import Programme, Row

Slot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shares:
    """Needs by supervisor and stretch of days.

    Attributes:
        of: Supervisor and stretch to the needs they take then.
        is_proven: True when no division meets more, tier by tier. As the sums of a stretch allow
            at least what its single days allow, no plan by days meets more either.
    """

    of: Mapping[tuple[int, Slot], tuple[PlanNeed, ...]]
    is_proven: bool


def month_of(day: date) -> Slot:
    """Name the month of a day.

    Args:
        day: The day.

    Returns:
        Year and month.
    """
    return (day.year, day.month)


def week_of(day: date) -> Slot:
    """Name the week of a day.

    Args:
        day: The day.

    Returns:
        Year and number by ISO 8601.
    """
    calendar = day.isocalendar()
    return (calendar.year, calendar.week)


@dataclass(slots=True)
class _Model:
    setting: PlanSetting
    programme: Programme = field(default_factory=Programme)
    # need, supervisor, stretch -> 1 when it is met then
    taken: dict[tuple[str, int, Slot], int] = field(default_factory=dict)
    trips: list[int] = field(default_factory=list)
    late: Evenness = field(default_factory=lambda: Evenness([], {}))
    even: Evenness = field(default_factory=lambda: Evenness([], {}))


@dataclass(frozen=True, slots=True)
class _Stretch:
    who: PlanSupervisor
    slot: Slot
    days: frozenset[date]
    standing: tuple[Engagement, ...]


def shared(setting: PlanSetting, slot_of: Callable[[date], Slot]) -> Shares:
    """Divide what is due among supervisors and stretches of days.

    Hours, centres a day and travel groups are kept in their sums over each stretch; single days
    are `plan_days`' matter, but one that breaks a rule already is no day of any stretch.

    Args:
        setting: The month.
        slot_of: The stretch a day belongs to.

    Returns:
        Tier by tier as much as the stretches hold; put off as little as can be; with people who
        go to the centre anyway, or with few ways there where one person's time is divided; then
        what is late before the month first, as much of it in a stretch as makes one way a day;
        then as evenly as can be for the days of each stretch; then urgent things first, of them
        what is late longest.
    """
    model, loads = _Model(setting), Loads(setting)
    slots: dict[tuple[int, Slot], _Stretch] = {}
    for who in setting.supervisors:
        own = tuple(one for one in setting.engagements if one.supervisor == who.key)
        for slot, days in _slots(setting, loads, who, slot_of).items():
            standing = tuple(one for one in own if one.day in days)
            slots[who.key, slot] = _Stretch(who, slot, frozenset(days), standing)
            _stretch(model, slots[who.key, slot])
        _month(model, who, own)
    puts = [(key, place) for (key, _, _), place in model.taken.items()]
    _late(model, slots)
    _even(model, slots)
    gains = _gains(model, slot_of)
    steps = stepped(model.programme, setting.needs, puts, gains, model.late, model.even)
    if steps is None:
        return Shares({}, is_proven=False)
    needs = {need.key: need for need in setting.needs}
    of: dict[tuple[int, Slot], list[PlanNeed]] = defaultdict(list)
    for (key, who_takes, slot), place in model.taken.items():
        if steps.values[place]:
            of[who_takes, slot].append(needs[key])
    return Shares({one: tuple(found) for one, found in of.items()}, steps.is_proven)


def _slots(
    setting: PlanSetting, loads: Loads, who: PlanSupervisor, slot_of: Callable[[date], Slot]
) -> dict[Slot, set[date]]:
    slots: dict[Slot, set[date]] = defaultdict(set)
    for day in setting.days:
        if day not in who.absent and not loads.is_overfull(who, day):
            slots[slot_of(day)].add(day)
    return slots


def _stretch(model: _Model, stretch: _Stretch) -> None:
    programme, setting, who = model.programme, model.setting, stretch.who
    wanted: dict[str, dict[int, list[PlanNeed]]] = defaultdict(lambda: defaultdict(list))
    for one in stretch.standing:
        _ = wanted[setting.group_of(one.centre)][one.centre]
    for need in setting.needs:
        has_day = any(need.may_be_on(who.key, day) for day in stretch.days)
        if who.key not in need.barred and has_day and need.minutes <= who.minutes_a_day:
            wanted[setting.group_of(need.centre)][need.centre].append(need)
    journeys: dict[int, float] = {}
    for centres in wanted.values():
        journey = programme.variable(len(stretch.days))
        journeys[journey] = 1
        _group(model, stretch, journey, centres)
    programme.rows.append(Row(journeys, most=len(stretch.days)))


def _group(
    model: _Model,
    stretch: _Stretch,
    journey: int,
    centres: Mapping[int, Sequence[PlanNeed]],
) -> None:
    programme, who = model.programme, stretch.who
    minutes: Counter[int] = Counter()
    days: dict[int, set[date]] = defaultdict(set)
    for one in stretch.standing:
        minutes[one.centre] += one.minutes
        days[one.centre].add(one.day)
    trips: dict[int, float] = {}
    taken: dict[int, float] = {}
    for centre, needs in centres.items():
        trip = programme.variable(len(stretch.days))
        trips[trip] = 1
        model.trips.append(trip)
        there: dict[int, float] = {}
        for need in needs:
            place = programme.variable()
            model.taken[need.key, who.key, stretch.slot] = place
            there[place] = need.minutes
            programme.rows.append(Row({place: 1, trip: -1}, most=0))
        programme.rows.append(Row({**there, trip: -who.minutes_a_day}, most=-minutes[centre]))
        programme.rows.append(Row({trip: 1}, least=len(days[centre])))
        taken |= there
    programme.rows.append(Row({**trips, journey: -who.centres_a_day}, most=0))
    standing = sum(minutes[centre] for centre in centres)
    programme.rows.append(Row({**taken, journey: -who.minutes_a_day}, most=-standing))


def _month(model: _Model, who: PlanSupervisor, own: Sequence[Engagement]) -> None:
    minutes = {need.key: need.minutes for need in model.setting.needs}
    taken: dict[int, float] = {
        place: minutes[key]
        for (key, supervisor, _), place in model.taken.items()
        if supervisor == who.key
    }
    # what stands already may be more than a month holds; then nothing is added to it
    left = who.minutes_a_month - sum(one.minutes for one in own)
    model.programme.rows.append(Row(taken, most=max(left, 0)))


def _gains(model: _Model, slot_of: Callable[[date], Slot]) -> dict[int, float]:
    setting = model.setting
    needs = {need.key: need for need in setting.needs}
    first = {slot_of(day): day for day in reversed(setting.days)}
    others = len(setting.supervisors) - 1
    # who alone may meet a need goes to its centre anyway
    anyway = {
        (key_who, need.centre)
        for need in setting.needs
        if others and len(need.barred) == others
        for key_who in {one.key for one in setting.supervisors} - set(need.barred)
    } | {(one.supervisor, one.centre) for one in setting.engagements}
    # whoever's month it is alone goes as seldom as can be; a day of waiting outweighs all ways
    trips = model.trips if not others else []
    ways = 2 + sum(model.programme.most[trip] for trip in trips)
    return dict.fromkeys(trips, -1.0) | {
        place: -float(
            ways * days_put_off(needs[key], first[slot], setting.days[0])
            + ((who, needs[key].centre) not in anyway)
        )
        for (key, who, slot), place in model.taken.items()
    }


def _late(model: _Model, slots: Mapping[tuple[int, Slot], _Stretch]) -> None:
    # what evenness would put off for weeks, only because a first week is short or has a session
    first = min(model.setting.days, default=date.max)
    late = {need.key: need for need in model.setting.needs if need.due_on < first}
    numbers = {slot: place for place, slot in enumerate(sorted({slot for _, slot in slots}))}
    if len(numbers) <= 1:
        return
    urgent = urgencies(late.values())
    minutes: dict[tuple[int, Slot], dict[int, float]] = defaultdict(dict)
    for (key, who, slot), place in model.taken.items():
        if key in late:
            minutes[who, slot][place] = late[key].minutes
            model.late.early[place] = numbers[slot] * urgent[key]
    for one, there in minutes.items():
        stretch = slots[one]
        way = one_way(late.values(), stretch.who.minutes_a_day)
        model.late.level(model.programme, there, 0, way * len(stretch.days))


def _even(model: _Model, slots: Mapping[tuple[int, Slot], _Stretch]) -> None:
    needs = {need.key: need for need in model.setting.needs}
    minutes: dict[tuple[int, Slot], dict[int, float]] = {one: {} for one in slots}
    numbers = {slot: place for place, slot in enumerate(sorted({slot for _, slot in slots}))}
    urgent = urgencies(model.setting.needs)
    for (key, who, slot), place in model.taken.items():
        minutes[who, slot][place] = needs[key].minutes
        model.even.early[place] = numbers[slot] * urgent[key]
    standing = {
        one: sum(each.minutes for each in stretch.standing) for one, stretch in slots.items()
    }
    met = {key for key, _, _ in model.taken}
    wanted = sum(needs[key].minutes for key in met) + sum(standing.values())
    days = sum(len(stretch.days) for stretch in slots.values())
    for one, stretch in slots.items():
        fair = -(-wanted * len(stretch.days) // max(days, 1))
        model.even.level(model.programme, minutes[one], standing[one], fair)
