"""Put one-time codes of a phone in force with a first code, and give recovery codes."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.second_factor_events import FactorChanged
from qa_app.domain.second_factors import Way
from qa_app.models.factor_check import does_code_fit, locked_state
from qa_app.models.factor_set_up import confirm, give_recovery_codes, held_waiting, put_in_force
from qa_app.models.second_factors import CodeSeedRow
from qa_app.models.transaction import transaction


def confirm_codes(
    session: Session, actor: Actor, session_id: int, typed: str, bits: int, *, at: datetime
) -> tuple[str, ...]:
    """Hold the first code against the seed that waits.

    Args:
        session: A database session.
        actor: Whose phone.
        session_id: The session that it is typed in; every other one ends.
        typed: The code.
        bits: `RECOVERY_BITS` unpredictable bits.
        at: The present.

    Returns:
        New recovery codes, to be shown this once.

    Raises:
        ConflictError: No seed waits, or another window confirmed it (`no_seed`).
        InvalidError: The code is not right (`wrong_code`).
    """
    event = FactorChanged(
        actor=actor, at=at, object_id=actor.account_id, factor=Way.CODE.value, step="put_in_force"
    )
    account_id = actor.account_id or 0
    with transaction(session, event):
        locked_state(session, account_id)
        row = held_waiting(session, CodeSeedRow, account_id)
        if row is None:
            raise ConflictError("no_seed")
        if not does_code_fit(session, row, typed, at=at):
            raise InvalidError("wrong_code")
        confirm(session, row, at=at)
        put_in_force(session, actor, session_id, at=at)
        return give_recovery_codes(session, account_id, bits, at=at)
