"""Have a signed-in person give the password again, before an act that must be theirs."""

from datetime import datetime
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import STEP_UP_TRIES
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import SignedOut, SignInRefused
from qa_app.domain.passwords import normal_password
from qa_app.domain.people import Actor
from qa_app.domain.sign_in_events import SignedInAgain
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.transaction import locked, transaction


class Again(StrEnum):
    """What became of it."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"


def sign_in_again(  # noqa: PLR0913 - what a browser sends and what it gets
    session: Session,
    actor: Actor,
    session_id: int,
    password: str,
    token_digest: str,
    hasher: PasswordHasher,
    *,
    at: datetime,
) -> Again:
    """Check the password of a signed-in person; the session goes on under another id.

    Wrong ones are counted for this session and not for the account, so that nobody who guesses
    at the front door keeps a signed-in person from signing.

    Args:
        session: A database session.
        actor: Who is signed in.
        session_id: Their session.
        password: As typed.
        token_digest: SHA-256 (hex) of the id that the browser gets when it is right.
        hasher: Argon2id.
        at: The present.

    Returns:
        Right; wrong; or over: the last of `STEP_UP_TRIES` wrong ones in a row ended the session.

    Raises:
        NotAllowedError: The session has ended meanwhile, or is somebody else's
            (`session_ended`).

    Source: OWASP ASVS 5.0, 7.5.3.
    """
    found = session.execute(
        select(AccountRow.password_hash).where(AccountRow.id == actor.account_id)
    ).scalar_one_or_none()
    is_right = found is not None and _matches(hasher, found, password)
    if is_right:
        event = SignedInAgain(actor=actor, at=at, object_id=actor.account_id)
        with transaction(session, event):
            row = _living(session, actor, session_id)
            row.token_digest, row.confirmed_at, row.wrong_count = token_digest, at, 0
        return Again.RIGHT
    refused = SignInRefused(
        actor=actor, at=at, object_id=actor.account_id, login_digest="", why="again"
    )
    with transaction(session, refused):
        row = _living(session, actor, session_id)
        row.wrong_count = wrong_count = row.wrong_count + 1
    if wrong_count < STEP_UP_TRIES:
        return Again.WRONG
    ended = SignedOut(actor=actor, at=at, object_id=session_id, why="wrong_password")
    with transaction(session, ended):
        session.execute(
            update(LoginSessionRow)
            .where(LoginSessionRow.id == session_id, LoginSessionRow.ended_at.is_(None))
            .values(ended_at=at, end_reason="wrong_password")
        )
    return Again.OVER


def _matches(hasher: PasswordHasher, password_hash: str, password: str) -> bool:
    try:
        return hasher.verify(password_hash, normal_password(password))
    except VerificationError:
        return False


def _living(session: Session, actor: Actor, session_id: int) -> LoginSessionRow:
    query = select(LoginSessionRow).where(
        LoginSessionRow.id == session_id,
        LoginSessionRow.account_id == actor.account_id,
        LoginSessionRow.ended_at.is_(None),
    )
    row = session.execute(locked(session, query, LoginSessionRow)).scalar_one_or_none()
    if row is None:
        raise NotAllowedError("session_ended")
    return row
