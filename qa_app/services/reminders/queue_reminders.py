"""Put the reminders that are due into the outbox, each once."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.reminder_events import RemindersQueued
from qa_app.domain.reminders import Channel
from qa_app.models.outbox import put_messages
from qa_app.models.transaction import transaction
from qa_app.queries.reminders_due import messages_due


def queue_reminders(
    session: Session, actor: Actor, channels: Collection[Channel], zone: str, *, at: datetime
) -> int:
    """Queue what is due: sessions ahead, late actions, reviews, records, plans, what ends.

    Args:
        session: A database session.
        actor: The system.
        channels: Ways by which this installation can send; nothing is queued for others.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        How many were put there; 0 when the same were there before.

    Raises:
        NotAllowedError: The actor is not the system.
    """
    if not actor.is_system:
        raise NotAllowedError("reminder:queue")
    due = messages_due(session, channels, zone, at=at)
    if not due:
        return 0
    with transaction(session, RemindersQueued(actor=actor, at=at, count=0)) as act:
        count = put_messages(session, due, at)
        act.learn(count=count)
    return count
