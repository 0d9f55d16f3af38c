"""Remove a passkey."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.second_factor_events import FactorChanged
from qa_app.domain.second_factors import Way, needs_factor
from qa_app.models.factor_check import locked_state
from qa_app.models.factor_set_up import forget_recovery_codes
from qa_app.models.login_sessions import end_sessions, tell_owner
from qa_app.models.second_factors import PasskeyRow
from qa_app.models.transaction import transaction
from qa_app.queries.second_factors import has_second_factor


def remove_passkey(
    session: Session, actor: Actor, passkey_id: int, profile: str, *, at: datetime
) -> None:
    """Remove one's passkey.

    Args:
        session: A database session.
        actor: Whose; every session but the one in which it is done ends.
        passkey_id: Which one.
        profile: `nist` or `mlps3`.
        at: The present.

    Raises:
        OutOfReachError: There is no such passkey of this account.
        InvalidError: It is the last second factor, and a role needs one (`factor_needed`).
    """
    event = FactorChanged(
        actor=actor, at=at, object_id=actor.account_id, factor=Way.PASSKEY.value, step="give_up"
    )
    account_id = actor.account_id or 0
    with transaction(session, event):
        locked_state(session, account_id)
        removed = session.execute(
            delete(PasskeyRow)
            .where(PasskeyRow.id == passkey_id, PasskeyRow.account_id == account_id)
            .returning(PasskeyRow.id)
        ).scalar_one_or_none()
        if removed is None:
            raise OutOfReachError("passkey")
        if not has_second_factor(session, account_id):
            if needs_factor([grant.role for grant in actor.grants], profile):
                raise InvalidError("factor_needed")
            forget_recovery_codes(session, account_id)
        end_sessions(session, account_id, "factor", at, but=actor.session_digest)
        tell_owner(session, account_id, "factor_removed", at)
