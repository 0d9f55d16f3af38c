"""Have a message of the outbox sent once more, because a person says so."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.reminder_events import ReminderRetried
from qa_app.domain.reminders import MessageState
from qa_app.models.reminders import OutboxMessageRow
from qa_app.models.transaction import locked, transaction

_MAY_GO_ON = (MessageState.FAILED.value, MessageState.UNKNOWN.value)


def retry_message(session: Session, actor: Actor, message_id: int, *, at: datetime) -> None:
    """Put a message that failed, or of which nobody knows, back among those that wait.

    Args:
        session: A database session.
        actor: An administrator.
        message_id: The message.
        at: The present, from which on it is due.

    Raises:
        NotAllowedError: The actor may not see the outbox.
        OutOfReachError: There is no such message.
        ConflictError: It waits, is on its way, arrived, or was dropped (`not_failed`).
    """
    if not may(actor, Permission.OUTBOX_READ):
        raise NotAllowedError(Permission.OUTBOX_READ.value)
    row = OutboxMessageRow
    query = select(row).where(row.id == message_id)
    with transaction(session, ReminderRetried(actor=actor, at=at, object_id=message_id)):
        found = session.execute(locked(session, query, row)).scalar_one_or_none()
        if found is None:
            raise OutOfReachError("outbox_message")
        if found.state not in _MAY_GO_ON:
            raise ConflictError("not_failed")
        session.execute(
            update(row)
            .where(row.id == message_id)
            .values(
                state=MessageState.WAITING.value, tries=0, due_at=at, fault=None, settled_at=None
            )
        )
