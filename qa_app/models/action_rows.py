"""An action between its row and what the domain decides on."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app.domain.action_proof import ProofRule
from qa_app.domain.action_waiting import waiting
from qa_app.domain.actions import (
    Action,
    ActionKind,
    ActionState,
    ActionStep,
    Owner,
)
from qa_app.domain.journal import canonical_json
from qa_app.models.findings import ActionStepRow, CorrectiveActionRow
from qa_app.models.sealing import sealer_of


def action_of(row: CorrectiveActionRow) -> Action:
    """Read an action from its row.

    Args:
        row: A row whose limits run.

    Returns:
        The action.

    Raises:
        LookupError: Its reading does not count yet, so no limit runs.
    """
    if row.due_on is None:
        raise LookupError(row.id)
    return Action(
        kind=ActionKind(row.kind),
        owner=Owner(row.owner),
        state=ActionState(row.state),
        is_structural=row.is_structural,
        contain_on=row.contain_on,
        plan_on=row.plan_on,
        re_read_on=row.re_read_on,
        due_on=row.due_on,
        contained_on=row.contained_on,
        planned_on=row.planned_on,
        re_read_at=row.re_read_at,
        done_on=row.done_on,
        done_by=row.done_by,
        verified_on=row.verified_on,
        is_by_document=row.is_by_document,
        recurrences=row.recurrences,
        proof=ProofRule(row.proof),
        failed_proofs=row.failed_proofs,
        is_agreed=row.session_id is not None,
    )


def action_columns(action: Action) -> dict[str, Any]:
    """Spread an action over its columns.

    Args:
        action: The action.

    Returns:
        What may change in its row, with what it waits for.
    """
    waits = waiting(action)
    return {
        "state": action.state.value,
        "contain_on": action.contain_on,
        "plan_on": action.plan_on,
        "re_read_on": action.re_read_on,
        "due_on": action.due_on,
        "contained_on": action.contained_on,
        "planned_on": action.planned_on,
        "re_read_at": action.re_read_at,
        "done_on": action.done_on,
        "done_by": action.done_by,
        "verified_on": action.verified_on,
        "is_by_document": action.is_by_document,
        "recurrences": action.recurrences,
        "proof": action.proof.value,
        "failed_proofs": action.failed_proofs,
        "waits_by": None if waits.by is None else waits.by.value,
        "waits_for": waits.what.value,
        "next_on": waits.until,
    }


_DAYS = ("contain_on", "contained_on", "plan_on", "planned_on", "due_on", "done_on", "next_on")
_STANDS = (*_DAYS, "state", "waits_by", "is_by_document", "recurrences")


def standing_of(row: CorrectiveActionRow) -> str:
    """Write down how an action stands, as far as criteria look at it.

    Args:
        row: The action.

    Returns:
        JSON; days as text.
    """
    values = {name: getattr(row, name) for name in _STANDS}
    days = {name: values[name] and values[name].isoformat() for name in _DAYS}
    return canonical_json(values | days)


def standing_from(text: str) -> dict[str, Any]:
    """Read how an action stood.

    Args:
        text: What `standing_of` wrote.

    Returns:
        The columns.
    """
    plain: dict[str, Any] = json.loads(text)
    days = {name: date.fromisoformat(plain[name]) for name in _DAYS if plain[name]}
    return plain | days


def step_place(action_id: int) -> str:
    """Name what the text of a step belongs to, for its encryption.

    Args:
        action_id: The action.

    Returns:
        Such as `action_step/12`.
    """
    return f"action_step/{action_id}"


def keep_step(  # noqa: PLR0913 - a step with everything that is kept of it
    session: Session,
    row: CorrectiveActionRow,
    moved: Action,
    step: ActionStep,
    *,
    at: datetime,
    by: int | None = None,
    text: str = "",
    audit_id: int | None = None,
    session_id: int | None = None,
) -> None:
    """Keep a step and how the action stands after it.

    Args:
        session: A session inside `transaction` that holds the action's row.
        row: The row as it stood.
        moved: The action after the step.
        step: What happened.
        at: The present.
        by: The account that took it; None for the system.
        text: What was written; empty for nothing.
        audit_id: The reading that led to it; None without one.
        session_id: The session of supervision at which it was seen; None elsewhere.
    """
    values = action_columns(moved)
    if step is ActionStep.DO:
        values["done_at"] = at
    elif step in {ActionStep.RETURN, ActionStep.RECUR, ActionStep.DISPROVE}:
        values["done_at"] = None
    session.execute(
        update(CorrectiveActionRow)
        .where(CorrectiveActionRow.id == row.id)
        .values(**values, revision=row.revision + 1)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        insert(ActionStepRow).values(
            action_id=row.id,
            step=step.value,
            state=moved.state.value,
            body=sealer_of(session).seal(text, step_place(row.id)) if text else None,
            audit_id=audit_id,
            session_id=session_id,
            at=at,
            by=by,
            stood=standing_of(row),
        )
    )
