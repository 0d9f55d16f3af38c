"""Take a visit or a session out of the plan of a month; what it answers stays due."""

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.month_plan_events import MonthLineChanged
from qa_app.domain.month_plans import LineState
from qa_app.domain.people import Actor
from qa_app.models.month_plans import MonthPlanLineRow
from qa_app.models.plan_changes import mark_changed
from qa_app.models.transaction import transaction
from qa_app.queries.month_plans import line_to_change, plan_to_change


def drop_line(
    session: Session, actor: Actor, plan_id: int, line_id: int, revision: int, *, at: datetime
) -> None:
    """Drop a line; the plan becomes a draft again.

    Args:
        session: A database session.
        actor: Who plans.
        plan_id: The plan.
        line_id: The line.
        revision: What the person saw of the plan.
        at: The present.

    Raises:
        OutOfReachError: There is no such plan within reach, or it has no such line.
        ConflictError: The plan was changed since (`plan_changed`), or the line was dropped or
            published before (`line_settled`).
    """
    event = MonthLineChanged(
        actor=actor,
        at=at,
        object_id=plan_id,
        state=LineState.DROPPED.value,
        on=date.min,  # the day of the line, which is read below
        to_account=0,
        rules=(),
        revision=revision + 1,
    )
    with transaction(session, event) as act:
        plan, _ = plan_to_change(session, actor, plan_id, revision)
        row = line_to_change(session, plan_id, line_id, {LineState.PROPOSED})
        act.learn(on=row.day, to_account=row.supervisor_id, centre_id=row.centre_id)
        session.execute(
            update(MonthPlanLineRow)
            .where(MonthPlanLineRow.id == line_id)
            .values(state=LineState.DROPPED.value, changed_at=at, changed_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
        mark_changed(session, plan.id, revision)
