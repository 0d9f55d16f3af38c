"""A reading and those whose place it took."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow

_MOST = 10


def reading_chain(session: Session, audit_id: int) -> tuple[int, ...]:
    """Name a reading and the readings that it replaced, one after the other.

    Args:
        session: A database session.
        audit_id: The reading; its caller knows that it is in reach.

    Returns:
        It first, the earliest last.
    """
    chain = [audit_id]
    while len(chain) < _MOST:
        before = session.execute(
            select(AuditRow.replaces_id).where(AuditRow.id == chain[-1])
        ).scalar_one_or_none()
        if before is None:
            break
        chain.append(before)
    return tuple(chain)
