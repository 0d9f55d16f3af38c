"""Keeps how readings stood before they change, inside the transaction of whoever changes them."""

from datetime import datetime

from sqlalchemy import ColumnElement, insert, literal, select
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow, ReadingBeforeRow


def keep_before(session: Session, which: ColumnElement[bool], at: datetime) -> None:
    """Keep how readings stand that are about to change their day, or not to count as asked for.

    Args:
        session: A session inside `transaction`.
        which: Condition on `AuditRow`.
        at: The present, from which on they stand as they stand after the change.
    """
    columns = ("audit_id", "state", "due_on", "signed_at", "reviewed_on", "until_at")
    standing = select(
        AuditRow.id,
        AuditRow.state,
        AuditRow.due_on,
        AuditRow.signed_at,
        AuditRow.reviewed_on,
        literal(at, ReadingBeforeRow.until_at.type),
    ).where(which)
    session.execute(insert(ReadingBeforeRow).from_select(columns, standing))
