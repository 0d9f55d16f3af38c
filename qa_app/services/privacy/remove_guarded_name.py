"""Take a name off the list of the guard."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.privacy_events import GuardedNameChanged
from qa_app.models.privacy_rows import GuardedNameRow
from qa_app.models.transaction import transaction


def remove_guarded_name(session: Session, actor: Actor, name: str, *, at: datetime) -> bool:
    """Take a name off the list; harmless when repeated.

    Args:
        session: A database session.
        actor: The system.
        name: The name.
        at: The present.

    Returns:
        False when it did not stand there.

    Raises:
        NotAllowedError: A person asks.
    """
    if not actor.is_system:
        raise NotAllowedError("guard:list")
    shown = " ".join(name.split())
    row = session.execute(select(GuardedNameRow).where(GuardedNameRow.name == shown)).scalar()
    if row is None:
        session.rollback()
        return False
    row_id, kind = row.id, row.kind
    event = GuardedNameChanged(actor=actor, at=at, object_id=row_id, kind=kind, step="remove")
    with transaction(session, event):
        session.execute(delete(GuardedNameRow).where(GuardedNameRow.id == row_id))
    return True
