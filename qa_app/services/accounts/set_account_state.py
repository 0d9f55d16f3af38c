"""Disable or enable an account; disabling ends its sessions at once."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.events import AccountChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.accounts import AccountRow
from qa_app.models.login_sessions import close_links, end_sessions, tell_owner
from qa_app.models.transaction import transaction
from qa_app.queries.grants import check_manageable
from qa_app.queries.managed_accounts import is_held


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
        InvalidError: Nobody disables the account they use (`own_account`); another active
            account is that practitioner's by now (`practitioner_taken`).
    """
    if not may(actor, Permission.ACCOUNT_MANAGE):
        raise NotAllowedError("account:manage")
    if account_id == actor.account_id:
        raise InvalidError("own_account")
    change = "enable" if is_active else "disable"
    event = AccountChanged(actor=actor, at=at, object_id=account_id, change=change)
    with transaction(session, event):
        check_manageable(session, actor, account_id)
        if is_active:
            _check_practitioner(session, account_id)
        changes: dict[str, object] = {"is_active": is_active, "disabled_why": None}
        if is_active:
            # an account that lay unused may rest as long again
            changes["enabled_at"] = at
            tell_owner(session, account_id, "enabled", at)
        session.execute(update(AccountRow).where(AccountRow.id == account_id).values(**changes))
        if not is_active:
            end_sessions(session, account_id, "disabled", at)
            close_links(session, account_id, at)


def _check_practitioner(session: Session, account_id: int) -> None:
    of = select(AccountRow.practitioner_id).where(AccountRow.id == account_id)
    if is_held(session, session.scalar(of), but=account_id, lock=True):
        raise InvalidError("practitioner_taken")
