"""Wrong passwords of somebody who is signed in, counted for the session that they are typed in."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import SignedOut, SignInRefused
from qa_app.domain.people import Actor
from qa_app.domain.trust_defaults import STEP_UP_TRIES
from qa_app.models.accounts import LoginSessionRow
from qa_app.models.transaction import locked, transaction


def living_session(session: Session, actor: Actor, session_id: int) -> LoginSessionRow:
    """Find a session that goes on, and keep what is done beside it waiting.

    Args:
        session: A session inside `transaction`.
        actor: Whose it is.
        session_id: The session of the browser.

    Returns:
        Its row.

    Raises:
        NotAllowedError: It has ended meanwhile, or is somebody else's (`session_ended`).
    """
    query = select(LoginSessionRow).where(
        LoginSessionRow.id == session_id,
        LoginSessionRow.account_id == actor.account_id,
        LoginSessionRow.ended_at.is_(None),
    )
    row = session.execute(locked(session, query, LoginSessionRow)).scalar_one_or_none()
    if row is None:
        raise NotAllowedError("session_ended")
    return row


def refuse_password(session: Session, actor: Actor, session_id: int, *, at: datetime) -> bool:
    """Count a wrong password in transactions of its own; too many in a row end the session.

    They are counted for this session and not for the account, so that nobody who guesses at the
    front door keeps a signed-in person from signing. The last one that is heard ends the session
    with its own count: of guesses sent side by side no more are answered than of a row of them,
    and a right one among the others comes too late.

    Args:
        session: A database session outside any transaction.
        actor: Who is signed in.
        session_id: Their session.
        at: The present.

    Returns:
        True when it was the last of `STEP_UP_TRIES` and the session has ended.

    Raises:
        NotAllowedError: The session has ended meanwhile (`session_ended`).
    """
    refused = SignInRefused(
        actor=actor, at=at, object_id=actor.account_id, login_digest="", why="again"
    )
    with transaction(session, refused):
        row = living_session(session, actor, session_id)
        row.wrong_count += 1
        is_over = row.wrong_count >= STEP_UP_TRIES
        if is_over:
            row.ended_at, row.end_reason = at, "wrong_password"
    if is_over:
        ended = SignedOut(actor=actor, at=at, object_id=session_id, why="wrong_password")
        with transaction(session, ended):
            pass  # a row of the journal of its own: a refusal, and an end
    return is_over
