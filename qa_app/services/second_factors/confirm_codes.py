"""Put one-time codes of a phone in force with a first code, and give recovery codes."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.events import SignInRefused
from qa_app.domain.people import Actor
from qa_app.domain.second_factor_events import FactorChanged
from qa_app.domain.second_factors import Way, first_code_since
from qa_app.models.factor_check import TooEarlyError, does_code_fit, is_heard, locked_state
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
        ConflictError: No seed waits, it has waited for `FIRST_CODE_MINUTES`, or another window
            confirmed it (`no_seed`).
        InvalidError: The code is not right, which is counted as at the door (`wrong_code`), or
            the account waits after too many wrong ones (`too_early`).
    """
    event = FactorChanged(
        actor=actor, at=at, object_id=actor.account_id, factor=Way.CODE.value, step="put_in_force"
    )
    account_id = actor.account_id or 0
    try:
        with transaction(session, event) as act:
            state = locked_state(session, account_id)
            begun = CodeSeedRow.made_at > first_code_since(at)
            row = held_waiting(session, CodeSeedRow, account_id, begun)
            if row is None:
                raise ConflictError("no_seed")
            if is_heard(state, lambda: does_code_fit(session, row, typed, at=at), at=at):
                confirm(session, row, at=at)
                put_in_force(session, actor, session_id, at=at)
                return give_recovery_codes(session, account_id, bits, at=at)
            act.event = SignInRefused(
                actor=actor, at=at, object_id=account_id, login_digest="", why="factor"
            )
    except TooEarlyError:
        raise InvalidError("too_early") from None
    raise InvalidError("wrong_code")
