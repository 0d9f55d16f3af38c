"""Note in the journal that someone looks into an audit, and refuse those who may not."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.events import AuditOpened
from qa_app.domain.people import Actor
from qa_app.models.audits import AuditRow
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.audits import audit_centre


def open_audit(
    session: Session,
    actor: Actor,
    audit_id: int,
    centre_id: int,
    *,
    at: datetime,
    view: str = "report",
) -> None:
    """Record that the content of an audit is shown to someone.

    Args:
        session: A database session.
        actor: Who looks.
        audit_id: The audit.
        centre_id: Its centre.
        at: The present.
        view: Which page shows it.

    Raises:
        OutOfReachError: There is no such audit of that centre within reach.
    """
    event = AuditOpened(actor=actor, at=at, object_id=audit_id, centre_id=centre_id, view=view)
    with transaction(session, event):
        if lock_rows(session):
            # whoever withdraws the signature meanwhile waits for this lock, and then finds
            # the journal row
            session.execute(
                select(AuditRow.id).where(AuditRow.id == audit_id).with_for_update(read=True)
            )
        if audit_centre(session, actor, audit_id) != centre_id:
            raise OutOfReachError("audit")
