"""Give an account another password without knowing the present one; its sessions end."""

from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.events import AccountChanged
from qa_app.domain.passwords import normal_password, password_flaw
from qa_app.domain.people import Actor
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.transaction import transaction


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
        actor: The system; people change only their own password.
        login_name: Name typed at sign-in.
        password: The new password.
        hasher: Argon2id with the installation's parameters.
        at: The present.

    Raises:
        NotAllowedError: The actor is not the system.
        OutOfReachError: There is no such account.
        InvalidError: The password is not good enough (`too_short`, `too_long`, `guessable`).
    """
    if not actor.is_system:
        raise NotAllowedError("account:password")
    name = login_name.strip().casefold()
    flaw = password_flaw(password, name)
    if flaw is not None:
        raise InvalidError(flaw)
    password_hash = hasher.hash(normal_password(password))
    with transaction(session, AccountChanged(actor=actor, at=at, change="password")) as act:
        account_id = session.execute(
            update(AccountRow)
            .where(AccountRow.login_name == name)
            .values(password_hash=password_hash, failed_count=0, last_failed_at=None)
            .returning(AccountRow.id)
        ).scalar_one_or_none()
        if account_id is None:
            raise OutOfReachError("account")
        session.execute(
            update(LoginSessionRow)
            .where(LoginSessionRow.account_id == account_id, LoginSessionRow.ended_at.is_(None))
            .values(ended_at=at, end_reason="password")
        )
        act.learn(object_id=account_id)
