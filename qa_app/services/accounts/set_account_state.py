"""Disable or enable an account; disabling ends its sessions at once."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.events import AccountChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.transaction import transaction
from qa_app.queries.grants import check_manageable


def set_account_state(
    session: Session, actor: Actor, account_id: int, *, is_active: bool, at: datetime
) -> None:
    """Disable or enable an account.

    Args:
        session: A database session.
        actor: Who decides.
        account_id: Which account.
        is_active: False disables it.
        at: The present.

    Raises:
        NotAllowedError: The actor may not manage accounts.
        OutOfReachError: There is no such account within reach.
        InvalidError: Nobody disables the account they use (`own_account`).
    """
    if not may(actor, Permission.ACCOUNT_MANAGE):
        raise NotAllowedError("account:manage")
    if account_id == actor.account_id:
        raise InvalidError("own_account")
    change = "enable" if is_active else "disable"
    event = AccountChanged(actor=actor, at=at, object_id=account_id, change=change)
    with transaction(session, event):
        check_manageable(session, actor, account_id)
        session.execute(
            update(AccountRow).where(AccountRow.id == account_id).values(is_active=is_active)
        )
        if not is_active:
            session.execute(
                update(LoginSessionRow)
                .where(LoginSessionRow.account_id == account_id, LoginSessionRow.ended_at.is_(None))
                .values(ended_at=at, end_reason="disabled")
            )
