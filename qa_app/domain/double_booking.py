"""Who would be in two sessions at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class Booking:
    """A session at a time of the day, with whoever is in it.

    Attributes:
        on: The day.
        starts_at: Local time.
        ends_at: Local time; the last minute of the day for what would go on after midnight.
        accounts: Who leads, and supervisors who are supervised in it.
        people: Practitioners who are expected.
    """

    on: date
    starts_at: time
    ends_at: time
    accounts: frozenset[int]
    people: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody who is in another session at the time: their name or code, and its time."""

    name: str
    on: date
    starts_at: time
    ends_at: time


def ends_after(starts_at: time, minutes: int) -> time:
    """Tell when a session ends.

    Args:
        starts_at: When it begins.
        minutes: How long it takes.

    Returns:
        Local time, not after the last minute of the day.
    """
    day = date(2000, 1, 1)
    end = datetime.combine(day, starts_at) + timedelta(minutes=minutes)
    return end.time() if end.date() == day else _LAST_MINUTE


def booked(
    on: date,
    starts_at: time | None,
    minutes: int,
    accounts: Collection[int],
    people: Collection[int] = (),
) -> Booking | None:
    """Tell when a session is to be and who would be in it.

    Args:
        on: The day.
        starts_at: Local time; None when not agreed.
        minutes: How long it takes.
        accounts: Who leads, and supervisors who are supervised.
        people: Practitioners.

    Returns:
        The session; None without a time of the day, since nothing overlaps it then.
    """
    if starts_at is None:
        return None
    ends_at = ends_after(starts_at, minutes)
    return Booking(on, starts_at, ends_at, frozenset(accounts), frozenset(people))


def overlapping(one: Booking, other: Booking) -> bool:
    """Tell whether two sessions are at the same time.

    Args:
        one: A session.
        other: Another one.

    Returns:
        True when they share a minute; one that begins when the other ends does not.
    """
    return one.on == other.on and one.starts_at < other.ends_at and other.starts_at < one.ends_at


def in_both(one: Booking, other: Booking) -> tuple[frozenset[int], frozenset[int]]:
    """Tell who would be in two sessions at once.

    Args:
        one: A session.
        other: Another one.

    Returns:
        Accounts and practitioners; nobody when they do not overlap.
    """
    if not overlapping(one, other):
        return frozenset(), frozenset()
    return one.accounts & other.accounts, one.people & other.people
