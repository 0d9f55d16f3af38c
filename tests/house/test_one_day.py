"""No run of the tests sees midnight, or a day off."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.one_day import LONGEST, turned_back


# midnight in Shanghai is 16:00 UTC
@pytest.mark.parametrize(
    ("hour", "minute", "back"),
    [
        (16, 0, timedelta()),
        (3, 30, timedelta()),
        (13, 0, timedelta()),
        (13, 10, timedelta(minutes=10)),
        (15, 59, timedelta(hours=2, minutes=59)),
    ],
)
def test_the_clock_goes_back_so_that_three_hours_are_left(
    hour: int, minute: int, back: timedelta
) -> None:
    assert timedelta(hours=3) == LONGEST
    assert turned_back(datetime(2026, 12, 31, hour, minute, tzinfo=UTC)) == back


@pytest.mark.parametrize(
    ("day", "back"),
    [
        (datetime(2026, 11, 27, 4, tzinfo=UTC), 0),
        (datetime(2026, 11, 28, 4, tzinfo=UTC), 1),
        (datetime(2026, 11, 29, 4, tzinfo=UTC), 2),
        (datetime(2025, 10, 7, 4, tzinfo=UTC), 7),  # the week of the National Day
    ],
)
def test_the_clock_goes_back_to_a_day_that_is_worked(day: datetime, back: int) -> None:
    assert turned_back(day) == timedelta(days=back)
