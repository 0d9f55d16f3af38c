"""Discard a draft of criteria; it stays to be read."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.criteria_events import CriteriaDraftMoved
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.transaction import transaction
from qa_app.queries.criteria_drafts import held_draft


def discard_criteria_draft(session: Session, actor: Actor, draft_id: int, *, at: datetime) -> None:
    """Discard it.

    Args:
        session: A database session.
        actor: Who discards it.
        draft_id: The draft.
        at: The present.

    Raises:
        OutOfReachError: There is no such draft, or the actor publishes no criteria.
        ConflictError: It is published (`settled`).
    """
    if not may(actor, Permission.CRITERIA_PUBLISH) or actor.account_id is None:
        raise OutOfReachError("criteria_draft")
    event = CriteriaDraftMoved(actor=actor, at=at, object_id=draft_id, step="discard")
    with transaction(session, event):
        row = held_draft(session, draft_id)
        if row.state == "published":
            raise ConflictError("settled")
        if row.state == "open":
            row.state, row.settled_at, row.settled_by = "discarded", at, actor.account_id
