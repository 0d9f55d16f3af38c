"""Note in the journal that someone took a list away or searched one."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import ListRead
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.transaction import transaction

_NEEDS = {"criteria_csv": Permission.CRITERIA_READ, "journal": Permission.JOURNAL_READ}


def note_list(session: Session, actor: Actor, view: str, count: int, *, at: datetime) -> None:
    """Record that a list is shown or handed out.

    Args:
        session: A database session.
        actor: Who gets it.
        view: Which list: `criteria_csv` or `journal`.
        count: How many rows it holds.
        at: The present.

    Raises:
        NotAllowedError: The actor may not see the list.
    """
    needed = _NEEDS[view]
    if not may(actor, needed):
        raise NotAllowedError(needed.value)
    with transaction(session, ListRead(actor=actor, at=at, view=view, count=count)):
        pass
