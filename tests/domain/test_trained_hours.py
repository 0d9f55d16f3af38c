from datetime import date
from fractions import Fraction

import pytest

from qa_app.domain.trained_hours import HoursAsked, hours_needed, months_in_post

RULE = HoursAsked(24, 24, 6)


@pytest.mark.parametrize(
    ("start", "day", "months"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), 0),
        (date(2026, 1, 1), date(2026, 2, 1), 1),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 15), date(2026, 7, 14), 5),
        (date(2026, 1, 15), date(2026, 7, 15), 6),
        (date(2024, 3, 1), date(2026, 3, 1), 24),
    ],
)
def test_months_in_post(start: date, day: date, months: int) -> None:
    assert months_in_post(start, day) == months


def test_hours_go_with_months_and_stop_at_the_window() -> None:
    day = date(2026, 7, 1)
    assert hours_needed(RULE, date(2026, 2, 1), day) is None  # five months
    assert hours_needed(RULE, date(2026, 1, 1), day) == 6
    assert hours_needed(RULE, date(2024, 8, 1), day) == 23
    assert hours_needed(RULE, date(2010, 1, 1), day) == 24
    assert hours_needed(HoursAsked(20, 24, 0), date(2026, 6, 1), day) == Fraction(20, 24)
    assert hours_needed(HoursAsked(20, 24, 0), day, day) is None
