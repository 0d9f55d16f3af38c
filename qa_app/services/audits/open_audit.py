"""Note in the journal that someone looked into an audit."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.events import AuditOpened
from qa_app.domain.people import Actor
from qa_app.models.transaction import transaction


def open_audit(
    session: Session, actor: Actor, audit_id: int, centre_id: int, *, at: datetime
) -> None:
    """Record that the content of an audit is shown to someone.

    Args:
        session: A database session.
        actor: Who looks; reach was decided by the query that found the audit.
        audit_id: The audit.
        centre_id: Its centre.
        at: The present.
    """
    event = AuditOpened(
        actor=actor, at=at, object_id=audit_id, centre_id=centre_id, view="workspace"
    )
    with transaction(session, event):
        pass
