"""Moves and withdraws planned sessions, inside the transaction of whoever does so."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import and_, insert, update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import READING_DUE_DAYS
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.domain.supervision import CancelReason, SessionState
from qa_app.domain.supervision_records import RecordState
from qa_app.models.audits import AuditRow
from qa_app.models.readings_before import keep_before
from qa_app.models.records import SupervisionRecordRow
from qa_app.models.session_changes import SessionMoveRow
from qa_app.models.session_counts import counting_sessions
from qa_app.models.supervision import SupervisionSessionRow


def put_elsewhere(
    session: Session,
    row: SupervisionSessionRow,
    move: Move,
    account_id: int | None,
    at: datetime,
) -> None:
    """Put a planned session on another day; its first day, who moved it and why stay.

    Unsigned readings are due as many days later as if it had been planned for the new day, and a
    record that was begun and not signed is of the new day.

    Args:
        session: A session inside `transaction`.
        row: The session, locked.
        move: From when to when, and why.
        account_id: Who moves it.
        at: The present.
    """
    _tell(session, row, move.to, move.reason, account_id, at)
    ends = row.ends_at_time
    is_other_day = move.to.on != row.planned_on
    with counting_sessions(session, [row.id]):
        session.execute(
            update(SupervisionSessionRow)
            .where(SupervisionSessionRow.id == row.id)
            .values(
                planned_on=move.to.on,
                starts_at_time=move.to.at,
                # an end that the new time has passed says nothing any more
                ends_at_time=ends if ends and move.to.at and move.to.at < ends else None,
                moved_from_on=row.moved_from_on or (row.planned_on if is_other_day else None),
                sequence=SupervisionSessionRow.sequence + 1,
                changed_at=at,
            )
            .execution_options(synchronize_session=False)
        )
    # a record that was begun and not signed goes along
    session.execute(
        update(SupervisionRecordRow)
        .where(
            SupervisionRecordRow.session_id == row.id,
            SupervisionRecordRow.state == RecordState.DRAFT.value,
        )
        .values(held_on=move.to.on)
        .execution_options(synchronize_session=False)
    )
    unread = and_(AuditRow.session_id == row.id, AuditRow.state == "draft")
    keep_before(session, unread, at)
    session.execute(
        update(AuditRow)
        .where(unread)
        .values(due_on=move.to.on + timedelta(days=READING_DUE_DAYS))
        .execution_options(synchronize_session=False)
    )


def put_on_day_held(
    session: Session,
    row: SupervisionSessionRow,
    held_on: date,
    account_id: int | None,
    at: datetime,
) -> None:
    """Put a session on the day on which it took place, as its record says; its first day stays.

    So the day of a session that was held is one and the same for every page and every count.

    Args:
        session: A session inside `transaction` and `counting_sessions`.
        row: The session, locked.
        held_on: The day that its record names.
        account_id: Who signs the record.
        at: The present.
    """
    if held_on == row.planned_on:
        return
    _tell(
        session, row, SessionDay(held_on, row.starts_at_time), MoveReason.RECORDED, account_id, at
    )
    session.execute(
        update(SupervisionSessionRow)
        .where(SupervisionSessionRow.id == row.id)
        .values(
            planned_on=held_on,
            moved_from_on=row.moved_from_on or row.planned_on,
            sequence=SupervisionSessionRow.sequence + 1,
            changed_at=at,
        )
        .execution_options(synchronize_session=False)
    )


def _tell(
    session: Session,
    row: SupervisionSessionRow,
    to: SessionDay,
    reason: MoveReason,
    account_id: int | None,
    at: datetime,
) -> None:
    session.execute(
        insert(SessionMoveRow).values(
            session_id=row.id,
            from_on=row.planned_on,
            from_time=row.starts_at_time,
            to_on=to.on,
            to_time=to.at,
            reason=reason.value,
            at=at,
            by=account_id,
        )
    )


def withdraw_sessions(
    session: Session,
    ids: Collection[int],
    account_id: int | None,
    at: datetime,
    reason: CancelReason = CancelReason.SERIES_CHANGED,
) -> None:
    """Withdraw planned sessions: nothing takes their place, and nobody missed them.

    Args:
        session: A session inside `transaction`.
        ids: The sessions, locked; in none of them anything was begun.
        account_id: Who changed the series, or noted that somebody leaves.
        at: The present.
        reason: Why.
    """
    if not ids:
        return
    with counting_sessions(session, ids):
        session.execute(
            update(SupervisionSessionRow)
            .where(SupervisionSessionRow.id.in_(sorted(ids)))
            .values(
                state=SessionState.CANCELLED.value,
                cancel_reason=reason.value,
                # so that the rule may name this day again
                series_on=None,
                settled_at=at,
                settled_by=account_id,
                sequence=SupervisionSessionRow.sequence + 1,
                changed_at=at,
            )
            .execution_options(synchronize_session=False)
        )
