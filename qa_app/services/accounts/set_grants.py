"""Give an account other roles; its sessions end, so that the next one begins with them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.events import AccountChanged
from qa_app.domain.people import Actor, NewGrant
from qa_app.domain.permissions import Permission, may, roles_fit_together
from qa_app.models.accounts import AccountRow, LoginSessionRow, RoleGrantRow
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.grants import check_manageable, resolved_grants


def set_grants(
    session: Session, actor: Actor, account_id: int, grants: Sequence[NewGrant], *, at: datetime
) -> None:
    """Replace the roles of an account.

    Args:
        session: A database session.
        actor: Who decides.
        account_id: Which account.
        grants: All roles that it holds from now on, at least one.
        at: The present.

    Raises:
        NotAllowedError: The actor may not manage accounts.
        OutOfReachError: There is no such account within reach.
        InvalidError: Nobody changes their own roles (`own_account`), no role is left
            (`no_role`), the roles exclude each other (`roles_exclude`), or a place or centre
            is unknown or beyond the actor's reach (as `resolved_grants`).
    """
    if not may(actor, Permission.ACCOUNT_MANAGE):
        raise NotAllowedError("account:manage")
    if account_id == actor.account_id:
        raise InvalidError("own_account")
    roles = frozenset(grant.role for grant in grants)
    if not roles:
        raise InvalidError("no_role")
    if not roles_fit_together(roles):
        raise InvalidError("roles_exclude")
    event = AccountChanged(
        actor=actor, at=at, object_id=account_id, change="roles", roles=tuple(sorted(roles))
    )
    with transaction(session, event):
        if lock_rows(session):
            # one change of an account's roles at a time, so that none is written twice
            session.execute(
                select(AccountRow.id).where(AccountRow.id == account_id).with_for_update()
            )
        check_manageable(session, actor, account_id)
        columns = resolved_grants(session, actor, grants)
        session.execute(delete(RoleGrantRow).where(RoleGrantRow.account_id == account_id))
        session.execute(
            insert(RoleGrantRow), [{"account_id": account_id, **grant} for grant in columns]
        )
        session.execute(
            update(LoginSessionRow)
            .where(LoginSessionRow.account_id == account_id, LoginSessionRow.ended_at.is_(None))
            .values(ended_at=at, end_reason="roles")
        )
