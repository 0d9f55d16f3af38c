"""End a session on the server, so that its cookie is worth nothing any more."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.events import SignedOut
from qa_app.domain.people import Actor
from qa_app.models.accounts import LoginSessionRow
from qa_app.models.transaction import transaction


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
