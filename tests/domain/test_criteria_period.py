from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.criteria_period import (
    days_offered,
    first_month_of,
    half_of,
    owed_until,
    period_until,
)
from qa_app.domain.month_grid import month_of

TODAY = date(2026, 3, 23)


def month(year: int, number: int) -> int:
    return year * 12 + number - 1


@pytest.mark.parametrize(
    ("asked", "by_halves", "as_of"),
    [
        (TODAY, False, TODAY),
        (date(2026, 4, 1), False, TODAY),
        (date(2026, 3, 22), False, date(2026, 2, 28)),
        (date(2026, 2, 28), False, date(2026, 2, 28)),
        (date(2024, 2, 28), False, date(2024, 1, 31)),  # 2024 has a 29 February
        (date(2026, 1, 1), False, date(2025, 12, 31)),
        # 28 February is more than three weeks past on 23 March
        (TODAY, True, date(2026, 2, 28)),
        (date(2026, 3, 22), True, date(2026, 2, 28)),
        (date(2026, 2, 27), True, date(2025, 12, 31)),
        (date(2025, 12, 31), True, date(2025, 12, 31)),
        (date(2025, 12, 30), True, date(2025, 6, 30)),
        (date(2025, 6, 29), True, date(2024, 12, 31)),
    ],
)
def test_a_past_day_steps_back_to_whole_months(asked: date, by_halves: bool, as_of: date) -> None:
    assert period_until(asked, TODAY, is_by_halves=by_halves).as_of == as_of


def test_the_months_behind_today() -> None:
    period = period_until(TODAY, TODAY, is_by_halves=False)
    assert (period.first_month, period.last_month) == (month(2025, 4), month(2026, 3))
    # second half of 2024 to first half of 2026
    assert (period.first_half, period.last_half) == (2024 * 2 + 1, 2026 * 2)


def test_the_months_behind_a_past_day() -> None:
    period = period_until(date(2025, 12, 31), TODAY, is_by_halves=False)
    assert (period.first_month, period.last_month) == (month(2025, 1), month(2025, 12))
    assert (period.first_half, period.last_half) == (2024 * 2, 2025 * 2 + 1)


def test_half_years_begin_in_january_and_july() -> None:
    assert half_of(month(2026, 6)) == 2026 * 2
    assert half_of(month(2026, 7)) == 2026 * 2 + 1
    assert first_month_of(2026 * 2 + 1) == month(2026, 7)


def test_days_that_a_page_offers() -> None:
    days = days_offered(TODAY, is_by_halves=False)
    assert days[:3] == (TODAY, date(2026, 2, 28), date(2026, 1, 31))
    assert (len(days), days[-1]) == (13, date(2025, 3, 31))
    halves = days_offered(TODAY, is_by_halves=True)
    assert halves == (date(2026, 2, 28), date(2025, 12, 31), date(2025, 6, 30))
    end = date(2026, 6, 30)
    assert days_offered(end, is_by_halves=True) == (
        date(2026, 5, 31),
        date(2025, 12, 31),
        date(2025, 6, 30),
    )


def test_who_sees_aggregates_sees_the_same_months_for_a_month_and_never_the_running_one() -> None:
    # a month is shown from the 21st day after its end on, to the day before the next one is
    for today, as_of in (
        (date(2026, 3, 20), date(2026, 1, 31)),
        (date(2026, 3, 21), date(2026, 2, 28)),
        (date(2026, 4, 20), date(2026, 2, 28)),
        (date(2026, 4, 21), date(2026, 3, 31)),
    ):
        period = period_until(today, today, is_by_halves=True)
        assert (period.as_of, period.last_month) == (as_of, month_of(as_of))
        assert days_offered(today, is_by_halves=True)[0] == as_of


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.booleans())
def test_nothing_after_the_day_asked_for_is_ever_counted(asked: date, by_halves: bool) -> None:
    period = period_until(asked, TODAY, is_by_halves=by_halves)
    assert period.as_of <= min(asked, TODAY) or period.as_of == TODAY
    assert period.last_month == month_of(period.as_of)
    if asked < TODAY:
        nxt = date.fromordinal(period.as_of.toordinal() + 1)
        assert nxt.day == 1


def test_evidence_is_owed_by_the_end_of_the_half_year() -> None:
    for asked, until in (
        (date(2026, 3, 23), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 12, 31)),
    ):
        assert owed_until(period_until(asked, asked, is_by_halves=False)) == until
