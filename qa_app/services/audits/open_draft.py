"""Show a reader their own draft, and note that it was opened."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.events import AuditOpened
from qa_app.domain.people import Actor
from qa_app.models.transaction import transaction
from qa_app.queries.drafts import DraftAudit, own_draft


def open_draft(
    session: Session, actor: Actor, audit_id: int, view: str, zone: str, *, at: datetime
) -> DraftAudit:
    """Read one's own draft; what is read and that it was read travel in one transaction.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The audit.
        view: Which page shows it, such as `workspace`.
        zone: Local time zone.
        at: The present.

    Returns:
        The draft with its entries.

    Raises:
        OutOfReachError: There is no such draft of this reader.
        ConflictError: Something bars the reader from this file by now (`barred`).
    """
    event = AuditOpened(actor=actor, at=at, object_id=audit_id, view=view)
    with transaction(session, event) as act:
        draft = own_draft(session, actor, audit_id, local_day(at, zone))
        if draft is None:
            raise OutOfReachError("audit")
        act.learn(centre_id=draft.centre_id)
    return draft
