"""Marks the plan of a month as changed, inside the transaction that changes a line of it."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.month_plans import PlanState
from qa_app.models.month_plans import MonthPlanRow


def mark_changed(session: Session, plan_id: int, revision: int) -> None:
    """Make a plan a draft again: whoever agreed to it agreed to something else.

    Args:
        session: A session inside `transaction`.
        plan_id: The plan.
        revision: Its revision before the change.
    """
    session.execute(
        update(MonthPlanRow)
        .where(MonthPlanRow.id == plan_id)
        .values(state=PlanState.DRAFT.value, revision=revision + 1, agreed_at=None, agreed_by=None)
        .execution_options(synchronize_session=False)
    )
