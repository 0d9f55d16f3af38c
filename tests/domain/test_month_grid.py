from datetime import date

import pytest

from qa_app.domain.month_grid import month_after, month_named, weeks_of


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
