"""Make new recovery codes; the old ones are worth nothing any more."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.people import Actor
from qa_app.domain.second_factor_events import FactorChanged
from qa_app.domain.second_factors import Way
from qa_app.models.factor_check import locked_state
from qa_app.models.factor_set_up import give_recovery_codes
from qa_app.models.login_sessions import tell_owner
from qa_app.models.transaction import transaction
from qa_app.queries.second_factors import has_second_factor


def renew_recovery_codes(
    session: Session, actor: Actor, bits: int, *, at: datetime
) -> tuple[str, ...]:
    """Make new recovery codes for one's own account.

    Args:
        session: A database session.
        actor: Whose.
        bits: `RECOVERY_BITS` unpredictable bits.
        at: The present.

    Returns:
        The codes, to be shown this once.

    Raises:
        ConflictError: There is no second factor that they could stand for (`no_factor`).
    """
    event = FactorChanged(
        actor=actor, at=at, object_id=actor.account_id, factor=Way.RECOVERY.value, step="renew"
    )
    account_id = actor.account_id or 0
    with transaction(session, event):
        locked_state(session, account_id)
        if not has_second_factor(session, account_id):
            raise ConflictError("no_factor")
        tell_owner(session, account_id, "recovery_renewed", at)
        return give_recovery_codes(session, account_id, bits, at=at)
