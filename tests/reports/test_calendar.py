"""Calendars, read by two parsers that are not ours and held against the rules line by line."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from qa_app.domain.calendar_feed import CalendarEntry
from qa_app.reports.calendar import calendar_file
from tests.rfc5545 import faults_of, unfolded

AT = datetime(2026, 3, 23, 4, 0, 7, 123456, tzinfo=UTC)
HARD = '示范中心甲（演示）; Centre "A", north \\ south：个别督导 · Individual supervision — 督导督导督导督导'


def entry(number: int = 1, day: date = date(2026, 4, 9), **fields: object) -> CalendarEntry:
    values = {
        "sequence": 0,
        "summary": "示范中心甲 · 个别督导",
        "starts_at": time(9, 30),
        "ends_at": None,
        "is_cancelled": False,
        "changed_at": AT,
        **fields,
    }
    return CalendarEntry(number, day=day, **values)


def written(*entries: CalendarEntry, zone: str = "Asia/Shanghai") -> bytes:
    return calendar_file(entries, "督导 · 示范中心甲", zone, "0f.plumbline")


MANY = (
    entry(1),
    entry(
        2, date(2026, 4, 10), starts_at=None, summary=HARD, address="https://q.example/sessions/2"
    ),
    entry(3, date(2026, 12, 31), starts_at=time(23, 30), ends_at=time(23, 45), sequence=4),
    entry(4, date(2028, 2, 29), is_cancelled=True, sequence=2),
)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin", "America/New_York",
                                  "Australia/Lord_Howe", "Africa/Casablanca", "UTC"])  # fmt: skip
@pytest.mark.parametrize("entries", [(), MANY[:1], MANY[1:2], MANY])
def test_every_line_keeps_the_rules(entries: tuple[CalendarEntry, ...], zone: str) -> None:
    assert faults_of(written(*entries, zone=zone)) == []


def test_the_same_sessions_are_the_same_bytes() -> None:
    assert written(*MANY) == written(*MANY)


def test_an_empty_calendar_is_one() -> None:
    body = written()
    assert b"VTIMEZONE" not in body
    assert list(Calendar.from_ical(body).walk("VEVENT")) == []


def test_vobject_reads_what_was_meant() -> None:
    read = vobject.readOne(written(*MANY).decode())
    events = {one.uid.value: one for one in read.vevent_list}
    assert sorted(events) == [f"session-{n}@0f.plumbline" for n in (1, 2, 3, 4)]
    first = events["session-1@0f.plumbline"]
    assert first.dtstart.value == datetime(2026, 4, 9, 1, 30, tzinfo=UTC)
    assert first.dtend.value - first.dtstart.value == timedelta(hours=1)
    whole = events["session-2@0f.plumbline"]
    assert (whole.dtstart.value, whole.dtend.value) == (date(2026, 4, 10), date(2026, 4, 11))
    assert whole.summary.value == HARD
    assert whole.url.value == "https://q.example/sessions/2"
    leap = events["session-4@0f.plumbline"]
    assert leap.status.value == "CANCELLED"
    assert leap.sequence.value == "2"
    assert leap.dtstart.value.date() == date(2028, 2, 29)


def test_icalendar_reads_its_own_back() -> None:
    read = Calendar.from_ical(written(*MANY))
    assert read["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert read["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    found = [
        (str(one["SUMMARY"]), int(one["SEQUENCE"]), str(one["STATUS"]), one["DTSTAMP"].dt)
        for one in read.walk("VEVENT")
    ]
    stamp = AT.replace(microsecond=0)
    assert found == [
        (MANY[0].summary, 0, "CONFIRMED", stamp),
        (HARD, 0, "CONFIRMED", stamp),
        (MANY[2].summary, 4, "CONFIRMED", stamp),
        (MANY[3].summary, 2, "CANCELLED", stamp),
    ]


@pytest.mark.parametrize(
    ("zone", "day", "at"),
    [
        # the hours before, in and after the nights of change, the half hour of Lord Howe among them
        *(("Europe/Berlin", date(2026, 3, day), time(hour, 30)) for day in (28, 29, 30) for hour in (1, 3)),
        *(("Europe/Berlin", date(2026, 10, day), time(hour, 30)) for day in (24, 25, 26) for hour in (1, 3)),
        ("America/New_York", date(2026, 3, 8), time(3)),
        ("America/New_York", date(2026, 11, 1), time(3)),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(3)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(3)),
        ("Asia/Shanghai", date(2026, 1, 1), time(0)),
        ("America/New_York", date(2027, 1, 1), time(0)),
    ],
)  # fmt: skip
def test_a_reader_that_knows_only_the_file_finds_the_instant(
    zone: str, day: date, at: time
) -> None:
    body = written(entry(1, day, starts_at=at), zone=zone).decode()
    # a zone that this machine does not know, so that what the file says about it counts
    body = body.replace(zone, f"X-Nowhere/{zone[:3]}-{day}-{at:%H%M}")
    found = vobject.readOne(body).vevent.dtstart.value
    meant = datetime.combine(day, at, ZoneInfo(zone))
    assert found.astimezone(UTC) == meant.astimezone(UTC)


def test_no_line_says_who_or_which_case() -> None:
    names = {re.split("[:;]", line)[0] for line in unfolded(written(*MANY))}
    assert names <= {
        "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME",
        "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "TZID", "DTSTART", "DTEND", "TZNAME",
        "TZOFFSETFROM", "TZOFFSETTO", "SUMMARY", "DTSTAMP", "UID", "SEQUENCE", "CLASS",
        "LAST-MODIFIED", "STATUS", "TRANSP", "URL",
    }  # fmt: skip
