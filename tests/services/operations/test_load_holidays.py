import json
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Role
from qa_app.domain.working_days import CalendarYearMissingError
from qa_app.models.journal import JournalRow
from qa_app.models.rubrics import HolidayRow
from qa_app.queries.holidays import working_calendar
from qa_app.services.operations.load_holidays import HolidayYear, load_holidays
from tests.people import NOON, OPERATOR, person

NEW_YEAR, WORKED = date(2026, 1, 1), date(2026, 1, 4)
Y2026 = HolidayYear(
    "CN",
    2026,
    ((NEW_YEAR, False, "元旦", "New Year's Day"), (WORKED, True, "", "")),
)
Y2027 = HolidayYear("CN", 2027, ((date(2027, 1, 1), False, "元旦", "New Year's Day"),))


def test_a_year_becomes_working_days(session: Session) -> None:
    assert load_holidays(session, OPERATOR, [Y2026], at=NOON) == 1
    calendar = working_calendar(session, "CN")
    assert not calendar.is_working(NEW_YEAR)
    assert calendar.is_working(WORKED)  # a Sunday
    assert calendar.is_working(date(2026, 1, 5))
    with pytest.raises(CalendarYearMissingError):
        calendar.is_working(date(2027, 1, 4))


def test_only_years_that_are_missing_are_added(session: Session) -> None:
    load_holidays(session, OPERATOR, [Y2026], at=NOON)
    # what an administrator changed meanwhile stays
    session.get_one(HolidayRow, ("CN", NEW_YEAR)).is_working = True
    session.commit()
    assert load_holidays(session, OPERATOR, [Y2026, Y2027], at=NOON) == 1
    assert working_calendar(session, "CN").is_working(NEW_YEAR)
    assert load_holidays(session, OPERATOR, [Y2026, Y2027], at=NOON) == 0


def test_one_journal_row_for_each_time_something_came(session: Session) -> None:
    for years in ([Y2026], [Y2026], [Y2026, Y2027]):
        load_holidays(session, OPERATOR, years, at=NOON)
    rows = session.execute(select(JournalRow).order_by(JournalRow.seq)).scalars().all()
    assert [(row.action, json.loads(row.detail)["years"]) for row in rows] == [
        ("holiday:load", ["CN 2026"]),
        ("holiday:load", ["CN 2027"]),
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYS_ADMIN])
def test_others_may_not(role: Role, session: Session) -> None:
    with pytest.raises(NotAllowedError):
        load_holidays(session, person(role), [Y2026], at=NOON)
    assert session.execute(select(HolidayRow)).first() is None
