from datetime import date, datetime, time

import pytest

from qa_app.domain.moments import HistoryEntry, LogEntry, Moment

DAY = date(2026, 3, 2)
READ_AT = datetime(2026, 3, 2, 10, 0)


def test_a_bare_date_is_read_in_the_workers_favour() -> None:
    assert Moment(DAY).as_start() == datetime(2026, 3, 2, 23, 59)
    assert Moment(DAY).as_end() == datetime(2026, 3, 2, 0, 0)


def test_a_time_of_day_counts_to_the_minute() -> None:
    moment = Moment(DAY, time(9, 30))
    assert moment.as_start() == moment.as_end() == datetime(2026, 3, 2, 9, 30)
    # midnight is a time like any other
    assert Moment(DAY, time(0, 0)).as_start() == datetime(2026, 3, 2, 0, 0)


@pytest.mark.parametrize(
    ("moment", "is_after"),
    [
        (Moment(date(2026, 3, 1), time(23, 59)), False),
        (Moment(DAY, time(10, 0)), False),
        (Moment(DAY, time(10, 1)), True),
        (Moment(DAY), False),  # some time on the day of reading
        (Moment(date(2026, 3, 3)), True),
        (Moment(date(2026, 3, 3), time(0, 0)), True),
    ],
)
def test_what_is_dated_after_the_reading(moment: Moment, is_after: bool) -> None:
    assert moment.is_after(READ_AT) is is_after


def test_entries_carry_their_moment() -> None:
    assert LogEntry(Moment(DAY)).value is None
    assert HistoryEntry(Moment(DAY), "high").start.day == DAY
