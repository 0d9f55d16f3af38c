"""Actions of centres as they stood at the end of a day, in two queries."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, not_, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.actions import ActionKind, ActionState, ActionStep, Owner, open_action
from qa_app.domain.actions_of_span import ActionThen, StepTaken, action_then
from qa_app.models.findings import ActionStepRow, CorrectiveActionRow


def actions_of_span(
    session: Session,
    covers: Callable[[ColumnElement[int]], ColumnElement[bool]],
    first: date,
    on: date,
    zone: str,
) -> tuple[ActionThen, ...]:
    """Read the actions that a span may count, as they stood when it ended.

    They follow from readings; what was agreed in supervision is between its two sides. What was
    cancelled by that day is left out, what was cancelled or verified later stood as it did.

    Args:
        session: A database session.
        covers: Gives the condition that a column of centres names one of those asked for, whom
            the reader is known to reach.
        first: First day of the span.
        on: The last day that is counted.
        zone: Local time zone.

    Returns:
        Those opened by that day, in their order, without those both verified and due before the
        span.
    """
    row = CorrectiveActionRow
    within = (
        row.audit_id.is_not(None),
        row.state != ActionState.DRAFT.value,
        row.opened_on <= on,
        covers(row.centre_id),  # type: ignore[arg-type]  # a column
        not_(
            and_(
                row.state == ActionState.VERIFIED.value,
                row.verified_on < first,
                row.due_on < first,
            )
        ),
    )
    steps = _steps(session, within, on, zone)
    columns = row.id, row.kind, row.owner, row.opened_on, row.wanted_on, row.is_structural
    found = session.execute(select(*columns).where(*within).order_by(row.id))
    return tuple(
        then for one in found if (then := _then(one, steps.get(one.id, ()), on)) is not None
    )


def _steps(
    session: Session, within: Sequence[ColumnElement[bool]], on: date, zone: str
) -> Mapping[int, Sequence[StepTaken]]:
    end = datetime.combine(on + timedelta(days=1), time.min, ZoneInfo(zone))
    row = ActionStepRow
    rows = session.execute(
        select(row.action_id, row.step, row.state, row.at)
        .join(CorrectiveActionRow, CorrectiveActionRow.id == row.action_id)
        .where(*within, row.at < end)
        .order_by(row.id)
    )
    steps: dict[int, list[StepTaken]] = defaultdict(list)
    for one in rows:
        taken = StepTaken(ActionStep(one.step), ActionState(one.state), local_day(one.at, zone))
        steps[one.action_id].append(taken)
    return steps


def _then(row: Any, steps: Sequence[StepTaken], on: date) -> ActionThen | None:
    opened = open_action(
        ActionKind(row.kind),
        Owner(row.owner),
        row.opened_on,
        row.wanted_on,
        is_structural=row.is_structural,
    )
    return action_then(row.opened_on, opened, steps, on)
