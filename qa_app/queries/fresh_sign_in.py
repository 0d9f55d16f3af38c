"""How long ago somebody gave their password in a session."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.sign_in import is_fresh
from qa_app.models.accounts import LoginSessionRow


def is_sign_in_fresh(session: Session, session_id: int, *, at: datetime) -> bool:
    """Tell whether the password was given in a session lately enough for an act of weight.

    Args:
        session: A database session.
        session_id: The session of whoever acts.
        at: The present.

    Returns:
        False when it was given `STEP_UP_MINUTES` ago or longer, and for no living session.
    """
    given = session.execute(
        select(func.coalesce(LoginSessionRow.confirmed_at, LoginSessionRow.created_at)).where(
            LoginSessionRow.id == session_id, LoginSessionRow.ended_at.is_(None)
        )
    ).scalar_one_or_none()
    return given is not None and is_fresh(given, at)
