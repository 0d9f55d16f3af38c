from datetime import date

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.service_threads import (
    begins_with,
    check_day,
    check_reference,
    due_after,
    short_number,
    thread_of,
    year_before,
)
from qa_app.domain.working_days import WorkingCalendar

FRIDAY = date(2026, 3, 20)
CALENDAR = WorkingCalendar("CN", frozenset({2026}), frozenset({date(2026, 3, 23)}), frozenset())


def test_a_thread_is_the_same_for_the_same_form_and_tells_nothing() -> None:
    assert thread_of(1, "a") == thread_of(1, "a")
    assert len({thread_of(1, "a"), thread_of(2, "a"), thread_of(1, "b"), thread_of(None, "a")}) == 4
    assert len(thread_of(None, None)) == 32


def test_limits_run_over_days_off_and_end_where_the_table_ends() -> None:
    # Monday is off, so the third working day after Friday is Thursday
    assert due_after(CALENDAR, FRIDAY, 3) == date(2026, 3, 26)
    assert due_after(CALENDAR, date(2026, 12, 30), 3) is None


@pytest.mark.parametrize("reference", ["KM-26-0000-00153", "A12", " x-1-2 ", "a" * 40])
def test_references_are_letters_digits_and_hyphens(reference: str) -> None:
    assert check_reference(reference) == reference.strip()


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("", "bad_reference"),
        ("ab", "bad_reference"),
        ("a" * 41, "bad_reference"),
        ("张三", "bad_reference"),
        ("=1+1", "bad_reference"),
        ("A1\u202e23", "bad_reference"),
        ("<script>", "bad_reference"),
        ("A 12", "bad_reference"),
        ("11010519491231002X", "id_number"),
        ("13812345678", "phone"),
    ],
)
def test_what_is_no_reference_is_refused(reference: str, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        check_reference(reference)


def test_days_neither_lie_ahead_nor_before_what_came_first() -> None:
    check_day(FRIDAY, FRIDAY, FRIDAY, None)
    with pytest.raises(InvalidError, match="day_ahead"):
        check_day(date(2026, 3, 21), FRIDAY)
    with pytest.raises(InvalidError, match="day_too_early"):
        check_day(date(2026, 3, 19), FRIDAY, None, FRIDAY)


def test_twelve_months_end_on_the_day() -> None:
    assert year_before(date(2026, 3, 20)) == date(2025, 3, 21)
    assert year_before(date(2028, 2, 29)) == date(2027, 3, 1)


def test_a_short_number_is_how_a_thread_begins() -> None:
    assert short_number("3f9a21c7" + "0" * 24) == "3F9A-21C7"
    assert begins_with(" 3f9A-21c7 ") == "3f9a21c7"
    assert begins_with("T-1") is None
    assert begins_with("3f9a21c7") is None
