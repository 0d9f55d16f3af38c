"""The roles of an account, replaced as one; its sessions end, so that the next begins with them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from qa_app.models.accounts import LoginSessionRow, RoleGrantRow


def hold_roles(
    session: Session, account_id: int, columns: Sequence[dict[str, Any]], *, at: datetime
) -> None:
    """Give an account the roles that it holds from now on.

    Args:
        session: A session inside `transaction`.
        account_id: The account.
        columns: Every role, as columns of `role_grant` without the account; none takes all away.
        at: The present.
    """
    session.execute(delete(RoleGrantRow).where(RoleGrantRow.account_id == account_id))
    if columns:
        session.execute(
            insert(RoleGrantRow), [{"account_id": account_id, **grant} for grant in columns]
        )
    session.execute(
        update(LoginSessionRow)
        .where(LoginSessionRow.account_id == account_id, LoginSessionRow.ended_at.is_(None))
        .values(ended_at=at, end_reason="roles")
    )
