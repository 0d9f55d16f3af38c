"""Puts supervision sessions on their day, inside the transaction that plans them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.supervision import SessionState
from qa_app.models.supervision import SessionPersonRow, SessionStaffRow, SupervisionSessionRow


def keep_session(
    session: Session,
    values: Mapping[str, Any],
    people: Collection[int],
    account_id: int | None,
    at: datetime,
    staff: Collection[int] = (),
) -> int:
    """Write down a planned session and who takes part.

    Args:
        session: A session inside `transaction`.
        values: What is planned, by column.
        people: Practitioners.
        account_id: Who plans.
        at: The present.
        staff: Accounts that are supervised.

    Returns:
        The session.
    """
    session_id = session.execute(
        insert(SupervisionSessionRow)
        .values(**values, state=SessionState.PLANNED.value, created_at=at, created_by=account_id)
        .returning(SupervisionSessionRow.id)
    ).scalar_one()
    rows = [{"session_id": session_id, "practitioner_id": one} for one in sorted(set(people))]
    if rows:
        session.execute(insert(SessionPersonRow), rows)
    supervised = [{"session_id": session_id, "account_id": one} for one in sorted(set(staff))]
    if supervised:
        session.execute(insert(SessionStaffRow), supervised)
    return session_id
