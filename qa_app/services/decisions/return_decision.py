"""Return a decision that waits for a second person, or take back one's own."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.register_decisions import DecisionState, returned_by
from qa_app.domain.standing_events import DecisionMoved
from qa_app.models.register_decisions import RegisterDecisionRow
from qa_app.models.transaction import transaction
from qa_app.queries.register_decisions import decision, held_decision


def return_decision(session: Session, actor: Actor, decision_id: int, *, at: datetime) -> None:
    """Return it: nothing is decided, whoever put it forward may put another one forward.

    Args:
        session: A database session.
        actor: The second person of its route, a decider or a registrar; or whoever put it forward
            and takes it back.
        decision_id: The decision.
        at: The present.

    Raises:
        OutOfReachError: There is no such decision that they may answer.
        ConflictError: Somebody answered first (`decision_answered`).
    """
    event = DecisionMoved(
        actor=actor, at=at, object_id=decision_id, step="return", route="", standing=""
    )
    with transaction(session, event) as act:
        about = decision(session, actor, decision_id)
        if about is None:
            raise OutOfReachError("register_decision")
        is_own = about.proposed_by == actor.account_id
        one = held_decision(session, actor, decision_id, returned_by(about.route, is_own=is_own))
        if one.state is not DecisionState.PROPOSED:
            raise ConflictError("decision_answered")
        state = DecisionState.TAKEN_BACK if is_own else DecisionState.RETURNED
        session.execute(
            update(RegisterDecisionRow)
            .where(RegisterDecisionRow.id == one.id)
            .values(state=state.value, decided_at=at, decided_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
        act.learn(
            centre_id=one.centre_id,
            step="take_back" if is_own else "return",
            route=one.route.value,
            standing=one.status.value,
        )
