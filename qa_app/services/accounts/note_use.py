"""Note that a session is in use, at most once a minute."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.sign_in import TOUCH_EVERY
from qa_app.models.accounts import LoginSessionRow
from qa_app.models.transaction import touch


def note_use(session: Session, session_id: int, last_seen_at: datetime, *, at: datetime) -> None:
    """Move a session's idle limit on.

    Where nothing can be saved it stays where it is: whoever only reads goes on reading.

    Args:
        session: A database session.
        session_id: The session in use.
        last_seen_at: When it was last noted.
        at: The present.
    """
    if at - last_seen_at >= TOUCH_EVERY:
        touch(
            session,
            update(LoginSessionRow)
            .where(LoginSessionRow.id == session_id, LoginSessionRow.ended_at.is_(None))
            .values(last_seen_at=at),
            is_needed=False,
        )
