"""End all of one's own sessions but one."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.sign_in_events import SessionsEnded
from qa_app.models.login_sessions import end_sessions
from qa_app.models.transaction import transaction


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
