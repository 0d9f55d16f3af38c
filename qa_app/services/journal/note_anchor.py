"""Note that the head of the journal left the system."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.journal_events import AnchorHandedOut
from qa_app.domain.people import Actor
from qa_app.models.transaction import transaction


def note_anchor(session: Session, actor: Actor, way: str, head: str, *, at: datetime) -> None:
    """Note that an anchor was handed out, so that it is once a day.

    Args:
        session: A database session.
        actor: The system.
        way: `folder` or `mail`.
        head: The anchor, as `domain.journal_anchors.anchor_text` writes it.
        at: The present.

    Raises:
        NotAllowedError: A person asks.
    """
    if not actor.is_system:
        raise NotAllowedError("journal:anchor")
    with transaction(session, AnchorHandedOut(actor=actor, at=at, way=way, head=head)):
        pass
