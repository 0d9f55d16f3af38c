"""Close accounts that nobody has used for long."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import AccountChanged
from qa_app.domain.people import Actor, Role
from qa_app.domain.sign_in import is_dormant
from qa_app.domain.trust_defaults import DORMANT_DAYS
from qa_app.models.accounts import AccountRow, LoginSessionRow, RoleGrantRow
from qa_app.models.login_sessions import close_links, end_sessions, tell_owner
from qa_app.models.transaction import transaction


def close_dormant(session: Session, actor: Actor, *, at: datetime) -> int:
    """Disable every account that was not used for more than `DORMANT_DAYS`.

    The last use counts, or when the account was made or enabled again. The last account that may
    look after accounts stays open, however long it rests: somebody has to open the others again.

    Args:
        session: A database session.
        actor: The system.
        at: The present.

    Returns:
        How many were closed; each stands in the journal, and its owner is told.

    Raises:
        NotAllowedError: The actor is not the system.

    Source: GB/T 22239-2019, 8.1.4.2 c.
    """
    if not actor.is_system:
        raise NotAllowedError("account:manage")
    return sum(_close(session, actor, account_id, at) for account_id in _dormant(session, at))


def _dormant(session: Session, at: datetime) -> list[int]:
    last = (
        select(func.max(LoginSessionRow.last_seen_at))
        .where(LoginSessionRow.account_id == AccountRow.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(AccountRow.id, AccountRow.created_at, AccountRow.enabled_at, last.label("last"))
        .where(AccountRow.is_active, AccountRow.created_at < at - timedelta(days=DORMANT_DAYS))
        .order_by(AccountRow.id)
    ).all()
    used = {row.id: max(filter(None, (row.created_at, row.enabled_at, row.last))) for row in rows}
    found = {account_id for account_id, used_at in used.items() if is_dormant(used_at, at)}
    keepers = set(_keepers(session))
    if keepers and keepers <= found:
        found.remove(max(keepers, key=lambda one: (used[one], one)))
    return sorted(found)


def _keepers(session: Session) -> list[int]:
    query = (
        select(AccountRow.id)
        .join(RoleGrantRow, RoleGrantRow.account_id == AccountRow.id)
        .where(AccountRow.is_active, RoleGrantRow.role == Role.SYS_ADMIN.value)
    )
    return list(session.execute(query).scalars())


def _close(session: Session, actor: Actor, account_id: int, at: datetime) -> bool:
    event = AccountChanged(actor=actor, at=at, object_id=account_id, change="dormant")
    with transaction(session, event):
        session.execute(
            update(AccountRow)
            .where(AccountRow.id == account_id)
            .values(is_active=False, disabled_why="dormant")
        )
        end_sessions(session, account_id, "disabled", at)
        close_links(session, account_id, at)
        tell_owner(session, account_id, "dormant", at)
    return True
