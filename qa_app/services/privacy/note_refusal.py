"""Put down what the guard refused, or asked about."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.personal_numbers import Asked
from qa_app.domain.privacy_events import TextRefused
from qa_app.models.transaction import transaction


def note_refusal(session: Session, actor: Actor, asked: Asked, *, at: datetime) -> None:
    """Put down that a text was refused, or a reason asked for.

    Args:
        session: A database session.
        actor: Who sent it.
        asked: What was found, and where; the text itself is nowhere.
        at: The present.
    """
    event = TextRefused(
        actor=actor, at=at, kinds=asked.kinds, fields=asked.fields, endpoint=asked.endpoint
    )
    with transaction(session, event):
        pass
