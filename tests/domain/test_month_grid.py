from datetime import date

import pytest

from qa_app.domain.month_grid import (
    first_day,
    last_of,
    month_after,
    month_named,
    month_of,
    months_on,
    quarter_number,
    quarter_start,
    weeks_of,
)


def test_april_2026_begins_on_a_wednesday_and_fills_five_weeks() -> None:
    weeks = weeks_of(date(2026, 4, 1))
    assert len(weeks) == 5
    assert (weeks[0][0], weeks[0][2]) == (date(2026, 3, 30), date(2026, 4, 1))
    assert weeks[-1][-1] == date(2026, 5, 3)
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in weeks)


def test_a_february_of_four_weeks_and_a_month_of_six() -> None:
    assert len(weeks_of(date(2027, 2, 1))) == 4  # Monday to Sunday, 28 days
    assert len(weeks_of(date(2026, 8, 1))) == 6  # Saturday, 31 days


def test_december_runs_into_january() -> None:
    assert weeks_of(date(2025, 12, 1))[-1][-1] == date(2026, 1, 4)


@pytest.mark.parametrize(
    ("count", "month"),
    [
        (1, date(2026, 1, 1)),
        (-12, date(2024, 12, 1)),
        (0, date(2025, 12, 1)),
        (13, date(2027, 1, 1)),
    ],
)
def test_months_before_and_after(count: int, month: date) -> None:
    assert month_after(date(2025, 12, 1), count) == month


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-4", "0001-01", "9999-12", "april"])
def test_what_names_no_month(text: str) -> None:
    assert month_named(text) is None


def test_a_month_in_an_address() -> None:
    assert month_named("2026-04") == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        (date(2026, 4, 9), 0, date(2026, 4, 9)),
        (date(2026, 4, 9), 6, date(2025, 10, 9)),
        (date(2026, 4, 9), 12, date(2025, 4, 9)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
    ],
)
def test_going_back_by_calendar_months(day: date, count: int, before: date) -> None:
    assert months_on(day, -count) == before


def test_months_on_end_in_shorter_months() -> None:
    assert months_on(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_on(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert months_on(date(2026, 12, 15), 1) == date(2027, 1, 15)
    assert months_on(date(2024, 2, 29), 12) == date(2025, 2, 28)


def test_the_last_day_of_a_month() -> None:
    days = (date(2028, 2, 9), date(2026, 2, 1), date(2026, 12, 31), date(2026, 4, 30))
    last = (date(2028, 2, 29), date(2026, 2, 28), date(2026, 12, 31), date(2026, 4, 30))
    assert tuple(map(last_of, days)) == last


@pytest.mark.parametrize(
    ("month", "first", "number"),
    [(1, 1, 1), (3, 1, 1), (4, 4, 2), (9, 7, 3), (10, 10, 4), (12, 10, 4)],
)
def test_the_quarter_of_a_month(month: int, first: int, number: int) -> None:
    at = month_of(date(2026, month, 1))
    assert first_day(quarter_start(at)) == date(2026, first, 1)
    assert quarter_number(at) == number
