"""Have a signed-in person give the password again, before an act that must be theirs."""

from datetime import datetime
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.passwords import normal_password
from qa_app.domain.people import Actor
from qa_app.domain.sign_in_events import SignedInAgain
from qa_app.models.accounts import AccountRow
from qa_app.models.password_again import living_session, refuse_password
from qa_app.models.transaction import transaction


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

    Wrong ones are counted for this session (`refuse_password`).

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
            row = living_session(session, actor, session_id)
            row.token_digest, row.confirmed_at, row.wrong_count = token_digest, at, 0
        return Again.RIGHT
    is_over = refuse_password(session, actor, session_id, at=at)
    return Again.OVER if is_over else Again.WRONG


def _matches(hasher: PasswordHasher, password_hash: str, password: str) -> bool:
    try:
        return hasher.verify(password_hash, normal_password(password))
    except VerificationError:
        return False
