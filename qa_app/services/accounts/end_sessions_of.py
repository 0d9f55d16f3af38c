"""End every session of somebody else's account."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.sign_in_events import SessionsEnded
from qa_app.models.login_sessions import end_sessions, tell_owner
from qa_app.models.transaction import transaction
from qa_app.queries.grants import check_manageable


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
