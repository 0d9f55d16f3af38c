"""Sessions as an iCalendar file (RFC 5545, with RFC 7986): the same sessions, the same bytes."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from qa_app.domain.calendar_feed import CalendarEntry, span_of
from qa_app.domain.defaults import FEED_REFRESH_HOURS

if TYPE_CHECKING:
    from icalendar import Component, Event, Timezone

_PRODUCT = "-//Plumbline//Supervision//EN"
_UTC = "UTC"
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


def calendar_file(
    entries: Sequence[CalendarEntry], name: str, zone: str, installation: str
) -> bytes:
    """Write a calendar.

    Args:
        entries: What stands in it, in order.
        name: What calendars call it.
        zone: IANA name of the local time zone.
        installation: What tells this installation from every other, so that its entries do.

    Returns:
        The file. An entry with a time names its zone, which the file describes for the years of
        its entries; one without lasts the whole day and belongs to no zone.
    """
    from icalendar import Calendar, vDuration

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    refresh = timedelta(hours=FEED_REFRESH_HOURS)
    calendar.add("refresh-interval", vDuration(refresh), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(refresh))
    timed = [entry.day.year for entry in entries if entry.starts_at is not None]
    # instants of UTC are written as such and need no zone described
    if timed and zone != _UTC:
        calendar.add_component(_zone(zone, min(timed), max(timed)))
    for entry in entries:
        calendar.add_component(_event(entry, ZoneInfo(zone), installation))
    written: bytes = calendar.to_ical()
    return written


@lru_cache(maxsize=16)
def _zone(zone: str, first: int, last: int) -> "Timezone":
    # written here: a reader must find the hour that a night of change has twice or not at all
    from icalendar import Timezone

    where, written = ZoneInfo(zone), Timezone()
    written.add("tzid", zone)
    # a year on either side, so that an offset is in force before the first entry
    start = datetime(first - 1, 1, 1, tzinfo=UTC)
    days = (datetime(last + 2, 1, 1, tzinfo=UTC) - start).days
    written.add_component(_offset(start, start.astimezone(where).utcoffset(), where))
    for day in range(days):
        before = start + timedelta(days=day)
        if _offset_at(before, where) != _offset_at(before + _DAY, where):
            at = _change(before, where)
            written.add_component(_offset(at, _offset_at(at - _SECOND, where), where))
    return written


def _offset_at(at: datetime, where: ZoneInfo) -> timedelta:
    return at.astimezone(where).utcoffset() or timedelta()


def _change(before: datetime, where: ZoneInfo) -> datetime:
    # the first second of the new offset within the day
    low, high = 0, int(_DAY.total_seconds())
    old = _offset_at(before, where)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset_at(before + timedelta(seconds=middle), where) == old:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)


def _offset(at: datetime, before: timedelta | None, where: ZoneInfo) -> "Component":
    from icalendar import TimezoneDaylight, TimezoneStandard

    local, old = at.astimezone(where), before or timedelta()
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    # by the clock as it stood before it was turned (RFC 5545, 3.6.5)
    part.add("dtstart", (at + old).replace(tzinfo=None))
    part.add("tzoffsetfrom", old)
    part.add("tzoffsetto", _offset_at(at, where))
    part.add("tzname", local.tzname() or "")
    return part


def _event(entry: CalendarEntry, zone: ZoneInfo, installation: str) -> "Event":
    from icalendar import Event

    event = Event()
    stamp = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("uid", f"session-{entry.session_id}@{installation}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("summary", entry.summary)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    span = span_of(entry, zone)
    if span is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        # local time with the zone that the file describes, for every zone alike
        named = {"TZID": zone.key}
        event.add("dtstart", span[0].replace(tzinfo=None), parameters=named)
        event.add("dtend", span[1].replace(tzinfo=None), parameters=named)
    if entry.address:
        event.add("url", entry.address)
    return event
