from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.people import Role
from qa_app.domain.supervision import CancelReason, SessionState, SessionType
from qa_app.models.records import RecordPresenceRow, SupervisionRecordRow
from qa_app.models.session_counts import counting_sessions
from qa_app.models.session_totals import RequiredMonthRow, SessionMonthRow, SessionOwedRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.session_recount import checked_session_totals
from qa_app.services.operations.rebuild_totals import rebuild_totals
from qa_app.services.supervision.reassign_session import reassign_session
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.sessions import DAY, Scene, a_scene, a_session, at_centre, someone

HELD = SessionSettlement(SessionState.HELD)
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def planned(session: Session, scene: Scene, **fields: Any) -> int:
    values = {"type": SessionType.INDIVIDUAL, "rubric_version_id": None, "files_wanted": 0}
    return a_session(session, scene, **(values | fields))


def at_scope(session: Session, scope: str, scope_id: int, month: date = APRIL) -> dict[str, int]:
    row = session.execute(
        select(SessionMonthRow).where(
            SessionMonthRow.scope == scope,
            SessionMonthRow.scope_id == scope_id,
            SessionMonthRow.month == month,
        )
    ).scalar_one()
    names = ("due", "held", "held_late", "cancelled", "credited_seconds")
    return {name: getattr(row, name) for name in names if getattr(row, name)}


def cancel(day: date) -> SessionSettlement:
    return SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, day)


def test_planning_moves_the_totals_and_cancelling_does_not_count_twice(
    session: Session, scene: Scene
) -> None:
    worker = scene.workers["W1"]
    made = planned(session, scene, people=(worker,))
    assert at_scope(session, "practitioner", worker) == {"due": 1}
    new_day = DAY + timedelta(days=40)
    settle_session(session, scene.supervisor, made, cancel(new_day), ZONE, at=NOON)
    assert at_scope(session, "practitioner", worker) == {"due": 1, "cancelled": 1}
    replacement = session.scalars(
        select(SupervisionSessionRow.id).where(SupervisionSessionRow.id != made)
    ).one()
    session.rollback()
    later = NOON + timedelta(days=90)
    settle_session(session, scene.supervisor, replacement, HELD, ZONE, at=later)
    held = {"due": 1, "held": 1, "held_late": 1, "cancelled": 1}
    assert at_scope(session, "practitioner", worker) == held
    assert at_scope(session, "network", 0) == held
    assert session.scalars(select(SessionMonthRow.month).distinct()).all() == [APRIL]
    session.rollback()
    assert checked_session_totals(session) == ()


def test_another_supervisor_takes_what_is_due_with_them(session: Session, scene: Scene) -> None:
    made = planned(session, scene)
    other = at_centre(
        someone(session, "other", Role.SENIOR_SUPERVISOR, "A"),
        Role.SENIOR_SUPERVISOR,
        scene.centre,
    )
    change = HandOver(scene.supervisor.account_id or 0, other.account_id or 0, HandOverReason.LEFT)
    reassign_session(session, scene.supervisor, made, change, ZONE, at=NOON)
    assert at_scope(session, "supervisor", scene.supervisor.account_id or 0) == {}
    assert at_scope(session, "supervisor", other.account_id or 0) == {"due": 1}
    session.rollback()
    assert checked_session_totals(session) == ()


def test_a_record_credits_time_and_says_who_was_not_there(session: Session, scene: Scene) -> None:
    one, two = scene.workers["W1"], scene.workers["W2"]
    made = planned(session, scene, people=(one, two))
    with counting_sessions(session, [made]):
        session.execute(
            insert(SupervisionRecordRow).values(
                session_id=made,
                held_on=DAY,
                functions=["learning"],
                state="draft",
                written_at=NOON,
                saved_at=NOON,
            )
        )
        session.execute(
            insert(RecordPresenceRow),
            [
                {
                    "session_id": made,
                    "practitioner_id": one,
                    "minutes": 90,
                    "credited_seconds": 5400,
                },
                {"session_id": made, "practitioner_id": two, "minutes": 0, "credited_seconds": 0},
            ],
        )
        session.execute(
            update(SupervisionRecordRow)
            .where(SupervisionRecordRow.session_id == made)
            .values(state="signed")
        )
        session.execute(
            update(SupervisionSessionRow)
            .where(SupervisionSessionRow.id == made)
            .values(state="held")
        )
    session.commit()
    assert at_scope(session, "practitioner", one) == {
        "due": 1,
        "held": 1,
        "credited_seconds": 5400,
    }
    assert at_scope(session, "practitioner", two) == {"due": 1}
    assert at_scope(session, "centre", scene.centre)["credited_seconds"] == 5400
    session.rollback()
    assert checked_session_totals(session) == ()


def test_a_rebuild_puts_lost_and_wrong_totals_right(session: Session, scene: Scene) -> None:
    planned(session, scene, people=(scene.workers["W1"],))
    session.execute(delete(SessionOwedRow).where(SessionOwedRow.scope == "network"))
    session.execute(update(SessionMonthRow).where(SessionMonthRow.scope == "centre").values(due=9))
    asked = (RequiredMonthRow.scope == "network", RequiredMonthRow.month == date(2025, 8, 1))
    session.execute(update(RequiredMonthRow).where(*asked).values(people=9))
    session.commit()
    drifted = checked_session_totals(session)
    assert [one.table for one in drifted] == ["session_month", "session_owed", "required_month"]
    assert (drifted[0].standing, drifted[0].counted) == ({"due": 9}, {"due": 1})
    # the half year in which they were new was over for three workers
    assert (drifted[2].standing, drifted[2].counted) == ({"people": 9}, {"people": 3})
    session.rollback()
    assert rebuild_totals(session, OPERATOR, at=NOON) == 3
    assert checked_session_totals(session) == ()
    session.rollback()
    assert rebuild_totals(session, OPERATOR, at=NOON) == 0
