"""Put a proposed set of criteria in force, or decline it, as a second person."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_events import CriteriaForced
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.criteria_versions import CriteriaInForceRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.hands import refuse_one_person


def settle_criteria_set(
    session: Session,
    actor: Actor,
    proposal_id: int,
    today: date,
    *,
    is_agreed: bool,
    at: datetime,
) -> None:
    """Settle a proposal.

    Args:
        session: A database session.
        actor: The second person; who proposed it may only take it back.
        proposal_id: The proposal.
        today: The local date.
        is_agreed: True to put it in force, False to decline it.
        at: The present.

    Raises:
        OutOfReachError: There is no such proposal, or the actor publishes no criteria.
        ConflictError: The actor proposed it (`same_person`), or it was settled otherwise
            (`settled`).
        InvalidError: Its day is over (`day_past`): what was said of a day stays as it was.
        OnePersonError: One person may be behind who proposed it and who puts it in force
            (`queries.hands`).
    """
    if not may(actor, Permission.CRITERIA_PUBLISH) or actor.account_id is None:
        raise OutOfReachError("criteria_in_force")
    state = "in_force" if is_agreed else "declined"
    event = CriteriaForced(
        actor=actor, at=at, object_id=proposal_id, step=state, stage="", set="", from_day=None
    )
    with transaction(session, event) as act:
        query = select(CriteriaInForceRow).where(CriteriaInForceRow.id == proposal_id)
        row = session.execute(locked(session, query, CriteriaInForceRow)).scalar_one_or_none()
        if row is None:
            raise OutOfReachError("criteria_in_force")
        act.learn(stage=row.stage, set=row.set_code, from_day=row.from_day)
        if row.state == state and row.settled_by == actor.account_id:
            return
        if row.state != "proposed":
            raise ConflictError("settled")
        if is_agreed and row.proposed_by == actor.account_id:
            raise ConflictError("same_person")
        if is_agreed and row.from_day < today:
            raise InvalidError("day_past")
        if is_agreed:
            refuse_one_person(session, actor.account_id, at, (row.proposed_by, row.proposed_at))
        row.state, row.settled_at, row.settled_by = state, at, actor.account_id
