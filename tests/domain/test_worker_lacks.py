from dataclasses import replace
from datetime import date
from fractions import Fraction

from qa_app.domain.trained_hours import HoursAsked
from qa_app.domain.worker_lacks import Lack, Standing, check_until, lacks_of
from qa_app.domain.workers import CheckOutcome, WorkerKind

TODAY = date(2026, 3, 23)
RULE = HoursAsked(24, 24, 6)
FINE = Standing(
    date(2024, 3, 23),
    WorkerKind.WORKER,
    last_clear=date(2026, 1, 1),
    last_outcome=CheckOutcome.CLEAR,
    licence_until=date(2027, 1, 1),
    minutes=24 * 60,
)


def what(one: Standing) -> list[tuple[Lack, date | None]]:
    return [(each.what, each.by) for each in lacks_of(one, RULE, TODAY)]


def test_nothing_is_lacking() -> None:
    assert what(FINE) == []


def test_a_check_counts_for_a_year_and_is_announced() -> None:
    assert check_until(date(2025, 3, 23)) == date(2026, 3, 22)
    over = replace(FINE, last_clear=date(2025, 3, 23))
    assert what(over) == [(Lack.CHECK_OVERDUE, date(2026, 3, 22))]
    assert what(replace(over, is_asked=True)) == [(Lack.CHECK_WAITING, date(2026, 3, 22))]
    assert what(replace(FINE, last_clear=date(2025, 3, 24))) == [(Lack.CHECK_DUE, TODAY)]
    assert what(replace(FINE, last_clear=date(2025, 6, 22))) == [
        (Lack.CHECK_DUE, date(2026, 6, 21))
    ]
    assert what(replace(FINE, last_clear=date(2025, 6, 23))) == []


def test_no_check_or_one_that_is_not_clear() -> None:
    nothing = replace(FINE, last_clear=None, last_outcome=None)
    assert what(nothing) == [(Lack.CHECK_MISSING, None)]
    assert what(replace(nothing, is_asked=True)) == [(Lack.CHECK_WAITING, None)]
    assert what(replace(FINE, last_outcome=CheckOutcome.NOT_CLEAR)) == [
        (Lack.CHECK_NOT_CLEAR, None)
    ]
    assert what(replace(nothing, meets_children=False)) == []


def test_licences() -> None:
    assert what(replace(FINE, licence_until=None)) == [(Lack.LICENCE_MISSING, None)]
    assert what(replace(FINE, licence_until=None, asks_licence=False)) == []
    assert what(replace(FINE, licence_until=date(2026, 3, 22))) == [
        (Lack.LICENCE_OVER, date(2026, 3, 22))
    ]
    assert what(replace(FINE, licence_until=TODAY)) == [(Lack.LICENCE_ENDS, TODAY)]
    assert what(replace(FINE, licence_until=date.max)) == []


def test_hours_students_and_people_of_whom_nothing_is_known() -> None:
    (hours,) = lacks_of(replace(FINE, minutes=90), RULE, TODAY)
    assert (hours.what, hours.hours) == (Lack.HOURS_MISSING, Fraction(45, 2))
    student = replace(FINE, kind=WorkerKind.STUDENT, licence_until=None, minutes=0)
    assert what(student) == []
    assert what(replace(student, is_under_somebody=False)) == [(Lack.UNDER_NOBODY, None)]
    assert what(replace(FINE, kind=None)) == [(Lack.PROFILE_MISSING, None)]
