"""End sessions on the server, so that their cookies are worth nothing any more."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.events import SignedOut
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.sign_in_events import SessionsEnded
from qa_app.models.accounts import LoginSessionRow
from qa_app.models.login_sessions import end_sessions, tell_owner
from qa_app.models.transaction import transaction
from qa_app.queries.grants import check_manageable


def end_session(session: Session, actor: Actor, session_id: int, why: str, *, at: datetime) -> None:
    """End one of one's own sessions.

    Args:
        session: A database session.
        actor: Whose session it is.
        session_id: Which one.
        why: `signed_out` or `ended_by_owner`.
        at: The present.

    Raises:
        OutOfReachError: There is no such living session of this account.
    """
    event = SignedOut(actor=actor, at=at, object_id=session_id, why=why)
    with transaction(session, event):
        ended = session.execute(
            update(LoginSessionRow)
            .where(
                LoginSessionRow.id == session_id,
                LoginSessionRow.account_id == actor.account_id,
                LoginSessionRow.ended_at.is_(None),
            )
            .values(ended_at=at, end_reason=why)
            .returning(LoginSessionRow.id)
        ).scalar_one_or_none()
        if ended is None:
            raise OutOfReachError("session")


def end_other_sessions(session: Session, actor: Actor, *, at: datetime) -> int:
    """End all of one's own sessions but the one that asks.

    Args:
        session: A database session.
        actor: Whose sessions they are.
        at: The present.

    Returns:
        How many ended.

    Raises:
        OutOfReachError: The actor is no account.
    """
    if actor.account_id is None:
        raise OutOfReachError("session")
    event = SessionsEnded(
        actor=actor, at=at, object_id=actor.account_id, why="ended_by_owner", count=0
    )
    with transaction(session, event) as act:
        count = end_sessions(
            session, actor.account_id, "ended_by_owner", at, but=actor.session_digest
        )
        act.learn(count=count)
    return count


def end_sessions_of(session: Session, actor: Actor, account_id: int, *, at: datetime) -> int:
    """End every session of somebody else's account; its owner is told.

    Args:
        session: A database session.
        actor: Who ends them.
        account_id: The account.
        at: The present.

    Returns:
        How many ended; the owner is told only of one at least.

    Raises:
        NotAllowedError: The actor may not end sessions of others.
        OutOfReachError: There is no such account within reach.
        InvalidError: It is the actor's own account (`own_account`).

    Source: OWASP ASVS 5.0, 7.4.5.
    """
    if not may(actor, Permission.LOGIN_END):
        raise NotAllowedError(Permission.LOGIN_END.value)
    if account_id == actor.account_id:
        raise InvalidError("own_account")
    event = SessionsEnded(
        actor=actor, at=at, object_id=account_id, why="ended_by_administrator", count=0
    )
    with transaction(session, event) as act:
        check_manageable(session, actor, account_id, Permission.LOGIN_END)
        count = end_sessions(session, account_id, "ended_by_admin", at)
        if count:
            tell_owner(session, account_id, "sessions_ended", at)
        act.learn(count=count)
    return count
