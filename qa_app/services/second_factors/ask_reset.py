"""Take every second factor from somebody who lost theirs, or ask a second person to."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.second_factor_events import FactorReset
from qa_app.domain.trust_defaults import FACTOR_REASON_LEAST, FACTOR_REASON_MOST
from qa_app.models.factor_check import locked_state
from qa_app.models.factor_loss import lose_factors
from qa_app.models.sealing import sealer_of
from qa_app.models.second_factors import FactorResetRow
from qa_app.models.transaction import transaction
from qa_app.queries.account_links import may_know_password
from qa_app.queries.grants import check_manageable, holds_weight
from qa_app.queries.second_factors import has_second_factor


def ask_reset(
    session: Session, actor: Actor, account_id: int, reason: str, *, at: datetime
) -> bool:
    """Reset the second factors of an account; for a role of weight, once a second person agrees.

    Args:
        session: A database session.
        actor: Who does it.
        account_id: Whose.
        reason: Why, `FACTOR_REASON_LEAST` to `FACTOR_REASON_MOST` characters; kept sealed.
        at: The present.

    Returns:
        True when it is done; False when it waits for a second person.

    Raises:
        NotAllowedError: The actor resets no second factors (`factor:reset`).
        OutOfReachError: There is no such account within reach.
        InvalidError: It is one's own account (`own_account`), or the reason is too short or too
            long (`factor_reason`).
        ConflictError: There is nothing to reset (`no_factor`), or it was asked for already
            (`reset_waits`), or it holds a role of weight and the actor may know its password
            (`may_know_password`; `reset_link_maker`).
    """
    reason = reason.strip()
    if not may(actor, Permission.FACTOR_RESET):
        raise NotAllowedError("factor:reset")
    if account_id == actor.account_id:
        raise InvalidError("own_account")
    if not FACTOR_REASON_LEAST <= len(reason) <= FACTOR_REASON_MOST:
        raise InvalidError("factor_reason")
    with transaction(
        session, FactorReset(actor=actor, at=at, object_id=account_id, step="ask")
    ) as act:
        check_manageable(session, actor, account_id, Permission.FACTOR_RESET)
        locked_state(session, account_id)
        _check(session, account_id)
        is_done = not holds_weight(session, account_id)
        if not is_done and may_know_password(session, account_id, actor, at):
            raise ConflictError("reset_link_maker")
        row = FactorResetRow(
            account_id=account_id,
            reason=sealer_of(session).seal(reason, f"factor_reset/{account_id}"),
            asked_by=actor.account_id,
            asked_at=at,
            state="done" if is_done else "waits",
        )
        session.add(row)
        if is_done:
            act.learn(step="carry_out")
            row.decided_by, row.decided_at = actor.account_id, at
            lose_factors(session, account_id, at)
    return is_done


def _check(session: Session, account_id: int) -> None:
    if not has_second_factor(session, account_id):
        raise ConflictError("no_factor")
    waiting = select(FactorResetRow.id).where(
        FactorResetRow.account_id == account_id, FactorResetRow.state == "waits"
    )
    if session.scalar(waiting) is not None:
        raise ConflictError("reset_waits")
