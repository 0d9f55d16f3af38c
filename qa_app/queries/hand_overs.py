"""What passed from one person to another at a session, as the journal tells it."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, and_, cast, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.hand_over import (
    HandOverReason,
)
from qa_app.domain.reader_events import AuditHandedOver, ReaderNamed, SessionReassigned
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawRow
from qa_app.models.journal import JournalRow


@dataclass(frozen=True, slots=True)
class PassedOn:
    """One change of hands.

    Attributes:
        at: When.
        audit_id: The draft that was handed over; None when it was the session itself, or all
            that nobody had begun to read of its draw.
        file_count: How many drafts changed hands with the draw's reader; 0 for a draw that was
            not drawn yet; None when it was no draw.
        from_name: Who had it; empty when nobody did.
        to_name: Who goes on with it.
        reason: Why.
    """

    at: datetime
    audit_id: int | None
    file_count: int | None
    from_name: str
    to_name: str
    reason: HandOverReason


def passed_on(session: Session, session_id: int) -> tuple[PassedOn, ...]:
    """List what changed hands at a session that is known to be in reach, with two queries.

    Args:
        session: A database session.
        session_id: The supervision session.

    Returns:
        Oldest first.
    """
    audits = select(cast(AuditRow.id, String)).where(AuditRow.session_id == session_id)
    draws = select(cast(DrawRow.id, String)).where(DrawRow.session_id == session_id)
    of_audit = and_(
        JournalRow.object_type == AuditHandedOver.object_type,
        JournalRow.action == AuditHandedOver.action,
        JournalRow.object_id.in_(audits),
    )
    of_draw = and_(
        JournalRow.object_type == ReaderNamed.object_type,
        JournalRow.action == ReaderNamed.action,
        JournalRow.object_id.in_(draws),
    )
    of_session = and_(
        JournalRow.object_type == SessionReassigned.object_type,
        JournalRow.action == SessionReassigned.action,
        JournalRow.object_id == str(session_id),
    )
    rows = session.execute(
        select(JournalRow.at, JournalRow.action, JournalRow.object_id, JournalRow.detail)
        .where(or_(of_audit, of_draw, of_session))
        .order_by(JournalRow.seq)
    ).all()
    told = [(row, json.loads(row.detail)) for row in rows]
    accounts = {one[side] for _, one in told for side in ("from_account", "to_account")}
    names: dict[int | None, str] = dict(
        session.execute(
            select(AccountRow.id, AccountRow.display_name).where(
                AccountRow.id.in_(accounts - {None})
            )
        ).all()
        if told
        else ()
    )
    return tuple(
        PassedOn(
            at=row.at,
            audit_id=int(row.object_id) if row.action == AuditHandedOver.action else None,
            file_count=detail.get("count"),
            from_name=names.get(detail["from_account"], ""),
            to_name=names.get(detail["to_account"], ""),
            # only a reader who may no longer read there is replaced for a whole draw
            reason=HandOverReason(detail.get("reason", HandOverReason.LEFT)),
        )
        for row, detail in told
    )
