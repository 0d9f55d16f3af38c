"""Decisions about the register that a later step took the place of."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.register_decisions import DecisionState
from qa_app.domain.register_status import Cause
from qa_app.models.aliases import alias_of
from qa_app.models.register_decisions import RegisterDecisionRow, RegisterStepRow
from qa_app.models.register_papers import RegisterPaperRow


def is_decision_overtaken(today: date) -> ColumnElement[bool]:
    """Tell of a decision whether a later step took its place.

    Args:
        today: Local day.

    Returns:
        Condition on `RegisterDecisionRow`; see `is_paper_overtaken`.
    """
    row = RegisterDecisionRow
    return _is_overtaken((row.centre_id, row.area_code), row.id, row.effective_on, today)


def is_paper_overtaken(today: date) -> ColumnElement[bool]:
    """Tell of a paper whether a later step took the place of its decision.

    Args:
        today: Local day.

    Returns:
        Condition on `RegisterPaperRow`: true once a step that another decision or an objection
        made has begun, or begins no later than the paper does. What only ran out is not overtaken,
        and a decision to which an objection led back is not either.
    """
    row = RegisterPaperRow
    return _is_overtaken((row.centre_id, row.area_code), row.decision_id, row.valid_from, today)


def standing_before() -> ColumnElement[str | None]:
    """Tell of a decision where its area stood when it was put forward.

    Returns:
        Expression on `RegisterDecisionRow`: the status of the last step by then; null before the
        first one.
    """
    row, step = RegisterDecisionRow, alias_of(RegisterStepRow)
    return (
        select(step.status)
        .where(
            step.centre_id == row.centre_id,
            step.area_code == row.area_code,
            step.number == row.last_step,
        )
        .correlate_except(step)
        .scalar_subquery()
    )


def closed_by(session: Session, decision_id: int) -> int | None:
    """Find the decision whose confirmation closed another one.

    Args:
        session: A database session.
        decision_id: The other one.

    Returns:
        The decision; None where it was closed otherwise, or not at all.
    """
    closed, made = alias_of(RegisterDecisionRow), RegisterDecisionRow
    return session.execute(
        select(made.id)
        .join(
            closed,
            and_(
                closed.centre_id == made.centre_id,
                closed.area_code == made.area_code,
                closed.decided_at == made.decided_at,
            ),
        )
        .where(
            closed.id == decision_id,
            closed.state == DecisionState.OVERTAKEN.value,
            made.state == DecisionState.DECIDED.value,
        )
    ).scalar_one_or_none()


def _is_overtaken(
    area: tuple[Any, Any], decision_id: Any, first: Any, today: date
) -> ColumnElement[bool]:
    own, later = alias_of(RegisterStepRow), alias_of(RegisterStepRow)
    mine = (
        select(func.max(own.number))
        .where(own.centre_id == area[0], own.area_code == area[1], own.decision_id == decision_id)
        .correlate_except(own)
        .scalar_subquery()
    )
    return (
        select(later.id)
        .where(
            later.centre_id == area[0],
            later.area_code == area[1],
            later.number > func.coalesce(mine, 0),
            later.cause != Cause.EXPIRY.value,
            or_(later.effective_on <= today, later.effective_on <= first),
        )
        .correlate_except(later)
        .exists()
    )
