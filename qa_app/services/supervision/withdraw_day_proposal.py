"""Take back a day that a unit proposed, from the side of the unit; what was proposed is kept."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.session_events import DayWithdrawn
from qa_app.domain.session_moves import DayAnswer
from qa_app.models.idempotency import Request, once
from qa_app.models.session_changes import DayProposalRow
from qa_app.models.transaction import Act
from qa_app.queries.session_days import proposal_of_unit


def withdraw_day_proposal(
    session: Session, actor: Actor, proposal_id: int, *, at: datetime, key: str | None = None
) -> int:
    """Take a proposed day back; nobody is asked about it any more, and another may be proposed.

    Args:
        session: A database session.
        actor: Who proposed it, or a manager of the centre.
        proposal_id: The proposal.
        at: The present.
        key: Random key of the form, with which it is withdrawn once however often it is sent;
            None when the caller has none.

    Returns:
        The session.

    Raises:
        OutOfReachError: There is no such proposal that the actor may withdraw.
        ConflictError: It was answered (`proposal_answered`) or withdrawn (`proposal_withdrawn`),
            the session is held or cancelled by now (`not_planned`), or the key was used for
            something else (`key_reused`).
    """
    request = Request(actor.account_id, key, DayWithdrawn.action, str(proposal_id))
    event = DayWithdrawn(actor=actor, at=at)

    def withdraw(act: Act) -> int:
        asked, planned = proposal_of_unit(session, actor, proposal_id)
        session.execute(
            update(DayProposalRow)
            .where(DayProposalRow.id == proposal_id)
            .values(
                answer=DayAnswer.WITHDRAWN.value,
                answered_at=at,
                answered_by=actor.account_id,
            )
            .execution_options(synchronize_session=False)
        )
        act.learn(object_id=planned.id, centre_id=planned.centre_id, to_on=asked.day)
        return planned.id

    return once(session, request, event, withdraw)
