"""Agree to a reset of second factors as the second person, or decline it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.second_factor_events import FactorReset
from qa_app.models.factor_check import locked_state
from qa_app.models.factor_loss import lose_factors
from qa_app.models.second_factors import FactorResetRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.account_links import may_know_password
from qa_app.queries.grants import check_manageable
from qa_app.queries.hands import refuse_one_person


def decide_reset(
    session: Session, actor: Actor, reset_id: int, *, is_agreed: bool, at: datetime
) -> int:
    """Decide about a reset that waits for a second person.

    Args:
        session: A database session.
        actor: The second person.
        reset_id: Which reset.
        is_agreed: False declines it.
        at: The present.

    Returns:
        The account.

    Raises:
        NotAllowedError: The actor confirms no resets (`factor:confirm`).
        OutOfReachError: There is no such reset within reach.
        InvalidError: Whoever asked, or whose account it is, does not confirm it (`same_person`).
        ConflictError: It was decided already (`reset_decided`), or whoever agrees may know the
            password (`may_know_password`; `reset_link_maker`).
        OnePersonError: One person may be behind who asked and who agrees (`queries.hands`).
    """
    if not may(actor, Permission.FACTOR_CONFIRM):
        raise NotAllowedError("factor:confirm")
    step = "confirm" if is_agreed else "decline"
    with transaction(session, FactorReset(actor=actor, at=at, step=step)) as act:
        query = select(FactorResetRow).where(FactorResetRow.id == reset_id)
        row = session.execute(locked(session, query, FactorResetRow)).scalar_one_or_none()
        if row is None:
            raise OutOfReachError("reset")
        check_manageable(session, actor, row.account_id, Permission.FACTOR_CONFIRM)
        if actor.account_id in {row.asked_by, row.account_id}:
            raise InvalidError("same_person")
        if row.state != "waits":
            raise ConflictError("reset_decided")
        if is_agreed:
            locked_state(session, row.account_id)
            if may_know_password(session, row.account_id, actor, at):
                raise ConflictError("reset_link_maker")
            refuse_one_person(session, actor.account_id, at, (row.asked_by, row.asked_at))
        act.learn(object_id=row.account_id)
        row.state = "done" if is_agreed else "declined"
        row.decided_by, row.decided_at = actor.account_id, at
        if is_agreed:
            lose_factors(session, row.account_id, at)
        return row.account_id
