"""The outbox: messages are put into it once, claimed by one sender, and settled by that one."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.domain.defaults import MESSAGE_CLAIM_MINUTES
from qa_app.domain.reminders import Became, Channel, MessageState
from qa_app.models.base import table_of
from qa_app.models.reminders import OutboxMessageRow
from qa_app.models.transaction import lock_rows, touch

_AT_ONCE = 400
_ROW = OutboxMessageRow


def put_messages(session: Session, messages: Sequence[Mapping[str, Any]], at: datetime) -> int:
    """Put messages into the outbox, each only once.

    Args:
        session: A session inside `transaction`.
        messages: Their columns `key`, `channel`, `account_id`, `robot_id`, `kind` and `content`.
        at: The present, from which on they are due.

    Returns:
        How many were new; another process that puts the same ones there takes none of them away.
    """
    make = postgresql.insert if lock_rows(session) else sqlite.insert
    table, new = table_of(_ROW), 0
    rows = [
        {**one, "due_at": at, "state": MessageState.WAITING.value, "tries": 0} for one in messages
    ]
    for start in range(0, len(rows), _AT_ONCE):
        query = make(table).on_conflict_do_nothing().returning(table.c.id)
        part = rows[start : start + _AT_ONCE]
        new += len(session.execute(query.values(part)).all())
    return new


def claim_message(
    session: Session, claim: str, channels: Sequence[Channel], at: datetime
) -> OutboxMessageRow | None:
    """Take the message that has been due longest, so that nobody else sends it.

    Args:
        session: A session without unsaved changes; the claim is committed.
        claim: A token that no other claim has.
        channels: Ways that can be used now.
        at: The present.

    Returns:
        The message, in state `sending`; None when nothing is due.
    """
    due = (
        select(_ROW.id)
        .where(
            _ROW.state == MessageState.WAITING.value,
            _ROW.due_at <= at,
            _ROW.channel.in_([one.value for one in channels]),
        )
        .order_by(_ROW.due_at, _ROW.id)
        .limit(1)
    )
    if lock_rows(session):
        due = due.with_for_update(skip_locked=True)
    take_message(session, claim, due.scalar_subquery(), at)
    return claimed(session, claim)


def take_message(session: Session, claim: str, which: Any, at: datetime) -> None:
    """Mark one waiting message as being sent.

    Args:
        session: A session without unsaved changes; the claim is committed.
        claim: A token that no other claim has.
        which: Its id, or a query that gives it.
        at: The present.
    """
    touch(
        session,
        update(_ROW)
        .where(_ROW.id == which, _ROW.state == MessageState.WAITING.value)
        .values(state=MessageState.SENDING.value, claim=claim, claimed_at=at, tries=_ROW.tries + 1)
        .execution_options(synchronize_session=False),
    )


def claimed(session: Session, claim: str) -> OutboxMessageRow | None:
    """Find what a claim took.

    Args:
        session: A session.
        claim: The token.

    Returns:
        The message; None when the claim took none, or it is settled.
    """
    return session.execute(
        select(_ROW)
        .where(_ROW.claim == claim, _ROW.state == MessageState.SENDING.value)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def settle_message(
    session: Session, message_id: int, claim: str, became: Became, at: datetime
) -> bool:
    """Note what came of a claimed message.

    Args:
        session: A session inside `transaction`.
        message_id: The message.
        claim: The token of whoever sent it; a message that was given up meanwhile stays as it is.
        became: What it is from now on.
        at: The present.

    Returns:
        True when it was still claimed.
    """
    is_over = became.state is not MessageState.WAITING
    done = session.execute(
        update(_ROW)
        .where(
            _ROW.id == message_id,
            _ROW.claim == claim,
            _ROW.state == MessageState.SENDING.value,
        )
        .values(
            state=became.state.value,
            fault=became.fault,
            due_at=became.due_at,
            claim=None,
            settled_at=at if is_over else None,
        )
        .execution_options(synchronize_session=False)
    )
    return isinstance(done, CursorResult) and done.rowcount == 1


def lose_messages(session: Session, at: datetime) -> int:
    """Give up messages whose sender has not come back.

    Args:
        session: A session inside `transaction`.
        at: The present.

    Returns:
        How many nobody knows the end of; they are not sent again by themselves.
    """
    done = session.execute(
        update(_ROW)
        .where(is_lost(at))
        .values(state=MessageState.UNKNOWN.value, fault="sender_stopped", claim=None, settled_at=at)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount if isinstance(done, CursorResult) else 0


def is_lost(at: datetime) -> Any:
    """Give the condition that a message was claimed by somebody who did not come back.

    Args:
        at: The present.

    Returns:
        A condition on `OutboxMessageRow`.
    """
    since = at - timedelta(minutes=MESSAGE_CLAIM_MINUTES)
    return (_ROW.state == MessageState.SENDING.value) & (_ROW.claimed_at <= since)
