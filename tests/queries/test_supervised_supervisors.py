"""Supervision that a supervisor received, counted by the rules of all totals."""

from datetime import date, datetime, time

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.session_coverage import Figures, Window
from qa_app.domain.supervision import SessionType
from qa_app.models.records import SupervisionRecordRow
from qa_app.models.supervision import SessionStaffRow, SupervisionSessionRow
from qa_app.queries.supervised_supervisors import received_months
from tests.agreements import Team, a_team
from tests.people import NOON

WINDOW = Window(date(2026, 4, 1), date(2026, 6, 1), date(2026, 6, 20))


def a_session(session: Session, team: Team, day: date, state: str, **fields: object) -> int:
    """The city's supervisor supervises the one of centre A."""
    made: int = session.execute(
        insert(SupervisionSessionRow)
        .values(
            centre_id=team.scene.centre,
            type=SessionType.SUPERVISION_OF_SUPERVISORS.value,
            planned_on=day,
            supervisor_id=team.head,
            files_wanted=0,
            state=state,
            created_at=NOON,
            **fields,
        )
        .returning(SupervisionSessionRow.id)
    ).scalar_one()
    session.execute(insert(SessionStaffRow).values(session_id=made, account_id=team.lead))
    return made


def a_record(session: Session, session_id: int, day: date, state: str = "signed") -> None:
    session.execute(
        insert(SupervisionRecordRow).values(
            session_id=session_id,
            held_on=day,
            began_at=time(9),
            ended_at=time(10, 30),
            functions=["learning"],
            state=state,
            written_at=NOON,
            saved_at=NOON,
        )
    )


def test_due_held_late_and_credited_by_month(session: Session) -> None:
    team = a_team(session)
    april = a_session(session, team, date(2026, 4, 9), "held")
    a_record(session, april, date(2026, 4, 9))
    # put off from April into May: due in April, late, its time in the month in which it was spent
    moved = a_session(session, team, date(2026, 5, 7), "held", moved_from_on=date(2026, 4, 30))
    a_record(session, moved, date(2026, 5, 7))
    # of May one is missed; of June one is owed and one still ahead; a draft credits nothing
    a_session(session, team, date(2026, 5, 20), "planned")
    a_session(session, team, date(2026, 6, 10), "planned")
    a_session(session, team, date(2026, 6, 25), "planned")
    session.commit()
    assert received_months(session, team.lead, WINDOW) == (
        (date(2026, 4, 1), Figures(due=2, held=2, late=1, credited_seconds=5400, recorded=2)),
        (date(2026, 5, 1), Figures(due=1, missed=1, credited_seconds=5400)),
        (date(2026, 6, 1), Figures(due=1, missed=1)),
    )


def test_cancelled_and_put_on_another_day_is_due_once(session: Session) -> None:
    team = a_team(session)
    later = a_session(session, team, date(2026, 5, 7), "held")
    a_session(
        session,
        team,
        date(2026, 4, 9),
        "cancelled",
        replaced_by_id=later,
        cancel_reason="travel",
        settled_at=datetime(2026, 4, 8, tzinfo=NOON.tzinfo),
    )
    session.commit()
    months = dict(received_months(session, team.lead, WINDOW))
    assert months[date(2026, 4, 1)] == Figures(due=1, held=1, late=1, cancelled=1)
    assert months[date(2026, 5, 1)] == Figures()


def test_who_received_none_has_no_table(session: Session) -> None:
    team = a_team(session)
    a_session(session, team, date(2026, 4, 9), "held")
    session.commit()
    assert received_months(session, team.head, WINDOW) == ()
