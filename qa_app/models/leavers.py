"""Takes people who have left from sessions to come, inside the transaction that notes it."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from qa_app.domain.credit import WHOLE
from qa_app.domain.supervision import CancelReason, SessionState
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.places import PractitionerRow
from qa_app.models.records import SupervisionRecordRow
from qa_app.models.required_counts import hold_in_post
from qa_app.models.session_counts import counting_sessions, first_days
from qa_app.models.session_moves import withdraw_sessions
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.models.transaction import locked

_OF_ONE = sorted(one.value for one in WHOLE)


def expect_no_more(
    session: Session,
    practitioner_id: int,
    ended_on: date,
    today: date,
    account_id: int | None,
    at: datetime,
) -> None:
    """Expect somebody who leaves at no session after their last day.

    A session for them alone in which nothing was begun is withdrawn. One that they missed while
    in post and that was put off stays as it is: it is still owed.

    Args:
        session: A session inside `transaction`.
        practitioner_id: Who leaves.
        ended_on: Their last day in post.
        today: The present, a local day.
        account_id: Who notes it.
        at: The present.
    """
    row = SupervisionSessionRow
    query = (
        select(row)
        .join(SessionPersonRow, SessionPersonRow.session_id == row.id)
        .where(
            SessionPersonRow.practitioner_id == practitioner_id,
            row.state == SessionState.PLANNED.value,
            row.planned_on > ended_on,
        )
        .order_by(row.id)
    )
    rows = session.execute(locked(session, query, row)).scalars().all()
    hold_in_post(session, [practitioner_id])
    firsts = first_days(session, [one.id for one in rows])
    gone = [one for one in rows if firsts[one.id] >= today or firsts[one.id] > ended_on]
    with counting_sessions(session, [one.id for one in gone]):
        _leave_out(session, [one.id for one in gone], [practitioner_id])
    alone = [one.id for one in gone if one.type in _OF_ONE]
    empty = _empty(session, alone)
    withdraw_sessions(session, empty, account_id, at, CancelReason.PERSON_LEFT)


def leave_out_leavers(session: Session, session_id: int, day: date, today: date) -> None:
    """Expect nobody at a moved session who has left by its new day.

    Args:
        session: A session inside `transaction`.
        session_id: The session, locked, on its new day.
        day: Its new day.
        today: The present: what was missed before stays owed to whoever missed it.
    """
    if first_days(session, [session_id])[session_id] < today:
        return
    left = session.execute(
        select(PractitionerRow.id)
        .join(SessionPersonRow, SessionPersonRow.practitioner_id == PractitionerRow.id)
        .where(SessionPersonRow.session_id == session_id, PractitionerRow.ended_on < day)
    ).scalars()
    with counting_sessions(session, [session_id]):
        _leave_out(session, [session_id], left.all())


def _leave_out(session: Session, ids: Collection[int], people: Collection[int]) -> None:
    if ids and people:
        session.execute(
            delete(SessionPersonRow).where(
                SessionPersonRow.session_id.in_(sorted(ids)),
                SessionPersonRow.practitioner_id.in_(sorted(people)),
            )
        )


def _empty(session: Session, ids: Collection[int]) -> list[int]:
    row = SupervisionSessionRow
    begun = (SessionPersonRow, AuditRow, DrawRow, SupervisionRecordRow)
    return list(
        session.execute(
            select(row.id).where(
                row.id.in_(sorted(ids)),
                *(~exists().where(one.session_id == row.id) for one in begun),
            )
        ).scalars()
    )
