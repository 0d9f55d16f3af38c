"""What a calendar feed holds: sessions as entries without content, whose they are, how long."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from qa_app.domain.defaults import FEED_DAYS_BACK, SESSION_MINUTES
from qa_app.domain.people import Actor, Reach
from qa_app.domain.permissions import Permission, reach_beyond_own


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One session as calendars show it: when and where, never a case and never a worker.

    Attributes:
        session_id: The session.
        sequence: How often it changed; rises with each change.
        summary: Unit and type, in the language of the feed.
        day: The day.
        starts_at: Local time; None makes it last the whole day.
        ends_at: Local time; None where only the start is known.
        is_cancelled: True keeps it in the feed as cancelled.
        changed_at: When it changed last, UTC.
        address: Its page; empty without one.
    """

    session_id: int
    sequence: int
    summary: str
    day: date
    starts_at: time | None
    ends_at: time | None
    is_cancelled: bool
    changed_at: datetime
    address: str = ""


def first_day_of_feed(today: date) -> date:
    """Give the first day that a feed shows; a cancelled session is shown as long after that.

    Args:
        today: Local day.

    Returns:
        The day, `FEED_DAYS_BACK` days ago.
    """
    return today - timedelta(days=FEED_DAYS_BACK)


def span_of(entry: CalendarEntry, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """Give the instants at which an entry begins and ends.

    Args:
        entry: The entry.
        zone: Local time zone.

    Returns:
        Both in the zone; None for one that lasts the whole day. Without an end, and with one that
        does not come after the start, `SESSION_MINUTES` are taken, counted on a clock that nobody
        turns: they are as many when daylight saving begins meanwhile.
    """
    if entry.starts_at is None:
        return None
    start = datetime.combine(entry.day, entry.starts_at, zone)
    if entry.ends_at is not None and entry.ends_at > entry.starts_at:
        return start, datetime.combine(entry.day, entry.ends_at, zone)
    end = start.astimezone(UTC) + timedelta(minutes=SESSION_MINUTES)
    return start, end.astimezone(zone)


def centre_feed_reach(actor: Actor) -> Reach:
    """Give the centres whose whole calendar somebody may subscribe to.

    Args:
        actor: Who asks.

    Returns:
        The joined reach of every grant that reads sessions, but of a caseworker's, who has their
        own calendar.
    """
    return reach_beyond_own(actor, Permission.SESSION_READ)
