"""Why names are kept in the texts of a result."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.name_reasons import NamePlace, reason_place
from qa_app.models.accounts import AccountRow
from qa_app.models.name_reasons import NameReasonRow
from qa_app.models.sealing import sealer_of
from qa_app.queries.reading_chain import reading_chain


@dataclass(frozen=True, slots=True)
class NameReason:
    """A reason.

    Attributes:
        place: In which text the name is kept.
        key: The item of a note; empty elsewhere.
        reason: Why; empty when texts are withheld.
        at: Since when.
        by: Who kept it.
    """

    place: NamePlace
    key: str
    reason: str
    at: datetime
    by: str


def name_reasons(
    session: Session, audit_id: int, *, is_withheld: bool = False
) -> tuple[NameReason, ...]:
    """Read why names are kept in a result and in those whose place it took.

    Args:
        session: A database session.
        audit_id: The reading; its caller knows that it is in reach.
        is_withheld: True leaves every reason out.

    Returns:
        The earliest first.
    """
    rows = session.execute(
        select(NameReasonRow, AccountRow.display_name)
        .outerjoin(AccountRow, AccountRow.id == NameReasonRow.by)
        .where(NameReasonRow.audit_id.in_(reading_chain(session, audit_id)))
        .order_by(NameReasonRow.id)
    )
    sealer = sealer_of(session)
    return tuple(
        NameReason(
            NamePlace(row.place),
            row.key,
            "" if is_withheld else sealer.open(row.reason, reason_place(row.audit_id)),
            row.at,
            name or "",
        )
        for row, name in rows
    )
