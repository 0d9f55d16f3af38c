"""What practitioners add to the totals of the supervision that the rhythm asks for."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from qa_app.domain.month_grid import first_day, last_of, month_of
from qa_app.domain.session_coverage import Figures
from qa_app.domain.session_required import NEW_DAYS, held_of_due, owed_in
from qa_app.domain.session_totals import WHOLE_NETWORK_ID, SessionScope

BY_TIME_IN_POST = 0
"""Stands where no days from one session to the next are agreed."""
_UNSETTLED = NEW_DAYS // 28 + 3
"""Months from the first one in post, by whose end nobody is new any more."""
_LAST_MONTH = month_of(date.max) - 1

Numbers = Mapping[tuple[date, int], Mapping[str, int]]
"""Month and agreed days to column to number."""


class RequiredKey(NamedTuple):
    """Which total; the order of fields is the order in which totals are locked."""

    scope: str
    scope_id: int
    month: date
    every_days: int


class RequiredMonth(NamedTuple):
    """A total of one network or place as it stands.

    Attributes:
        month: First day of the month.
        every_days: Days from one session to the next by agreement; 0 by the time in post.
        people: How many more than in the month before are asked for one whole month like any
            other; negative for fewer.
        due: Sessions due in this month besides: of a part of a month, or of the first half year.
        held: Of all that is due in this month, how many are held.
        late: Of these, how many late.
    """

    month: date
    every_days: int
    people: int
    due: int
    held: int
    late: int


class Seen(NamedTuple):
    """Sessions of one practitioner that were due in a month and are held, and how many late."""

    held: int
    late: int


@dataclass(frozen=True, slots=True)
class AgreedDays:
    """How often somebody is to be supervised by an agreement that says so.

    Attributes:
        from_on: Its first day.
        until_on: Its last day; None while it lasts.
        every_days: Days from one session to the next.
    """

    from_on: date
    until_on: date | None
    every_days: int


@dataclass(frozen=True, slots=True)
class RequiredPost:
    """All that decides what is due to a practitioner.

    Attributes:
        place_path: Ids of the area tree down to their centre's node, such as `1/3/7/`.
        started_on: First day in post.
        ended_on: Last day in post; None while it lasts.
        agreed: Agreements that say how often.
    """

    place_path: str
    started_on: date
    ended_on: date | None
    agreed: tuple[AgreedDays, ...] = ()


def asked_of(person: RequiredPost) -> Numbers:
    """Tell what the rhythm asks for of one practitioner, in all months there will be.

    A month is told only where it differs from the one before, so that a post without an end takes
    as many numbers as one with.

    Args:
        person: The practitioner.

    Returns:
        `people` and `due`.
    """
    found: dict[tuple[date, int], Counter[str]] = defaultdict(Counter)
    before: int | None = None
    for number in _turns(person):
        month = first_day(number)
        steady = _steady(person, month)
        if steady != before:
            if before is not None:
                found[month, before]["people"] -= 1
            if steady is not None:
                found[month, steady]["people"] += 1
            before = steady
        if steady is None and (due := _due(person, month)):
            found[month, _every(person, month)]["due"] += due
    return found


def met_of(person: RequiredPost, seen: Mapping[date, Seen]) -> Numbers:
    """Tell how much of what is due to one practitioner was held.

    Args:
        person: The practitioner.
        seen: First days of months to what was held; months without may be left out.

    Returns:
        `held` and `late`.
    """
    found = {}
    for month, one in seen.items():
        held, late = held_of_due(_due(person, month), one.held, one.late)
        if held:
            found[month, _every(person, month)] = {"held": held, "late": late}
    return found


def required_changes(
    before: Iterable[tuple[str, Numbers]], after: Iterable[tuple[str, Numbers]]
) -> Mapping[RequiredKey, Mapping[str, int]]:
    """Tell what a change adds to the totals of the network and of places.

    Args:
        before: Paths of places and what stood there.
        after: The same as it stands now.

    Returns:
        Total to column to number; numbers may be negative, none is zero.
    """
    sums: dict[RequiredKey, Counter[str]] = defaultdict(Counter)
    for parts, sign in ((before, -1), (after, 1)):
        for key, name, number in _spread(parts):
            sums[key][name] += sign * number
    found = {
        key: {name: number for name, number in total.items() if number}
        for key, total in sums.items()
    }
    return {key: changed for key, changed in found.items() if changed}


def required_by_totals(
    totals: Iterable[RequiredMonth], months: Sequence[date]
) -> Mapping[date, Figures]:
    """Read the months of a network or place out of its totals.

    Args:
        totals: Of every month up to the last one asked for, in order.
        months: First days of months, in order.

    Returns:
        Every month to due, held, late and missed.
    """
    waiting = list(reversed(list(totals)))
    people: Counter[int] = Counter()
    found = {}
    for month in months:
        due, held, late = 0, 0, 0
        while waiting and waiting[-1].month <= month:
            one = waiting.pop()
            people[one.every_days] += one.people
            if one.month == month:
                due, held, late = due + one.due, held + one.held, late + one.late
        due += sum(count * _of_a_whole_month(month, every) for every, count in people.items())
        found[month] = Figures(due=due, held=held, late=late, missed=due - held)
    return found


def _turns(person: RequiredPost) -> list[int]:
    # months that may differ from the one before, in order, to the one after the last
    first, end = month_of(person.started_on), _LAST_MONTH
    turns = set(range(first, first + _UNSETTLED))
    if person.ended_on is not None:
        end = min(month_of(person.ended_on) + 1, end)
        turns |= {end - 1, end}
    for one in person.agreed:
        # an agreement counts for months on whose first day it stands
        turns.add(month_of(one.from_on - timedelta(days=1)) + 1)
        if one.until_on is not None:
            turns.add(month_of(one.until_on) + 1)
    return sorted(number for number in turns if first <= number <= end)


def _steady(person: RequiredPost, month: date) -> int | None:
    # the rhythm by which a month is like any other whole one
    is_whole = person.started_on <= month and (
        person.ended_on is None or person.ended_on >= last_of(month)
    )
    every = _every(person, month)
    is_new = every == BY_TIME_IN_POST and (month - person.started_on).days < NEW_DAYS
    return every if is_whole and not is_new else None


def _due(person: RequiredPost, month: date) -> int:
    return owed_in(month, person.started_on, person.ended_on, _every(person, month) or None)


def _every(person: RequiredPost, month: date) -> int:
    standing = [
        one.every_days
        for one in person.agreed
        if one.from_on <= month and (one.until_on is None or one.until_on >= month)
    ]
    return min(standing, default=BY_TIME_IN_POST)


def _of_a_whole_month(month: date, every: int) -> int:
    return owed_in(month, date.min, None, every or None)


def _spread(parts: Iterable[tuple[str, Numbers]]) -> Iterator[tuple[RequiredKey, str, int]]:
    for path, numbers in parts:
        for scope, scope_id in _scopes(path):
            for (month, every), columns in numbers.items():
                key = RequiredKey(scope, scope_id, month, every)
                yield from ((key, name, number) for name, number in columns.items())


def _scopes(place_path: str) -> Iterator[tuple[str, int]]:
    yield SessionScope.NETWORK.value, WHOLE_NETWORK_ID
    for node in place_path.split("/"):
        if node:
            yield SessionScope.PLACE.value, int(node)
