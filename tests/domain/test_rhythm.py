"""How often, when next, which months were missed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.rhythm import (
    AgreedMinutes,
    MonthNorm,
    NormReason,
    Rhythm,
    RhythmReason,
    SessionDue,
    agreed_minutes,
    month_norm,
    months_missed,
    next_session_due,
    rhythm_on,
    sessions_owed,
)

STARTED = date(2026, 1, 5)
WEEKLY = Rhythm(7, RhythmReason.FIRST_WEEKS)
FORTNIGHTLY = Rhythm(14, RhythmReason.FIRST_MONTHS)
MONTHLY = Rhythm(None, RhythmReason.MONTHLY)


@pytest.mark.parametrize(
    ("in_post", "rhythm"),
    [(0, WEEKLY), (41, WEEKLY), (42, FORTNIGHTLY), (181, FORTNIGHTLY), (182, MONTHLY)],
)
def test_time_in_post_decides(in_post: int, rhythm: Rhythm) -> None:
    assert rhythm_on(STARTED + timedelta(days=in_post), STARTED, None) == rhythm


def test_what_is_agreed_decides_before() -> None:
    assert rhythm_on(STARTED, STARTED, 10) == Rhythm(10, RhythmReason.AGREED)


def test_supervisors_are_supervised_once_in_each_calendar_quarter() -> None:
    rhythm = Rhythm(None, RhythmReason.OF_SUPERVISORS)
    assert rhythm_on(STARTED, None, None) == rhythm
    assert rhythm_on(STARTED, None, 10) == Rhythm(10, RhythmReason.AGREED)
    agreed_from, last = date(2026, 3, 16), date(2026, 4, 20)
    first = SessionDue(date(2026, 3, 31), rhythm, True)
    assert next_session_due(None, agreed_from, None, None) == first
    later = SessionDue(date(2026, 9, 30), rhythm, False)
    assert next_session_due(None, agreed_from, last, None) == later
    # over the end of a year
    december = SessionDue(date(2027, 3, 31), rhythm, False)
    assert next_session_due(None, agreed_from, date(2026, 12, 31), None) == december
    assert sessions_owed(last, None, None, None) == 0
    assert month_norm(last, None, None, None).minutes == 0
    assert sessions_owed(last, None, None, 10) == 3


@pytest.mark.parametrize(
    ("started", "agreed", "last", "every", "due"),
    [
        (STARTED, STARTED, None, None, SessionDue(date(2026, 1, 12), WEEKLY, True)),
        (STARTED, STARTED, date(2026, 2, 13), None, SessionDue(date(2026, 2, 20), WEEKLY, False)),
        (
            STARTED,
            STARTED,
            date(2026, 2, 16),
            None,
            SessionDue(date(2026, 3, 2), FORTNIGHTLY, False),
        ),
        (
            date(2020, 1, 1),
            date(2026, 3, 31),
            None,
            None,
            SessionDue(date(2026, 3, 31), MONTHLY, True),
        ),
        (
            date(2020, 1, 1),
            date(2026, 1, 1),
            date(2028, 1, 1),
            None,
            SessionDue(date(2028, 2, 29), MONTHLY, False),
        ),
        (
            date(2020, 1, 1),
            date(2026, 1, 1),
            date(2026, 12, 31),
            None,
            SessionDue(date(2027, 1, 31), MONTHLY, False),
        ),
        (
            date(2020, 1, 1),
            date(2026, 1, 1),
            date(2026, 12, 31),
            10,
            SessionDue(date(2027, 1, 10), Rhythm(10, RhythmReason.AGREED), False),
        ),
    ],
    ids=[
        "first week",
        "still weekly",
        "every two weeks",
        "end of the month agreed in",
        "leap year",
        "end of a year",
        "agreed",
    ],
)
def test_next_session(
    started: date, agreed: date, last: date | None, every: int | None, due: SessionDue
) -> None:
    assert next_session_due(started, agreed, last, every) == due


def test_two_in_one_month_make_up_for_none() -> None:
    held = [date(2026, 1, 3), date(2026, 3, 1), date(2026, 3, 31)]
    assert months_missed(held, date(2026, 1, 1), date(2026, 5, 15)) == (
        date(2026, 2, 1),
        date(2026, 4, 1),
    )


def test_months_begun_or_not_over_are_not_owed() -> None:
    assert months_missed([], date(2026, 1, 2), date(2026, 2, 28)) == ()
    assert months_missed([], date(2026, 1, 2), date(2026, 3, 1)) == (date(2026, 2, 1),)


DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@given(DAYS, st.integers(0, 400), st.none() | st.integers(1, 60))
def test_next_session_lies_ahead(started: date, later: int, every: int | None) -> None:
    last = started + timedelta(days=later)
    due = next_session_due(started, started, last, every).on
    assert last < due <= last + timedelta(days=62)


@given(st.lists(DAYS, max_size=40), DAYS, DAYS)
def test_a_month_is_missed_or_met(held: list[date], since: date, until: date) -> None:
    missed = set(months_missed(held, since, until))
    assert not missed & {day.replace(day=1) for day in held}
    assert missed <= set(months_missed([], since, until))


OLD = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("month", "started", "ended", "every", "owed"),
    [
        (date(2026, 6, 10), OLD, None, None, 1),
        (date(2026, 6, 10), OLD, date(2026, 6, 30), None, 1),
        (date(2026, 6, 10), OLD, date(2026, 6, 29), None, 0),  # a part of a month
        (date(2026, 6, 1), OLD, date(2026, 5, 31), None, 0),
        (date(2026, 2, 1), STARTED, None, None, 3),  # 15 days weekly, 13 every two weeks: 3 1/14
        (date(2026, 1, 1), STARTED, None, None, 3),  # 27 days weekly: 3 6/7
        (date(2026, 3, 1), STARTED, None, None, 2),  # 31 days every two weeks: 2 3/14
        (date(2026, 6, 1), OLD, None, 10, 3),
        (date(2028, 2, 1), OLD, None, 28, 1),  # 29 days
    ],
)
def test_sessions_of_a_month(
    month: date, started: date, ended: date | None, every: int | None, owed: int
) -> None:
    assert sessions_owed(month, started, ended, every) == owed


@pytest.mark.parametrize(
    ("month", "area", "started", "ended", "norm"),
    [
        (date(2026, 6, 1), "legal_aid", OLD, None, MonthNorm(1, 60, NormReason.EACH_SESSION)),
        (date(2026, 6, 1), None, OLD, None, MonthNorm(1, 60, NormReason.EACH_SESSION)),
        (
            date(2026, 6, 30),
            "psychological",
            OLD,
            None,
            MonthNorm(1, 90, NormReason.CALENDAR_MONTH),
        ),
        (
            date(2026, 6, 1),
            "psychological",
            OLD,
            date(2026, 6, 29),
            MonthNorm(0, 0, NormReason.EACH_SESSION),
        ),
        # new in post: two sessions of an hour are more than an hour and a half
        (
            date(2026, 3, 1),
            "psychological",
            STARTED,
            None,
            MonthNorm(2, 120, NormReason.EACH_SESSION),
        ),
    ],
)
def test_what_a_month_asks_for(
    month: date, area: str | None, started: date, ended: date | None, norm: MonthNorm
) -> None:
    assert month_norm(month, area, started, ended) == norm


def test_minutes_are_agreed_for_months_in_which_the_agreement_stands() -> None:
    agreed = [
        AgreedMinutes(date(2026, 1, 1), date(2026, 2, 28), 90),
        AgreedMinutes(date(2026, 2, 15), None, 75),
    ]
    months = [date(2026, month, 1) for month in (1, 2, 3)]
    assert [agreed_minutes(agreed, month) for month in months] == [90, 90, 75]
    assert agreed_minutes([], months[0]) == 0
