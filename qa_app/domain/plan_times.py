"""Last step of a month's proposal: at which time of the day each need is met."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time

from qa_app.domain.defaults import SUPERVISOR_DAY_BETWEEN
from qa_app.domain.plan_rules import Attendee, Placement, PlanSetting

_MINUTES_AN_HOUR = 60
_Stretch = tuple[int, int]
_Busy = dict[tuple[Attendee, date], list[_Stretch]]


def start_times(
    setting: PlanSetting, placements: Sequence[Placement], known: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Propose when each need of a day begins, so that nobody is in two sessions at once.

    What is at one centre follows one another, the centre with the most urgent need first. The time
    of whoever leads is taken, and that of whoever is supervised.

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
    needs = {need.key: need for need in setting.needs}
    busy: _Busy = defaultdict(list)
    for one in setting.engagements:
        if one.starts is not None:
            _take(busy, (one.supervisor, one.who, one.day), one.starts, one.minutes)
    found = dict(known or {})
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
        begins_at = _gap(taken, need.minutes)
        if begins_at is not None:
            _take(busy, (put.supervisor, need.who, put.day), begins_at, need.minutes)
            found[put.need] = begins_at
    return found


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


def _gap(taken: Iterable[_Stretch], minutes: int) -> int | None:
    begins, until = SUPERVISOR_DAY_BETWEEN
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
