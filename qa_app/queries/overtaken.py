"""Decisions about the register that a later step took the place of."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from qa_app.domain.register_status import Cause
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


def _is_overtaken(
    area: tuple[Any, Any], decision_id: Any, first: Any, today: date
) -> ColumnElement[bool]:
    own, later = aliased(RegisterStepRow), aliased(RegisterStepRow)
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
