"""Give someone's account a new password; its sessions end, and waiting after failures too."""

from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.events import AccountChanged
from qa_app.domain.passwords import normal_password, password_flaw
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.transaction import transaction
from qa_app.queries.grants import check_manageable


def set_password(
    session: Session,
    actor: Actor,
    login_name: str,
    password: str,
    hasher: PasswordHasher,
    *,
    at: datetime,
) -> None:
    """Set the password of an account.

    Args:
        session: A database session.
        actor: Who sets it; one's own is changed with the present one instead.
        login_name: Name typed at sign-in.
        password: The new password.
        hasher: Argon2id with the installation's parameters.
        at: The present.

    Raises:
        NotAllowedError: The actor may not manage accounts.
        OutOfReachError: There is no such account within reach.
        InvalidError: It is the actor's own account (`own_account`), or the password is not
            good enough (`too_short`, `too_long`, `guessable`).
    """
    if not may(actor, Permission.ACCOUNT_MANAGE):
        raise NotAllowedError("account:manage")
    name = login_name.strip().casefold()
    flaw = password_flaw(password, name)
    if flaw is not None:
        raise InvalidError(flaw)
    # hashing takes long on purpose, so it is done before the write lock is taken
    password_hash = hasher.hash(normal_password(password))
    with transaction(session, AccountChanged(actor=actor, at=at, change="password")) as act:
        account_id = session.execute(
            select(AccountRow.id).where(AccountRow.login_name == name)
        ).scalar_one_or_none()
        if account_id is None:
            raise OutOfReachError("account")
        if account_id == actor.account_id:
            raise InvalidError("own_account")
        check_manageable(session, actor, account_id)
        session.execute(
            update(AccountRow)
            .where(AccountRow.id == account_id)
            .values(password_hash=password_hash, failed_count=0, last_failed_at=None)
        )
        session.execute(
            update(LoginSessionRow)
            .where(LoginSessionRow.account_id == account_id, LoginSessionRow.ended_at.is_(None))
            .values(ended_at=at, end_reason="password")
        )
        act.learn(object_id=account_id)
