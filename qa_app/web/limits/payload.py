"""A checked list of events on its way through the browser: signed, so that it comes unchanged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from itsdangerous import BadData, URLSafeSerializer

from qa_app.domain.dated_events import Happened
from qa_app.domain.event_list import EventEntry
from qa_app.domain.moments import Moment
from qa_app.queries.event_lists import EventCounts

_SALT = "event-list"


@dataclass(frozen=True, slots=True)
class CheckedList:
    """A list as it was shown.

    Attributes:
        entries: Its lines.
        counts: What was said about them.
    """

    entries: tuple[EventEntry, ...]
    counts: EventCounts


def packed(checked: CheckedList, secret: str, place: str) -> str:
    """Write a checked list for the browser.

    Args:
        checked: The list.
        secret: The installation's secret.
        place: Centre and person that it is good for.

    Returns:
        Packed and signed text.
    """
    counts = checked.counts
    body = {
        "counts": [counts.added, counts.updated, counts.unchanged],
        "entries": [_plain(one) for one in checked.entries],
    }
    return str(URLSafeSerializer(secret, salt=f"{_SALT}/{place}").dumps(body))


def unpacked(text: str, secret: str, place: str) -> CheckedList | None:
    """Read a checked list that came back.

    Args:
        text: What `packed` gave.
        secret: The installation's secret.
        place: Centre and person.

    Returns:
        The list; None when it was changed, or was made for another centre or person.
    """
    try:
        body = URLSafeSerializer(secret, salt=f"{_SALT}/{place}").loads(text)
    except BadData:
        return None
    entries = tuple(_entry(plain) for plain in body["entries"])
    return CheckedList(entries, EventCounts(*body["counts"]))


def _plain(entry: EventEntry) -> list[str]:
    moment = entry.happened.moment
    at = "" if moment.at is None else f"{moment.at:%H:%M}"
    return [entry.reference, entry.happened.event, moment.day.isoformat(), at]


def _entry(plain: Sequence[str]) -> EventEntry:
    reference, event, day, at = plain
    moment = Moment(date.fromisoformat(day), time.fromisoformat(at) if at else None)
    return EventEntry(reference, Happened(event, moment))
