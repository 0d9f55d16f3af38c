"""Keep the key that digests come from, sealed, so that it outlives the key that seals."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.privacy_events import DigestKeyKept
from qa_app.models.privacy_rows import DigestKeyRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import transaction


def keep_digest_key(session: Session, actor: Actor, *, at: datetime) -> bool:
    """Put the digest key beside what it made, once; harmless when repeated.

    Args:
        session: A database session.
        actor: The system.
        at: The present.

    Returns:
        False when it was kept already.

    Raises:
        NotAllowedError: A person asks.
    """
    if not actor.is_system:
        raise NotAllowedError("key:keep")
    if session.execute(select(DigestKeyRow.id)).first() is not None:
        session.rollback()
        return False
    session.rollback()
    sealer = sealer_of(session)
    with transaction(session, DigestKeyKept(actor=actor, at=at, key=sealer.key)):
        if session.execute(select(DigestKeyRow.id)).first() is None:
            session.execute(insert(DigestKeyRow).values(id=1, sealed=sealer.sealed_digest_key()))
    return True
