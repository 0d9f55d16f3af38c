"""Say whether a condition of a decision is met."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.standing_events import ConditionSettled
from qa_app.models.register_decisions import DecisionConditionRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.register_decisions import held_decision


def settle_condition(
    session: Session,
    actor: Actor,
    decision_id: int,
    condition_id: int,
    *,
    is_met: bool,
    at: datetime,
) -> None:
    """Settle it; what follows is decided by a decision of its own.

    Args:
        session: A database session.
        actor: Who proposes decisions, or records those on paper.
        decision_id: The decision.
        condition_id: A condition of it.
        is_met: True when it is met.
        at: The present.

    Raises:
        OutOfReachError: The decision has no such condition, is not within reach, or the actor may
            not.
        ConflictError: Nothing is decided yet, or a panel set it aside (`not_decided`), or somebody
            looked (`condition_settled`).
    """
    event = ConditionSettled(actor=actor, at=at, object_id=condition_id, is_met=is_met)
    with transaction(session, event) as act:
        query = select(DecisionConditionRow).where(
            DecisionConditionRow.id == condition_id,
            DecisionConditionRow.decision_id == decision_id,
        )
        row = session.execute(locked(session, query, DecisionConditionRow)).scalar_one_or_none()
        if row is None:
            raise OutOfReachError("condition")
        one = held_decision(
            session,
            actor,
            row.decision_id,
            Permission.STANDING_PROPOSE,
            Permission.STANDING_RECORD,
        )
        if not one.stands:
            raise ConflictError("not_decided")
        if row.settled_at is not None:
            raise ConflictError("condition_settled")
        session.execute(
            update(DecisionConditionRow)
            .where(DecisionConditionRow.id == condition_id)
            .values(is_met=is_met, settled_at=at, settled_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
        act.learn(centre_id=one.centre_id)
