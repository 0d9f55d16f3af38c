"""Give one's own account another password; every other session of it ends."""

from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.events import AccountChanged
from qa_app.domain.passwords import normal_password, password_flaw
from qa_app.domain.people import Actor
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.password_again import refuse_password
from qa_app.models.transaction import transaction

_WRONG = "wrong_password"


def change_password(  # noqa: PLR0913 - what is typed, and where
    session: Session,
    actor: Actor,
    session_id: int,
    old: str,
    new: str,
    hasher: PasswordHasher,
    *,
    at: datetime,
) -> None:
    """Change one's own password.

    A wrong present one is counted for the session (`refuse_password`): a session left open tries
    no passwords.

    Args:
        session: A database session.
        actor: Whose password.
        session_id: The session that it is typed in.
        old: The present one.
        new: The new one.
        hasher: Argon2id with the installation's parameters.
        at: The present.

    Raises:
        InvalidError: The present password is wrong (`wrong_password`), or the new one is
            not good enough (`too_short`, `too_long`, `guessable`); its `codes` are all
            that is wrong.
        NotAllowedError: The session has ended, by wrong passwords or meanwhile
            (`session_ended`).
    """
    row = session.execute(
        select(AccountRow.login_name, AccountRow.password_hash).where(
            AccountRow.id == actor.account_id
        )
    ).one()
    faults = _faults(old, new, row.login_name, row.password_hash, hasher)
    if _WRONG in faults and refuse_password(session, actor, session_id, at=at):
        raise NotAllowedError("session_ended")
    if faults:
        raise InvalidError(*faults)
    password_hash = hasher.hash(normal_password(new))
    event = AccountChanged(actor=actor, at=at, object_id=actor.account_id, change="password")
    with transaction(session, event):
        session.execute(
            update(AccountRow)
            .where(AccountRow.id == actor.account_id)
            .values(password_hash=password_hash, failed_count=0, last_failed_at=None)
        )
        session.execute(
            update(LoginSessionRow)
            .where(
                LoginSessionRow.account_id == actor.account_id,
                LoginSessionRow.token_digest != actor.session_digest,
                LoginSessionRow.ended_at.is_(None),
            )
            .values(ended_at=at, end_reason="password")
        )


def _faults(
    old: str, new: str, login_name: str, password_hash: str, hasher: PasswordHasher
) -> list[str]:
    faults = []
    try:
        hasher.verify(password_hash, normal_password(old))
    except VerificationError:
        faults.append(_WRONG)
    flaw = password_flaw(new, login_name)
    if flaw is not None:
        faults.append(flaw)
    return faults
