"""Moves and withdraws planned sessions, inside the transaction of whoever does so."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import READING_DUE_DAYS
from qa_app.domain.session_moves import Move
from qa_app.domain.supervision import CancelReason, SessionState
from qa_app.models.audits import AuditRow
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

    Unsigned readings are due as many days later as if it had been planned for the new day.

    Args:
        session: A session inside `transaction`.
        row: The session, locked.
        move: From when to when, and why.
        account_id: Who moves it.
        at: The present.
    """
    session.execute(
        insert(SessionMoveRow).values(
            session_id=row.id,
            from_on=row.planned_on,
            from_time=row.starts_at_time,
            to_on=move.to.on,
            to_time=move.to.at,
            reason=move.reason.value,
            at=at,
            by=account_id,
        )
    )
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
    session.execute(
        update(AuditRow)
        .where(AuditRow.session_id == row.id, AuditRow.state == "draft")
        .values(due_on=move.to.on + timedelta(days=READING_DUE_DAYS))
        .execution_options(synchronize_session=False)
    )


def withdraw_sessions(
    session: Session, ids: Collection[int], account_id: int | None, at: datetime
) -> None:
    """Withdraw planned sessions of a series: nothing takes their place, and nobody missed them.

    Args:
        session: A session inside `transaction`.
        ids: The sessions, locked; in none of them anything was begun.
        account_id: Who changed the series.
        at: The present.
    """
    if not ids:
        return
    with counting_sessions(session, ids):
        session.execute(
            update(SupervisionSessionRow)
            .where(SupervisionSessionRow.id.in_(sorted(ids)))
            .values(
                state=SessionState.CANCELLED.value,
                cancel_reason=CancelReason.SERIES_CHANGED.value,
                # so that the rule may name this day again
                series_on=None,
                settled_at=at,
                settled_by=account_id,
                sequence=SupervisionSessionRow.sequence + 1,
                changed_at=at,
            )
            .execution_options(synchronize_session=False)
        )
