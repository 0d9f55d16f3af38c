"""Take back a day that a unit proposed, from the side of the unit; what was proposed is kept."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.session_events import DayWithdrawn
from qa_app.domain.session_moves import DayAnswer
from qa_app.models.idempotency import RepeatedError, Request, answered, claim, settle
from qa_app.models.session_changes import DayProposalRow
from qa_app.models.transaction import transaction
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
    done = answered(session, request)
    if done is not None:
        return int(done)
    event = DayWithdrawn(actor=actor, at=at)
    try:
        with transaction(session, event) as act:
            claim(session, request, at)
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
            settle(session, request, planned.id)
            act.learn(object_id=planned.id, centre_id=planned.centre_id, to_on=asked.day)
            session_id = planned.id
    except RepeatedError:
        return int(answered(session, request) or 0)
    return session_id
