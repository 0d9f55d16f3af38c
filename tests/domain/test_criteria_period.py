from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.criteria_period import (
    days_offered,
    end_of_half_before,
    first_month_of,
    half_of,
    owed_until,
    period_until,
)

TODAY = date(2026, 3, 23)


def month(year: int, number: int) -> int:
    return year * 12 + number - 1


def test_the_months_behind_a_day() -> None:
    period = period_until(TODAY)
    assert (period.first_month, period.last_month) == (month(2025, 4), month(2026, 3))
    # second half of 2024 to first half of 2026
    assert (period.first_half, period.last_half) == (2024 * 2 + 1, 2026 * 2)
    period = period_until(date(2025, 12, 31))
    assert (period.first_month, period.last_month) == (month(2025, 1), month(2025, 12))
    assert (period.first_half, period.last_half) == (2024 * 2, 2025 * 2 + 1)


def test_half_years_begin_in_january_and_july() -> None:
    assert half_of(month(2026, 6)) == 2026 * 2
    assert half_of(month(2026, 7)) == 2026 * 2 + 1
    assert first_month_of(2026 * 2 + 1) == month(2026, 7)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 6, 29), date(2025, 12, 31)),
        (date(2025, 12, 31), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_the_last_end_of_a_half_year(day: date, end: date) -> None:
    assert end_of_half_before(day) == end


def test_days_that_a_page_offers() -> None:
    days = days_offered(TODAY, is_by_halves=False)
    assert days[:3] == (TODAY, date(2026, 2, 28), date(2026, 1, 31))
    assert (len(days), days[-1]) == (13, date(2025, 3, 31))
    halves = days_offered(TODAY, is_by_halves=True)
    assert halves == (
        date(2025, 12, 31),
        date(2025, 6, 30),
        date(2024, 12, 31),
        date(2024, 6, 30),
    )


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_who_sees_aggregates_is_offered_half_years_three_weeks_past_alone(today: date) -> None:
    days = days_offered(today, is_by_halves=True)
    assert all((day + timedelta(days=1)).strftime("%m%d") in {"0101", "0701"} for day in days)
    assert days[0] + timedelta(days=21) <= today
    assert today - days[0] < timedelta(days=184 + 21)
    # a day that was offered is the same day for half a year
    assert days_offered(today + timedelta(days=1), is_by_halves=True)[0] >= days[0]


def test_evidence_is_owed_by_the_end_of_the_half_year() -> None:
    for day, until in (
        (date(2026, 3, 23), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 12, 31)),
    ):
        assert owed_until(day) == until
