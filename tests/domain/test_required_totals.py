"""Totals of what the rhythm asks for: one practitioner's part, worked by hand, and their sum."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.required_totals import (
    AgreedDays,
    RequiredKey,
    RequiredMonth,
    RequiredPost,
    Seen,
    asked_of,
    met_of,
    required_by_totals,
    required_changes,
)
from qa_app.domain.rhythm import sessions_owed
from qa_app.domain.session_coverage import Figures

STARTED = date(2025, 1, 6)
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
TEN = AgreedDays(APRIL, date(2026, 4, 30), 10)
FIRST_HALF_YEAR = {
    # 26 days at one in seven; 16 at one in seven and 12 at one in fourteen; then one in fourteen
    (date(2025, 1, 1), 0): {"due": 3},
    (date(2025, 2, 1), 0): {"due": 3},
    (date(2025, 3, 1), 0): {"due": 2},
    (date(2025, 4, 1), 0): {"due": 2},
    (date(2025, 5, 1), 0): {"due": 2},
    (date(2025, 6, 1), 0): {"due": 2},
    # the 182nd day is 7 July: a month of both, spent in post in full
    (date(2025, 7, 1), 0): {"due": 1},
    (date(2025, 8, 1), 0): {"people": 1},
}


def person(*agreed: AgreedDays, ended_on: date | None = None) -> RequiredPost:
    return RequiredPost("1/3/", STARTED, ended_on, agreed)


def test_who_stays_is_told_once_for_all_months_to_come() -> None:
    assert asked_of(person()) == FIRST_HALF_YEAR


def test_who_leaves_is_owed_nothing_for_a_part_of_a_month() -> None:
    within, at_its_end = date(2026, 4, 15), date(2026, 4, 30)
    assert asked_of(person(ended_on=within)) == FIRST_HALF_YEAR | {(APRIL, 0): {"people": -1}}
    assert asked_of(person(ended_on=at_its_end)) == FIRST_HALF_YEAR | {(MAY, 0): {"people": -1}}


def test_an_agreement_counts_where_it_stands_on_the_first_day() -> None:
    of_april = {
        (APRIL, 0): {"people": -1},
        (APRIL, 10): {"people": 1},
        (MAY, 10): {"people": -1},
        (MAY, 0): {"people": 1},
    }
    assert asked_of(person(TEN)) == FIRST_HALF_YEAR | of_april
    too_late = AgreedDays(date(2026, 4, 2), date(2026, 4, 30), 10)
    assert asked_of(person(too_late)) == FIRST_HALF_YEAR


def test_held_is_at_most_what_was_due_and_in_time_first() -> None:
    seen = {APRIL: Seen(4, 2), MAY: Seen(1, 1), date(2024, 12, 1): Seen(1, 0)}
    # three of April, two of them in time; nothing was due before the first day in post
    assert met_of(person(TEN), seen) == {
        (APRIL, 10): {"held": 3, "late": 1},
        (MAY, 0): {"held": 1, "late": 1},
    }


def test_changes_reach_the_network_and_every_place_above() -> None:
    before, after = asked_of(person()), asked_of(person(TEN))
    found = required_changes([("1/3/", before)], [("1/3/", after)])
    scopes = [("network", 0), ("place", 1), ("place", 3)]
    months = [(APRIL, 0, -1), (APRIL, 10, 1), (MAY, 0, 1), (MAY, 10, -1)]
    assert found == {
        RequiredKey(*scope, month, every): {"people": people}
        for scope in scopes
        for month, every, people in months
    }


def test_months_are_read_out_of_what_changed_before_them() -> None:
    totals = [
        RequiredMonth(date(2025, 8, 1), 0, 5, 0, 0, 0),
        RequiredMonth(date(2026, 2, 1), 0, 0, 7, 6, 2),
        RequiredMonth(date(2026, 2, 1), 10, 2, 0, 1, 0),
        RequiredMonth(APRIL, 0, -1, 0, 3, 3),
    ]
    months = [date(2025, 12, 1), date(2026, 2, 1), date(2026, 3, 1), APRIL]
    # of five one each, and of two more every ten days: 28 days hold two, 30 and 31 three
    assert list(required_by_totals(totals, months).items()) == [
        (months[0], Figures(due=5, missed=5)),
        (months[1], Figures(due=7 + 5 + 4, held=7, late=2, missed=9)),
        (months[2], Figures(due=5 + 6, missed=11)),
        (APRIL, Figures(due=4 + 6, held=3, late=3, missed=7)),
    ]


days = st.dates(date(2024, 1, 1), date(2025, 12, 31))
spans = st.tuples(days, st.none() | st.integers(0, 200))
agreements = st.lists(st.tuples(spans, st.integers(1, 28)), max_size=3)


def until(span: tuple[date, int | None]) -> date | None:
    first, length = span
    return None if length is None else first + timedelta(days=length)


@given(post=spans, agreed=agreements)
def test_every_month_is_the_sum_of_its_days(
    post: tuple[date, int | None], agreed: list[tuple[tuple[date, int | None], int]]
) -> None:
    terms = [AgreedDays(span[0], until(span), every) for span, every in agreed]
    numbers = asked_of(RequiredPost("1/", post[0], until(post), tuple(terms)))
    totals = [
        RequiredMonth(month, every, columns.get("people", 0), columns.get("due", 0), 0, 0)
        for (month, every), columns in sorted(numbers.items())
    ]
    months = [
        first_day(number)
        for number in range(month_of(date(2023, 12, 1)), month_of(date(2027, 1, 1)))
    ]
    due = {month: one.due for month, one in required_by_totals(totals, months).items()}
    assert due == {
        month: sessions_owed(
            month,
            post[0],
            until(post),
            min(
                (
                    one.every_days
                    for one in terms
                    if one.from_on <= month and (one.until_on is None or month <= one.until_on)
                ),
                default=None,
            ),
        )
        for month in months
    }
