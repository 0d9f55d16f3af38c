"""A signed audit that somebody is about to take out of the totals."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.models.audits import AuditRow
from qa_app.models.places import CentreRow
from qa_app.models.transaction import locked
from qa_app.queries.reach import SHOWN


def locked_signed(
    session: Session,
    audit_id: int,
    *conditions: ColumnElement[bool],
    states: tuple[str, ...] = SHOWN,
) -> tuple[AuditRow, str]:
    """Find an audit that is signed, replaced or void, and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        audit_id: The audit.
        *conditions: On `AuditRow` and `CentreRow`; what makes it the actor's to act on.
        states: States in which it may be.

    Returns:
        The audit, and its centre's place path.

    Raises:
        OutOfReachError: There is no such audit.
    """
    query = (
        select(AuditRow, CentreRow.place_path)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(AuditRow.id == audit_id, AuditRow.state.in_(states), *conditions)
    )
    row = session.execute(locked(session, query, AuditRow)).one_or_none()
    if row is None:
        raise OutOfReachError("audit")
    return row[0], row.place_path
