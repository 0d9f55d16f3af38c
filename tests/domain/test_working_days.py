from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.working_days import CalendarYearMissingError
from tests.builders import CHINA_2026

DAYS = st.dates(date(2026, 1, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        ("2026-01-01", False),  # New Year's Day, a Thursday
        ("2026-01-02", False),  # day off in exchange
        ("2026-01-03", False),  # an ordinary Saturday
        ("2026-01-04", True),  # a Sunday made a working day
        ("2026-01-05", True),
        ("2026-02-14", True),  # a Saturday made a working day
        ("2026-02-15", False),
        ("2026-02-16", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-02-28", True),
    ],
)
def test_single_days(day: str, is_working: bool) -> None:
    assert CHINA_2026.is_working(date.fromisoformat(day)) is is_working


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-02-13", 5, "2026-02-27"),  # 14 (worked), 24, 25, 26, 27
        ("2026-02-27", 1, "2026-02-28"),
        ("2026-02-15", 0, "2026-02-15"),  # nothing to count, whatever the day
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),  # 8, 9, and the worked Saturday
    ],
)
def test_counting(day: str, count: int, expected: str) -> None:
    assert CHINA_2026.nth_after(date.fromisoformat(day), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-02-16", "2026-02-24"),
        ("2026-03-07", "2026-03-09"),
        ("2026-02-28", "2026-02-28"),
        ("2026-05-01", "2026-05-06"),
    ],
)
def test_the_same_or_next_working_day(day: str, expected: str) -> None:
    assert CHINA_2026.same_or_next(date.fromisoformat(day)) == date.fromisoformat(expected)


@given(DAYS, st.integers(1, 10))
def test_between_a_day_and_the_nth_lie_n_working_days(day: date, count: int) -> None:
    last = CHINA_2026.nth_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(CHINA_2026.is_working(d) for d in between) == count
    assert CHINA_2026.is_working(last)


@given(DAYS, st.integers(0, 6), st.integers(0, 6))
def test_counting_on(day: date, first: int, second: int) -> None:
    stop = CHINA_2026.nth_after(day, first)
    assert CHINA_2026.nth_after(stop, second) == CHINA_2026.nth_after(day, first + second)


def test_a_year_without_a_table_is_refused() -> None:
    for ask in (
        lambda: CHINA_2026.is_working(date(2027, 1, 1)),
        lambda: CHINA_2026.nth_after(date(2026, 12, 30), 5),
        lambda: CHINA_2026.same_or_next(date(2025, 12, 31)),
    ):
        with pytest.raises(CalendarYearMissingError) as missing:
            ask()
        assert missing.value.region == "CN"
    assert missing.value.year == 2025


@given(DAYS, st.integers(0, 10))
def test_counting_gives_back_what_was_gone_on_by(day: date, count: int) -> None:
    last = CHINA_2026.nth_after(day, count)
    assert CHINA_2026.count_after(day, last) == count
    assert CHINA_2026.count_after(last, day) == 0
