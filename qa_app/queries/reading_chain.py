"""A reading and those whose place it took."""

from collections.abc import Collection, Mapping

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
    return reading_chains(session, (audit_id,))[audit_id]


def reading_chains(session: Session, audits: Collection[int]) -> Mapping[int, tuple[int, ...]]:
    """Name some readings and the readings that they replaced, with one query.

    Args:
        session: A database session.
        audits: The readings; the caller knows that they are in reach.

    Returns:
        Each of them to its chain, as `reading_chain`.
    """
    first = select(
        AuditRow.id.label("root"), AuditRow.id, AuditRow.replaces_id, literal(1).label("place")
    ).where(AuditRow.id.in_(audits))
    chain = first.cte("chains", recursive=True)
    more = select(chain.c.root, AuditRow.id, AuditRow.replaces_id, chain.c.place + 1).where(
        AuditRow.id == chain.c.replaces_id, chain.c.place < _MOST
    )
    whole = chain.union_all(more)
    found: dict[int, tuple[int, ...]] = dict.fromkeys(audits, ())
    for row in session.execute(select(whole.c.root, whole.c.id).order_by(whole.c.place)):
        found[row.root] += (row.id,)
    return found


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
