from datetime import date, time, timedelta
from typing import Any

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.session_series import (
    PlacedDay,
    SeriesSession,
    SeriesTerms,
    check_terms,
    difference,
    placed_after,
    placed_by_rule,
)
from qa_app.domain.working_days import WorkingCalendar

TODAY = date(2026, 9, 1)
# National Day 2026 as the State Council sets it: 1 to 7 October off, 10 October worked
CALENDAR = WorkingCalendar(
    "CN",
    frozenset({2026}),
    frozenset(date(2026, 10, day) for day in (1, 2, 5, 6, 7)),
    frozenset({date(2026, 10, 10)}),
)


def terms(rule: str | None = "FREQ=WEEKLY;BYDAY=TH", **fields: Any) -> SeriesTerms:
    values = {"months_after": None, "starts_on": date(2026, 9, 24), "supervisor_id": 1, **fields}
    return SeriesTerms(rule=rule, **values)


def test_a_day_off_becomes_the_next_working_day() -> None:
    monthly = terms("FREQ=MONTHLY;BYMONTHDAY=1", starts_on=date(2026, 9, 1))
    assert placed_by_rule(monthly, date(2026, 11, 1), CALENDAR).days == (
        PlacedDay(date(2026, 9, 1), date(2026, 9, 1)),
        PlacedDay(date(2026, 10, 1), date(2026, 10, 8)),
        PlacedDay(date(2026, 11, 1), date(2026, 11, 2)),  # a Sunday
    )


def test_two_days_never_share_one_working_day() -> None:
    # Thursday 1 October would go to Thursday 8 October, which has a session of its own
    found = placed_by_rule(terms(), date(2026, 10, 8), CALENDAR)
    assert [one.day for one in found.days] == [date(2026, 9, 24), date(2026, 10, 8)]
    assert found.merged == (date(2026, 10, 1),)
    # the answer for a day does not hang on where the horizon lies
    assert placed_by_rule(terms(), date(2026, 10, 1), CALENDAR).merged == (date(2026, 10, 1),)


def test_daily_goes_round_the_weekend_and_takes_the_day_made_up() -> None:
    rule = terms("FREQ=DAILY", starts_on=date(2026, 10, 5))
    found = placed_by_rule(rule, date(2026, 10, 12), CALENDAR)
    # 10 October is a Saturday that is worked, 11 October a Sunday
    assert [one.day.day for one in found.days] == [8, 9, 10, 12]
    assert [one.day for one in found.merged] == [5, 6, 7, 11]


def test_the_last_day_off_does_not_merge_with_a_day_after_the_end() -> None:
    # Sunday 11 October is the last day; the rule names Monday 12 as well, but nothing stands there
    sunday = {"until_on": date(2026, 10, 11)}
    twice = terms("FREQ=WEEKLY;BYDAY=SU,MO", starts_on=date(2026, 10, 5), **sunday)
    found = placed_by_rule(twice, date(2026, 12, 1), CALENDAR)
    assert [(one.on.day, one.day.day) for one in found.days] == [(5, 8), (11, 12)]
    assert found.merged == ()
    daily = terms("FREQ=DAILY", starts_on=date(2026, 10, 8), **sunday)
    found = placed_by_rule(daily, date(2026, 12, 1), CALENDAR)
    assert [one.day.day for one in found.days] == [8, 9, 10, 12]
    assert found.merged == ()


def test_a_year_without_a_table_is_not_guessed() -> None:
    rule = terms("FREQ=WEEKLY;BYDAY=SA", starts_on=date(2026, 12, 19))
    found = placed_by_rule(rule, date(2027, 1, 9), CALENDAR).days
    assert found == (
        PlacedDay(date(2026, 12, 19), date(2026, 12, 21)),
        # the Monday after 26 December is the 28th; 2 and 9 January stay as the rule says
        PlacedDay(date(2026, 12, 26), date(2026, 12, 28)),
        PlacedDay(date(2027, 1, 2), date(2027, 1, 2), is_checked=False),
        PlacedDay(date(2027, 1, 9), date(2027, 1, 9), is_checked=False),
    )


