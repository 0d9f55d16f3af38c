from datetime import UTC, date, timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.models.cases import CaseFileRow
from qa_app.models.journal import JournalRow
from qa_app.models.running_limits import RunningLimitRow
from qa_app.services.limits.work_out_limits import work_out_limits
from qa_app.services.operations.load_holidays import HolidayYear, load_holidays
from tests.audits import ZONE
from tests.limits import Scene, a_scene, happened, limits, local, record
from tests.people import NOON, OPERATOR
from tests.statements import counted

RECEIVED = happened("received", "2026-03-23", "09:00")


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    record(session, made, RECEIVED)
    return made


def night(session: Session, at=NOON) -> int:
    session.rollback()
    done = work_out_limits(session, OPERATOR, ZONE, at=at)
    session.rollback()
    return done


def test_time_passes_between_two_runs(session: Session, scene: Scene) -> None:
    states = []
    for at in (
        local("2026-03-24", "00:05"),
        local("2026-03-24", "09:00"),
        local("2026-03-24", "09:01"),
    ):
        night(session, at)
        states.append(limits(session, scene.files[0])["A1"].state)
    assert states == ["due_today", "due_today", "overdue"]


def test_a_run_without_a_change_writes_nothing(session: Session, scene: Scene) -> None:
    tomorrow = NOON + timedelta(days=1)
    assert night(session, tomorrow) == 1
    before = limits(session, scene.files[0])["A1"].worked_out_at
    assert night(session, tomorrow + timedelta(hours=1)) == 0
    assert limits(session, scene.files[0])["A1"].worked_out_at == before == tomorrow.astimezone(UTC)
    query = select(func.count()).where(JournalRow.action == "limit:work_out")
    assert session.scalar(query) == 1


def test_only_the_system_runs_it(session: Session, scene: Scene) -> None:
    with pytest.raises(NotAllowedError):
        work_out_limits(session, scene.manager, ZONE, at=NOON)


def test_a_closed_case_keeps_only_what_runs_from_its_closing(
    session: Session, scene: Scene
) -> None:
    record(session, scene, happened("closed_on", "2026-03-23"))
    session.execute(
        update(CaseFileRow)
        .where(CaseFileRow.id == scene.files[0])
        .values(closed_on=date(2026, 3, 23))
    )
    session.commit()
    assert set(limits(session, scene.files[0])) == {"A1", "A2", "A3"}
    # A1 and A2 ran from the day of the closing itself, which still counts
    night(session)
    assert set(limits(session, scene.files[0])) == {"A1", "A2", "A3"}
    session.execute(
        update(CaseFileRow)
        .where(CaseFileRow.id == scene.files[0])
        .values(closed_on=date(2026, 3, 24))
    )
    session.commit()
    assert night(session, NOON + timedelta(days=1)) == 3
    assert limits(session, scene.files[0]) == {}


def test_a_case_that_was_closed_long_ago_is_forgotten(session: Session, scene: Scene) -> None:
    session.execute(
        update(CaseFileRow)
        .where(CaseFileRow.id == scene.files[0])
        .values(closed_on=date(2025, 2, 15))
    )
    session.commit()
    assert night(session) == 2
    assert session.scalar(select(func.count()).select_from(RunningLimitRow)) == 0


def test_next_years_table_lets_a_limit_be_told(session: Session, scene: Scene) -> None:
    record(session, scene, happened("asked", "2039-12-25"), file=1, at=local("2039-12-29", "10:00"))
    # seven days from 25 December are Sunday 1 January; which day after it is a working day
    # is not known
    one = limits(session, scene.files[1])["A4"]
    assert (one.state, one.untold, one.needs) == ("cannot_tell", "year", ["CN", "2040"])
    year = HolidayYear("CN", 2040, ((date(2040, 1, 2), False, "元旦", "New Year"),))
    load_holidays(session, OPERATOR, [year], at=local("2039-12-29", "11:00"))
    assert night(session, local("2039-12-29", "12:00")) >= 1
    one = limits(session, scene.files[1])["A4"]
    assert (one.state, one.limit_at) == ("running", local("2040-01-03", "23:59"))


def test_a_row_that_was_lost_comes_back(session: Session, scene: Scene) -> None:
    session.execute(delete(RunningLimitRow))
    session.commit()
    assert night(session) == 2
    assert set(limits(session, scene.files[0])) == {"A1", "A2"}


def test_many_cases_are_asked_with_few_questions(session: Session, scene: Scene) -> None:
    record(session, scene, RECEIVED, file=1)
    with counted(session) as statements:
        assert night(session) == 0
    # versions, rubrics, then for each five hundred files: numbers, files, events, facts, limits
    assert len([one for one in statements if one.lstrip().startswith("SELECT")]) <= 10
