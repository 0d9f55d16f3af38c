"""Writes a round and what belongs to it, inside the transaction of whoever plans."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from qa_app.domain.rounds import RoundPlan
from qa_app.domain.sample_design import plain_design
from qa_app.models.rounds import RoundCentreRow, RoundReaderRow, RoundRubricRow


def round_columns(plan: RoundPlan) -> dict[str, Any]:
    """Give the columns that a plan fills.

    Args:
        plan: The plan.

    Returns:
        Columns of a round.
    """
    return {
        "period_from": plan.period_from,
        "period_until": plan.period_until,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "design": plain_design(plan.design),
        "owner_id": plan.owner_id,
        "moderator_id": plan.moderator_id,
    }


def keep_belonging(session: Session, round_id: int, plan: RoundPlan) -> None:
    """Write down the centres, rubrics and readers of a round in place of those before.

    Args:
        session: A session inside `transaction`.
        round_id: The round.
        plan: The plan.
    """
    kept: tuple[tuple[Any, str, Collection[int]], ...] = (
        (RoundCentreRow, "centre_id", plan.centres),
        (RoundRubricRow, "rubric_version_id", plan.rubrics),
        (RoundReaderRow, "account_id", plan.readers),
    )
    for table, column, ids in kept:
        session.execute(delete(table).where(table.round_id == round_id))
        rows = [{"round_id": round_id, column: one} for one in sorted(set(ids))]
        session.execute(insert(table), rows)