def test_the_end_of_a_series_is_its_last_day() -> None:
    rule = terms(until_on=date(2026, 9, 24))
    assert len(placed_by_rule(rule, date(2026, 12, 1), CALENDAR).days) == 1


def test_months_after_the_last_one_that_was_held() -> None:
    goes = terms(None, months_after=1, starts_on=date(2026, 8, 3))
    # 30 September, one month after 30 August; and 3 October a day off, so the 8th
    held = date(2026, 8, 30)
    assert placed_after(goes, held, TODAY, CALENDAR).days[0].day == date(2026, 9, 30)
    assert placed_after(goes, date(2026, 9, 1), TODAY, CALENDAR).days == (
        PlacedDay(date(2026, 10, 1), date(2026, 10, 8)),
    )
    first = placed_after(goes, None, date(2026, 8, 1), CALENDAR).days[0]
    assert first == PlacedDay(date(2026, 8, 3), date(2026, 8, 3))
    # what has gone by is due, and is held on the next working day there is
    late = placed_after(goes, date(2026, 7, 3), TODAY, CALENDAR).days[0]
    assert (late.on, late.day) == (date(2026, 8, 3), TODAY)
    ended = terms(None, months_after=1, starts_on=date(2026, 8, 3), until_on=date(2026, 9, 29))
    assert placed_after(ended, held, TODAY, CALENDAR).days == ()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"rule": None}, "rule_or_months"),
        ({"months_after": 2}, "rule_or_months"),
        ({"rule": None, "months_after": 0}, "months_after"),
        ({"rule": None, "months_after": 25}, "months_after"),
        ({"starts_on": TODAY - timedelta(days=1)}, "unfit_start"),
        ({"starts_on": date(2029, 1, 1)}, "unfit_start"),
        ({"until_on": date(2026, 9, 23)}, "ends_before"),
        ({"starts_at": time(10), "ends_at": time(10)}, "ends_before_it_starts"),
        ({"ends_at": time(10)}, "ends_before_it_starts"),
        ({"rule": "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1"}, "rule_never"),
        ({"rule": "FREQ=WEEKLY;UNTIL=20260901"}, "rule_never"),
        ({"rule": "FREQ=YEARLY"}, "rule_frequency"),
    ],
)
def test_terms_that_make_no_series(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        check_terms(terms(**fields), TODAY)
    assert refused.value.code == code


def test_terms_that_make_one() -> None:
    check_terms(terms(), TODAY)
    check_terms(terms(starts_at=time(9), ends_at=time(10)), TODAY)
    check_terms(terms(None, months_after=24), TODAY)


def test_a_change_says_what_it_adds_removes_and_keeps() -> None:
    wanted = placed_by_rule(terms("FREQ=WEEKLY;INTERVAL=2"), date(2026, 10, 30), CALENDAR)
    assert [one.on.day for one in wanted.days] == [24, 8, 22]
    standing = [
        SeriesSession(1, date(2026, 8, 27), date(2026, 8, 27), is_free=True),  # of the past
        SeriesSession(2, date(2026, 9, 10), date(2026, 9, 10), is_free=True),  # before it begins
        SeriesSession(3, date(2026, 9, 24), date(2026, 9, 25), is_free=True),  # moved, and named
        SeriesSession(4, date(2026, 10, 15), date(2026, 10, 15), is_free=True),
        SeriesSession(5, date(2026, 10, 29), date(2026, 10, 29), is_free=False),  # files drawn
        SeriesSession(6, None, date(2026, 10, 16), is_free=True),  # in place of another
    ]
    found = difference(wanted, standing, date(2026, 9, 24), TODAY, {date(2026, 10, 22)})
    assert [one.on.day for one in found.added] == [8]
    assert [one.id for one in found.removed] == [4]
    assert [one.id for one in found.kept] == [3]
    assert [one.id for one in found.bound] == [5]
    assert found.merged == ()
