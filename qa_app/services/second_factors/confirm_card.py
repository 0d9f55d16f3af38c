"""Put one's own new card in force with a first code from it."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.events import SignInRefused
from qa_app.domain.people import Actor
from qa_app.domain.second_factor_events import FactorChanged
from qa_app.domain.second_factors import Way
from qa_app.models.factor_check import TooEarlyError, does_place_fit, is_heard, locked_state
from qa_app.models.factor_set_up import confirm, held_waiting, put_in_force
from qa_app.models.second_factors import CodeCardRow
from qa_app.models.transaction import transaction


def confirm_card(
    session: Session, actor: Actor, session_id: int, typed: str, *, at: datetime
) -> None:
    """Hold a code against the place that is asked for of the card that waits.

    Args:
        session: A database session.
        actor: Whose card.
        session_id: The session that it is typed in; every other one ends.
        typed: The code.
        at: The present.

    Raises:
        ConflictError: No card waits, or it has ended (`no_card`).
        InvalidError: The code is not right, which is counted as at the door (`wrong_code`), or
            the account waits after too many wrong ones (`too_early`).
    """
    event = FactorChanged(
        actor=actor, at=at, object_id=actor.account_id, factor=Way.CARD.value, step="put_in_force"
    )
    account_id = actor.account_id or 0
    try:
        with transaction(session, event) as act:
            state = locked_state(session, account_id)
            card = held_waiting(session, CodeCardRow, account_id, CodeCardRow.expires_at > at)
            if card is None:
                raise ConflictError("no_card")
            if is_heard(state, lambda: does_place_fit(session, card, typed, at=at), at=at):
                confirm(session, card, at=at)
                put_in_force(session, actor, session_id, at=at)
                return
            act.event = SignInRefused(
                actor=actor, at=at, object_id=account_id, login_digest="", why="factor"
            )
    except TooEarlyError:
        raise InvalidError("too_early") from None
    raise InvalidError("wrong_code")
