"""Make a card of one-time codes, for oneself or to be handed out."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.one_time_codes import card_codes
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.second_factor_events import FactorChanged
from qa_app.domain.second_factors import Way
from qa_app.domain.trust_defaults import CARD_DAYS
from qa_app.models.accounts import AccountRow
from qa_app.models.factor_check import card_digest, locked_state
from qa_app.models.login_sessions import end_sessions, tell_owner
from qa_app.models.second_factors import CardCodeRow, CodeCardRow
from qa_app.models.transaction import transaction
from qa_app.queries.grants import check_manageable


def make_card(
    session: Session, actor: Actor, account_id: int, bits: int, *, at: datetime
) -> tuple[str, ...]:
    """Make a card; only what is printed from the answer ever shows its codes.

    Who makes their own gives a first code from it before it counts; until then the card before it
    goes on. One that is handed out counts at once, ends the card before it and the sessions of
    its owner, who is told.

    Args:
        session: A database session.
        actor: Who makes it.
        account_id: Whose card: one's own, or another one's, by who may reset second factors.
        bits: `CARD_BITS` unpredictable bits.
        at: The present.

    Returns:
        The codes, place by place.

    Raises:
        NotAllowedError: The actor makes no cards for others (`factor:reset`).
        OutOfReachError: There is no such account within reach.
        InvalidError: The account is disabled (`disabled`).
    """
    is_own = account_id == actor.account_id
    if not is_own and not may(actor, Permission.FACTOR_RESET):
        raise NotAllowedError("factor:reset")
    step = "prepare" if is_own else "hand_out"
    event = FactorChanged(
        actor=actor, at=at, object_id=account_id, factor=Way.CARD.value, step=step
    )
    with transaction(session, event):
        if not is_own:
            _check(session, actor, account_id)
        locked_state(session, account_id)
        _end_others(session, account_id, at, is_own=is_own)
        codes = _keep(session, actor, account_id, bits, at)
        if not is_own:
            end_sessions(session, account_id, "factor", at)
            tell_owner(session, account_id, "card_handed_out", at)
    return codes


def _check(session: Session, actor: Actor, account_id: int) -> None:
    check_manageable(session, actor, account_id, Permission.FACTOR_RESET)
    if not session.scalar(select(AccountRow.is_active).where(AccountRow.id == account_id)):
        raise InvalidError("disabled")


def _end_others(session: Session, account_id: int, at: datetime, *, is_own: bool) -> None:
    statement = update(CodeCardRow).where(
        CodeCardRow.account_id == account_id, CodeCardRow.ended_at.is_(None)
    )
    if is_own:
        statement = statement.where(CodeCardRow.confirmed_at.is_(None))
    session.execute(statement.values(ended_at=at))


def _keep(
    session: Session, actor: Actor, account_id: int, bits: int, at: datetime
) -> tuple[str, ...]:
    is_own = account_id == actor.account_id
    card = CodeCardRow(
        account_id=account_id,
        made_by=actor.account_id,
        made_at=at,
        expires_at=at + timedelta(days=CARD_DAYS),
        confirmed_at=None if is_own else at,
    )
    session.add(card)
    session.flush()
    made = card_codes(bits)
    session.execute(
        insert(CardCodeRow),
        [
            {
                "card_id": card.id,
                "place": place,
                "turn": turn,
                "digest": card_digest(session, card.id, place, code),
            }
            for place, (code, turn) in enumerate(made)
        ],
    )
    return tuple(code for code, _ in made)
