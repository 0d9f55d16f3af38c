"""Give up one's codes of a phone, or one's card."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.second_factor_events import FactorChanged
from qa_app.domain.second_factors import Way, needs_factor
from qa_app.models.factor_check import locked_state
from qa_app.models.factor_set_up import forget_recovery_codes
from qa_app.models.login_sessions import end_sessions, tell_owner
from qa_app.models.second_factors import CodeCardRow, CodeSeedRow
from qa_app.models.transaction import transaction
from qa_app.queries.second_factors import has_second_factor


def end_factor(session: Session, actor: Actor, way: Way, profile: str, *, at: datetime) -> None:
    """Give up one-time codes of a phone, or a card.

    Args:
        session: A database session.
        actor: Whose; every session but the one in which it is done ends.
        way: Codes of a phone or a card.
        profile: `nist` or `mlps3`.
        at: The present.

    Raises:
        ConflictError: There is none (`no_factor`).
        InvalidError: It is the last one, and a role needs one (`factor_needed`).
    """
    event = FactorChanged(
        actor=actor, at=at, object_id=actor.account_id, factor=way.value, step="give_up"
    )
    account_id = actor.account_id or 0
    row = CodeSeedRow if way is Way.CODE else CodeCardRow
    with transaction(session, event):
        locked_state(session, account_id)
        standing = row.account_id == account_id, row.ended_at.is_(None)
        found = session.scalar(select(row.id).where(*standing, row.confirmed_at.is_not(None)))
        if found is None:
            raise ConflictError("no_factor")
        session.execute(update(row).where(*standing).values(ended_at=at))
        if not has_second_factor(session, account_id):
            if needs_factor([grant.role for grant in actor.grants], profile):
                raise InvalidError("factor_needed")
            forget_recovery_codes(session, account_id)
        end_sessions(session, account_id, "factor", at, but=actor.session_digest)
        tell_owner(session, account_id, "factor_removed", at)
