from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.list_faults import Flaw
from qa_app.domain.people import Actor, Role
from qa_app.domain.session_list import SessionRegister, check_sessions
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.session_totals import SessionMonthRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.session_register import session_register
from qa_app.services.supervision.import_sessions import ImportedSessions, import_sessions
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.sessions import Scene, a_scene, at_centre, someone

HEADS = (1, ("centre", "day", "time", "type", "supervisor", "people"))
TODAY = date(2026, 3, 23)
NAMES = dict.fromkeys(
    [
        *("individual", "case_discussion", "group", "peer", "capacity_assessment", "shadowing"),
        *("observation", "case_meeting", "case_conference", "ad_hoc"),
        *("supervision_of_supervisors", "field_support_visit", "group_calibration"),
    ],
    BilingualText("个别督导", "Individual supervision"),
)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def register(session: Session) -> SessionRegister:
    found = session_register(session, OPERATOR, NAMES, TODAY)
    session.rollback()
    return found


def line(number: int, day: object = "2025-11-03", **cells: object) -> tuple[int, tuple]:
    given = {
        "centre": "A",
        "day": day,
        "time": "9:30",
        "type": "individual",
        "supervisor": "lead",
        "people": "W1，W2",
        **cells,
    }
    return number, tuple(given.values())


def take(session: Session, rows: list[tuple[int, tuple]]) -> ImportedSessions:
    checked = check_sessions([HEADS, *rows], register(session))
    assert checked.faults == ()
    return import_sessions(session, OPERATOR, checked.entries, ZONE, at=NOON)


def count(session: Session, table: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_they_are_held_counted_and_a_second_time_known(session: Session, scene: Scene) -> None:
    rows = [line(2), line(3, date(2025, 12, 1), time="", people=None), line(4, type="group")]
    assert take(session, rows) == ImportedSessions(3, 0)
    first = session.scalars(select(SupervisionSessionRow).order_by(SupervisionSessionRow.id)).all()
    assert [(one.state, one.planned_on, one.starts_at_time) for one in first] == [
        ("held", date(2025, 11, 3), time(9, 30)),
        ("held", date(2025, 12, 1), None),
        ("held", date(2025, 11, 3), time(9, 30)),
    ]
    assert count(session, SessionPersonRow) == 4
    held = select(func.sum(SessionMonthRow.held)).where(SessionMonthRow.scope == "centre")
    assert session.scalar(held) == 3
    journal = count(session, JournalRow)
    assert take(session, rows) == ImportedSessions(0, 3)
    assert (count(session, SupervisionSessionRow), count(session, JournalRow)) == (3, journal)
    assert take(session, [*rows, line(5, "2025-11-04")]) == ImportedSessions(1, 3)


def test_every_fault_has_its_row_and_column_and_nothing_is_taken(
    session: Session, scene: Scene
) -> None:
    rows = [
        line(2, centre="X"),
        line(3, "2025-02-30"),
        line(4, "2026-03-24"),
        line(5, time="25:00"),
        line(6, type="case_file_check"),
        line(7, supervisor="reader"),
        line(8, people="W1;W9"),
        line(9),
        line(10),
        line(11, "2013-12-31"),
        line(12, day=None),
        (13, (*line(13, "2025-11-05")[1], "", "shifted")),
    ]
    found = check_sessions([HEADS, *rows], register(session)).faults
    assert [(one.row, one.column, one.flaw) for one in found] == [
        (2, "centre", Flaw.UNKNOWN_CENTRE),
        (3, "day", Flaw.NO_SUCH_DAY),
        (4, "day", Flaw.DAY_TO_COME),
        (5, "time", Flaw.NOT_A_TIME),
        (6, "type", Flaw.NOT_IN_LIST),
        (7, "supervisor", Flaw.UNKNOWN_SUPERVISOR),
        (8, "people", Flaw.UNKNOWN_PRACTITIONER),
        (10, "day", Flaw.SESSION_TWICE),
        (11, "day", Flaw.DAY_TOO_EARLY),
        (12, "day", Flaw.MISSING),
        (13, "H", Flaw.EXTRA_CELL),
    ]
    assert count(session, SupervisionSessionRow) == 0


@pytest.mark.parametrize(
    ("heads", "flaw"),
    [
        (("centre", "day", "type"), Flaw.COLUMN_MISSING),
        (("centre", "day", "type", "supervisor", "note"), Flaw.UNKNOWN_COLUMN),
        (("centre", "day", "type", "supervisor", "姓名"), Flaw.IDENTITY_COLUMN),
        (("centre", "day", "日期", "type", "supervisor"), Flaw.COLUMN_TWICE),
    ],
)
def test_heads(session: Session, scene: Scene, heads: tuple[str, ...], flaw: Flaw) -> None:
    found = check_sessions([(1, heads), line(2)], register(session)).faults
    assert {one.flaw for one in found} == {flaw}


@pytest.mark.nightly
def test_ten_thousand_rows_with_faults_and_without(session: Session, scene: Scene) -> None:
    first = date(2025, 1, 1)
    days = [first + timedelta(days=number % 400) for number in range(10_000)]
    rows = [
        line(number + 2, day, time=f"{number // 400 % 24}:{number // 9600:02d}", people="")
        for number, day in enumerate(days)
    ]
    faulty = [*rows]
    faulty[4999] = line(5001, "2025-13-01")
    faulty[9999] = line(10001, centre="nowhere")
    checked = check_sessions([HEADS, *faulty], register(session))
    assert checked.entries == ()
    assert [one.row for one in checked.faults] == [5001, 10001]
    assert take(session, rows) == ImportedSessions(10_000, 0)
    assert take(session, rows) == ImportedSessions(0, 10_000)
    assert count(session, SupervisionSessionRow) == 10_000


def admin(session: Session, centre: int) -> Actor:
    made = someone(session, f"admin{centre}", Role.SYS_ADMIN, "A")
    return at_centre(made, Role.SYS_ADMIN, centre)


def test_an_administrator_takes_in_sessions_of_centres_in_reach_only(
    session: Session, scene: Scene
) -> None:
    here, elsewhere = admin(session, scene.centre), admin(session, scene.other_centre)
    entries = check_sessions([HEADS, line(2)], register(session)).entries
    assert set(session_register(session, here, NAMES, TODAY).centres) == {"A"}
    assert set(session_register(session, elsewhere, NAMES, TODAY).people) <= {scene.other_centre}
    session.rollback()
    with pytest.raises(OutOfReachError):
        import_sessions(session, elsewhere, entries, ZONE, at=NOON)
    assert import_sessions(session, here, entries, ZONE, at=NOON) == ImportedSessions(1, 0)
    assert import_sessions(session, here, entries, ZONE, at=NOON) == ImportedSessions(0, 1)
    assert count(session, SupervisionSessionRow) == 1


def test_who_plans_takes_in_no_list_and_nothing_lies_ahead(session: Session, scene: Scene) -> None:
    entries = check_sessions([HEADS, line(2)], register(session)).entries
    with pytest.raises(NotAllowedError, match="session:import"):
        import_sessions(session, scene.supervisor, entries, ZONE, at=NOON)
    with pytest.raises(InvalidError, match="no_rows"):
        import_sessions(session, OPERATOR, (), ZONE, at=NOON)
    early = datetime(2025, 11, 1, tzinfo=NOON.tzinfo)
    with pytest.raises(InvalidError, match="not_yet"):
        import_sessions(session, OPERATOR, entries, ZONE, at=early)
