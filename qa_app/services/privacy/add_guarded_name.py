"""Put a name of a school or a community on the list of the guard."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.privacy_events import GuardedNameChanged
from qa_app.domain.trust_defaults import GUARDED_NAME_LEAST, GUARDED_NAME_MOST
from qa_app.models.privacy_rows import GuardedNameRow
from qa_app.models.transaction import transaction
from qa_app.queries.guarded_names import KINDS


def add_guarded_name(session: Session, actor: Actor, kind: str, name: str, *, at: datetime) -> bool:
    """Put a name on the list; harmless when repeated.

    Args:
        session: A database session.
        actor: The system: the list is kept by who runs the installation, at its console.
        kind: `school` or `community`.
        name: The name.
        at: The present.

    Returns:
        False when it stood there already.

    Raises:
        NotAllowedError: A person asks.
        InvalidError: The kind is unknown, or the name too short or too long (`guarded_name`).
    """
    shown = " ".join(name.split())
    if not actor.is_system:
        raise NotAllowedError("guard:list")
    if kind not in KINDS or not GUARDED_NAME_LEAST <= len(shown) <= GUARDED_NAME_MOST:
        raise InvalidError("guarded_name")
    if _stands(session, shown):
        session.rollback()
        return False
    with transaction(session, GuardedNameChanged(actor=actor, at=at, kind=kind, step="add")) as act:
        act.learn(
            object_id=session.execute(
                insert(GuardedNameRow)
                .values(kind=kind, name=shown, added_at=at)
                .returning(GuardedNameRow.id)
            ).scalar_one()
        )
    return True


def _stands(session: Session, name: str) -> bool:
    row = session.execute(select(GuardedNameRow.id).where(GuardedNameRow.name == name)).first()
    return row is not None
