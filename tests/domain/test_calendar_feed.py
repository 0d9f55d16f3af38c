from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from qa_app.domain.calendar_feed import (
    CalendarEntry,
    centre_feed_reach,
    first_day_of_feed,
    span_of,
)
from qa_app.domain.people import NO_REACH, Actor, Grant, Reach, Role
from tests.people import person

BERLIN = ZoneInfo("Europe/Berlin")


def entry(day: date, starts: time | None, ends: time | None = None) -> CalendarEntry:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return CalendarEntry(1, 0, "x", day, starts, ends, is_cancelled=False, changed_at=at)


def test_a_feed_reaches_a_quarter_back() -> None:
    assert first_day_of_feed(date(2026, 6, 30)) == date(2026, 3, 30)


def test_the_whole_day_has_no_span() -> None:
    assert span_of(entry(date(2026, 4, 9), None), BERLIN) is None


def test_an_agreed_end_counts_and_a_senseless_one_does_not() -> None:
    for ends, hour in ((time(11, 30), (11, 30)), (time(9), (10, 0)), (None, (10, 0))):
        found = span_of(entry(date(2026, 4, 9), time(9), ends), BERLIN)
        assert found is not None
        assert (found[0].hour, found[0].minute) == (9, 0)
        assert (found[1].hour, found[1].minute) == hour


def test_an_hour_is_an_hour_in_the_night_of_a_change() -> None:
    # 01:30 and an hour later, when 02:00 is 03:00
    found = span_of(entry(date(2026, 3, 29), time(1, 30)), BERLIN)
    assert found is not None
    assert found[1].isoformat() == "2026-03-29T03:30:00+02:00"


def test_a_caseworker_has_no_calendar_of_a_centre() -> None:
    here, there = Reach(centre_ids=frozenset({1})), Reach(centre_ids=frozenset({2}))
    both = Actor(1, "x", (Grant(Role.CASEWORKER, here), Grant(Role.CENTRE_MANAGER, there)))
    assert centre_feed_reach(both) == there
    assert centre_feed_reach(person(Role.CASEWORKER)) == NO_REACH
    assert centre_feed_reach(person(Role.SYS_ADMIN)) == NO_REACH
    assert centre_feed_reach(person(Role.AUDITOR)).is_everything
