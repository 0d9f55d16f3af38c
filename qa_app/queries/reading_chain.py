"""A reading and those whose place it took."""

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow
from qa_app.models.findings import AmendmentRow, ObjectionRow

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


def chained(audit_id: int) -> Select[int]:
    """Give the same as a part of a query, for what cannot pay for a query more.

    Args:
        audit_id: The reading; its caller knows that it is in reach.

    Returns:
        Ids of it and of the readings that it replaced.
    """
    start = select(
        AuditRow.id, AuditRow.replaces_id.label("before"), literal(1).label("place")
    ).where(AuditRow.id == audit_id)
    chain = start.cte("chain", recursive=True)
    more = select(AuditRow.id, AuditRow.replaces_id, chain.c.place + 1).where(
        AuditRow.id == chain.c.before, chain.c.place < _MOST
    )
    return select(chain.union_all(more).c.id)


def objected_before(session: Session, audit_id: int) -> bool:
    """Tell whether a centre has objected already, to a result or to one whose place it took.

    Args:
        session: A database session.
        audit_id: The reading; its caller knows that it is in reach.

    Returns:
        True when it has; an objection to a reading from before an amendment that somebody asked
        for without one does not count, for what it led to is new.
    """
    chain = reading_chain(session, audit_id)
    asked = select(AmendmentRow.new_audit_id).where(
        AmendmentRow.new_audit_id.in_(chain), AmendmentRow.objection_id.is_(None)
    )
    new = max((one for one in session.execute(asked).scalars() if one is not None), default=0)
    since = [one for one in chain if one >= new]
    query = select(ObjectionRow.id).where(ObjectionRow.audit_id.in_(since))
    return session.execute(query.limit(1)).first() is not None
