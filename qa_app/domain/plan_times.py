"""Last step of a month's proposal: at which time of the day each need is met."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, time

from qa_app.domain.defaults import MIDDAY_BREAKS, SUPERVISOR_DAY_BETWEEN
from qa_app.domain.plan_rules import Attendee, Placement, PlanSetting

_MINUTES_AN_HOUR = 60
_Stretch = tuple[int, int]
_BREAK = MIDDAY_BREAKS[0][1] - MIDDAY_BREAKS[0][0]
_MIDDAY: _Stretch = (MIDDAY_BREAKS[0][0], MIDDAY_BREAKS[-1][1])
_Busy = dict[tuple[Attendee, date], list[_Stretch]]
_Day = tuple[int, date]


def start_times(
    setting: PlanSetting, placements: Sequence[Placement], known: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Propose when each need of a day begins, so that nobody is in two sessions at once.

    What is at one centre follows one another, the centre with the most urgent need first. The time
    of whoever leads is taken, and that of whoever is supervised. Whoever leads keeps the first of
    `MIDDAY_BREAKS` free, or a later one where something longer than the morning or what stands
    takes the first; a day on which more has a time without a break has none.

    Args:
        setting: The month; what stands at a time of the day keeps it. What stands without one
            takes none away.
        placements: What is placed; each names a need of the setting.
        known: Needs whose time is set already, in minutes after midnight; None for none.

    Returns:
        Need to minutes after midnight, within the hours of a supervisor's day. A need for which
        no gap of all its people is long enough is left out, and so is one whose known time was
        None.
    """
    full: set[_Day] = set()
    tried: set[_Day] = set()
    found = _begun(setting, placements, known or {}, full)
    while True:
        late = {(one.supervisor, one.day) for one in placements if one.need not in found} - tried
        if not late:
            return found
        day = min(late)
        tried.add(day)
        without = _begun(setting, placements, known or {}, full | {day})
        if len(without) > len(found):
            found = without
            full.add(day)


def _begun(
    setting: PlanSetting,
    placements: Sequence[Placement],
    known: Mapping[str, int],
    full: Collection[_Day],
) -> dict[str, int]:
    needs = {need.key: need for need in setting.needs}
    busy: _Busy = defaultdict(list)
    for one in setting.engagements:
        if one.starts is not None:
            _take(busy, (one.supervisor, one.who, one.day), one.starts, one.minutes)
    found = dict(known)
    for placed in placements:
        if placed.need in found:
            need = needs[placed.need]
            _take(busy, (placed.supervisor, need.who, placed.day), found[placed.need], need.minutes)
    for put in _in_order(setting, placements):
        if put.need in found:
            continue
        need = needs[put.need]
        taken = [
            stretch for who in _all_of(put.supervisor, need.who) for stretch in busy[who, put.day]
        ]
        leads = busy[Attendee(put.supervisor, is_worker=False), put.day]
        is_full = (put.supervisor, put.day) in full
        breaks = () if is_full else _breaks(leads, need.minutes)
        gaps = [_gap([*taken, *kept], need.minutes) for kept in breaks or ((),)]
        begins_at = min((at for at in gaps if at is not None), default=None)
        if begins_at is not None:
            _take(busy, (put.supervisor, need.who, put.day), begins_at, need.minutes)
            found[put.need] = begins_at
    return found


def without_break(
    setting: PlanSetting, placements: Sequence[Placement], starts: Mapping[str, int]
) -> tuple[tuple[int, date], ...]:
    """Tell on which days of a plan whoever leads has no hour free within `MIDDAY_BREAKS`.

    Args:
        setting: The month.
        placements: The plan; each names a need of the setting.
        starts: When each begins, in minutes after midnight; those without a time are left out.

    Returns:
        Supervisor and day, by both; what stands besides takes an hour as well.
    """
    needs = {need.key: need for need in setting.needs}
    busy: _Busy = defaultdict(list)
    for one in setting.engagements:
        if one.starts is not None:
            _take(busy, (one.supervisor, frozenset(), one.day), one.starts, one.minutes)
    for put in placements:
        if put.need in starts:
            place = (put.supervisor, frozenset[Attendee](), put.day)
            _take(busy, place, starts[put.need], needs[put.need].minutes)
    days = {(put.supervisor, put.day) for put in placements}
    return tuple(
        (who, day)
        for who, day in sorted(days)
        if _gap(busy[Attendee(who, is_worker=False), day], _BREAK, _MIDDAY) is None
    )


def _all_of(supervisor: int, who: frozenset[Attendee]) -> frozenset[Attendee]:
    return who | {Attendee(supervisor, is_worker=False)}


def _take(
    busy: _Busy, place: tuple[int, frozenset[Attendee], date], begins: int, minutes: int
) -> None:
    supervisor, supervised, day = place
    for who in _all_of(supervisor, supervised):
        busy[who, day].append((begins, begins + minutes))


def _in_order(setting: PlanSetting, placements: Iterable[Placement]) -> list[Placement]:
    needs = {need.key: need for need in setting.needs}
    first: dict[tuple[int, date, int], int] = {}
    listed = sorted(placements, key=lambda one: needs[one.need].order)
    for one in listed:
        first.setdefault((one.supervisor, one.day, needs[one.need].centre), len(first))
    return sorted(listed, key=lambda one: first[one.supervisor, one.day, needs[one.need].centre])


def _breaks(leads: Sequence[_Stretch], minutes: int) -> tuple[tuple[_Stretch, ...], ...]:
    # one of these is kept; none where none is free any more
    free = [
        (one,)
        for one in MIDDAY_BREAKS
        if all(end <= one[0] or one[1] <= start for start, end in leads)
    ]
    is_long = minutes > MIDDAY_BREAKS[0][0] - SUPERVISOR_DAY_BETWEEN[0]
    # only what is longer than the morning may move the break
    return tuple(free) if is_long else tuple(free[:1])


def _gap(
    taken: Iterable[_Stretch], minutes: int, between: _Stretch = SUPERVISOR_DAY_BETWEEN
) -> int | None:
    begins, until = between
    for start, end in sorted(taken):
        if begins + minutes <= start:
            break
        begins = max(begins, end)
    return begins if begins + minutes <= until else None


def clock_time(minutes: int | None) -> time | None:
    """Write minutes after midnight as a time of the day.

    Args:
        minutes: The minutes, under a day's; None for no time.

    Returns:
        The time; None for none.
    """
    return None if minutes is None else time(*divmod(minutes, _MINUTES_AN_HOUR))


def minutes_after_midnight(at: time | None) -> int | None:
    """Write a time of the day as minutes after midnight.

    Args:
        at: The time; None for none.

    Returns:
        Whole minutes; None for none.
    """
    return None if at is None else at.hour * _MINUTES_AN_HOUR + at.minute
