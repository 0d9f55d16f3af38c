"""Cancel a round of which nothing is drawn."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.round_events import RoundCancelled
from qa_app.domain.rounds import RoundCancelReason
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import transaction
from qa_app.queries.round_fitness import has_readings, is_frozen
from qa_app.queries.round_plans import open_round


def cancel_round(
    session: Session, actor: Actor, round_id: int, reason: RoundCancelReason, *, at: datetime
) -> None:
    """Cancel a round; it stays on the list with its reason.

    Its sessions stay on the plan as sessions of their own: whether anybody travels is settled
    session by session.

    Args:
        session: A database session.
        actor: Who cancels.
        round_id: The round.
        reason: Why.
        at: The present.

    Raises:
        OutOfReachError: There is no such round, or a centre of it lies out of reach.
        ConflictError: It is cancelled already (`round_cancelled`).
        InvalidError: Files of it are drawn or given to be read (`round_drawn`): what was drawn
            is read, or the draw would be a way to choose.
    """
    event = RoundCancelled(actor=actor, at=at, object_id=round_id, reason=reason.value)
    with transaction(session, event):
        row = open_round(session, actor, round_id)
        if is_frozen(session, round_id) or has_readings(session, round_id):
            raise InvalidError("round_drawn")
        row.cancelled_at, row.cancelled_by = at, actor.account_id
        row.cancel_reason = reason.value
        row.revision += 1
        session.execute(
            update(SupervisionSessionRow)
            .where(SupervisionSessionRow.round_id == round_id)
            .values(round_id=None)
            .execution_options(synchronize_session=False)
        )
