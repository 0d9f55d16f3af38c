"""Agree to the plan of a month that somebody else proposed."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.month_plan_events import MonthAgreed
from qa_app.domain.month_plans import PlanState, may_agree
from qa_app.domain.people import Actor
from qa_app.domain.profiles import Profile
from qa_app.models.month_plans import MonthPlanRow
from qa_app.models.transaction import transaction
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.month_plans import plan_to_change
from qa_app.queries.team import team_now


def agree_plan(
    session: Session, actor: Actor, plan_id: int, revision: int, *, at: datetime
) -> None:
    """Agree to a plan as it was read.

    Args:
        session: A database session.
        actor: Who agrees.
        plan_id: The plan.
        revision: What the person read.
        at: The present.

    Raises:
        OutOfReachError: There is no such plan within reach.
        ConflictError: It was changed since (`plan_changed`), or is no draft any more
            (`not_draft`).
        InvalidError: Who proposed it agrees to it, and the team is not a small one
            (`own_proposal`).
        OnePersonError: One person may be behind who proposed it and who agrees, and the team is
            not a small one (`queries.hands`).
    """
    event = MonthAgreed(actor=actor, at=at, object_id=plan_id, revision=revision)
    with transaction(session, event):
        row, _ = plan_to_change(session, actor, plan_id, revision)
        if row.state != PlanState.DRAFT.value:
            raise ConflictError("not_draft")
        profile = team_now(session).profile
        if not may_agree(actor.account_id, row.proposed_by, profile):
            raise InvalidError("own_proposal")
        if profile is not Profile.SMALL:
            refuse_one_person(session, actor.account_id, at, (row.proposed_by, row.proposed_at))
        session.execute(
            update(MonthPlanRow)
            .where(MonthPlanRow.id == plan_id)
            .values(state=PlanState.AGREED.value, agreed_at=at, agreed_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
