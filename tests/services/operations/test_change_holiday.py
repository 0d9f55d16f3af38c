from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.holidays import HolidayAct, HolidayChange
from qa_app.domain.people import Role
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.queries.holiday_table import holiday_years
from qa_app.queries.holidays import marked_days, working_calendar
from qa_app.services.operations.change_holiday import change_holiday
from qa_app.services.operations.load_holidays import HolidayYear, load_holidays
from tests.people import NOON, OPERATOR, person

SYS = person(Role.SYS_ADMIN)
MONDAY, SATURDAY = date(2026, 7, 6), date(2026, 7, 11)
OFF = HolidayChange("CN", HolidayAct.DAY_OFF, MONDAY, BilingualText("停电", "Power cut"))
WORKED = HolidayChange("CN", HolidayAct.DAY_WORKED, SATURDAY)
REMOVE = HolidayChange("CN", HolidayAct.REMOVE, MONDAY)
YEAR_2027 = HolidayChange("CN", HolidayAct.ADD_YEAR, date(2027, 1, 1))


@pytest.fixture(autouse=True)
def _table(session: Session) -> None:
    year = HolidayYear("CN", 2026, ((date(2026, 1, 1), False, "元旦", "New Year's Day"),))
    load_holidays(session, OPERATOR, [year], at=NOON)


def entries(session: Session) -> list[str]:
    rows = session.execute(
        select(JournalRow.detail)
        .where(JournalRow.action == "holiday:change")
        .order_by(JournalRow.seq)
    )
    return [row.detail for row in rows]


def test_days_enter_and_leave_the_calendar(session: Session) -> None:
    calendar = working_calendar(session, "CN")
    assert calendar.is_working(MONDAY)
    assert not calendar.is_working(SATURDAY)
    assert change_holiday(session, SYS, OFF, at=NOON)
    assert change_holiday(session, SYS, WORKED, at=NOON)
    calendar = working_calendar(session, "CN")
    assert not calendar.is_working(MONDAY)
    assert calendar.is_working(SATURDAY)
    assert change_holiday(session, SYS, REMOVE, at=NOON)
    assert working_calendar(session, "CN").is_working(MONDAY)
    assert entries(session) == [
        '{"change":"day_off","on":"2026-07-06","region":"CN"}',
        '{"change":"day_worked","on":"2026-07-11","region":"CN"}',
        '{"change":"remove","on":"2026-07-06","region":"CN"}',
    ]


def test_names_stay_out_of_the_journal(session: Session) -> None:
    change_holiday(session, SYS, OFF, at=NOON)
    assert not any("停电" in entry for entry in entries(session))
    (day,) = marked_days(session, "CN", MONDAY, MONDAY).days.values()
    assert (day.name.zh, day.name.en, day.is_working) == ("停电", "Power cut", False)


def test_a_year_can_be_added(session: Session) -> None:
    day = HolidayChange("CN", HolidayAct.DAY_OFF, date(2027, 2, 8), BilingualText("春节", ""))
    with pytest.raises(InvalidError) as refused:
        change_holiday(session, SYS, day, at=NOON)
    assert refused.value.code == "no_year"
    assert change_holiday(session, SYS, YEAR_2027, at=NOON)
    assert holiday_years(session) == {"CN": (2026, 2027)}
    assert change_holiday(session, SYS, day, at=NOON)
    assert not working_calendar(session, "CN").is_working(day.on)


@pytest.mark.parametrize("change", [OFF, WORKED, YEAR_2027])
def test_the_same_again_changes_nothing(session: Session, change: HolidayChange) -> None:
    assert change_holiday(session, SYS, change, at=NOON)
    assert not change_holiday(session, SYS, change, at=NOON)
    assert len(entries(session)) == 1


def test_a_day_that_is_something_else_already(session: Session) -> None:
    change_holiday(session, SYS, OFF, at=NOON)
    other = HolidayChange("CN", HolidayAct.DAY_OFF, MONDAY, BilingualText("其他", ""))
    with pytest.raises(ConflictError) as refused:
        change_holiday(session, SYS, other, at=NOON)
    assert refused.value.code == "day_taken"
    assert len(entries(session)) == 1


def test_a_day_that_is_gone(session: Session) -> None:
    with pytest.raises(ConflictError) as refused:
        change_holiday(session, SYS, REMOVE, at=NOON)
    assert refused.value.code == "day_gone"


def test_faults_are_refused_before_anything_is_written(session: Session) -> None:
    wrong = HolidayChange("CN", HolidayAct.DAY_OFF, SATURDAY, BilingualText("周六", ""))
    with pytest.raises(InvalidError) as refused:
        change_holiday(session, SYS, wrong, at=NOON)
    assert refused.value.code == "is_weekend"
    assert entries(session) == []


def test_a_region_without_a_table_is_out_of_reach(session: Session) -> None:
    for act, on in ((HolidayAct.DAY_OFF, MONDAY), (HolidayAct.ADD_YEAR, date(2027, 1, 1))):
        change = HolidayChange("XX", act, on, BilingualText("一", ""))
        with pytest.raises(OutOfReachError):
            change_holiday(session, SYS, change, at=NOON)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYS_ADMIN])
def test_only_the_system_administrator_changes_it(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        change_holiday(session, person(role), OFF, at=NOON)
    assert session.execute(select(func.count()).select_from(JournalRow)).scalar_one() == 1
