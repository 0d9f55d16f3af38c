"""Keeps what is agreed in a session of supervision, and lets it begin once the record is signed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.action_proof import ProofRule
from qa_app.domain.action_waiting import agreed_action
from qa_app.domain.actions import ActionKind, ActionState, Owner, Waits
from qa_app.domain.agreed import AgreedPlan, agreed_place
from qa_app.models.action_rows import action_columns
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.sealing import sealer_of


def keep_agreed(session: Session, session_id: int, centre_id: int, plan: AgreedPlan) -> int:
    """Write down an action; no limit runs before the record is signed.

    Args:
        session: A session inside `transaction`; the record is a draft.
        session_id: The session in which it is agreed.
        centre_id: Its centre.
        plan: What is agreed, checked.

    Returns:
        The action.
    """
    sealer = sealer_of(session)

    def sealed(text: str, field: str) -> bytes | None:
        return sealer.seal(text, agreed_place(session_id, field)) if text else None

    values: Mapping[str, Any] = {
        "session_id": session_id,
        "centre_id": centre_id,
        "practitioner_id": plan.practitioner_id,
        # it rests on no item of a rubric, so no later reading is ever held against it
        "rubric_code": "",
        "items": [],
        "kind": ActionKind.OTHER.value,
        "owner": plan.owner.value,
        "is_structural": False,
        "what": sealed(plan.what, "what"),
        "evidence": sealed(plan.evidence, "evidence"),
        "wanted_on": plan.due_on,
        "state": ActionState.DRAFT.value,
        "is_by_document": False,
        "recurrences": 0,
        "proof": ProofRule.RUN.value,
        "failed_proofs": 0,
        "waits_for": Waits.NOTHING.value,
        "revision": 1,
    }
    made: int = session.execute(
        insert(CorrectiveActionRow).values(values).returning(CorrectiveActionRow.id)
    ).scalar_one()
    return made


def open_agreed(session: Session, session_id: int, today: date) -> int:
    """Let the actions of a session begin, once who led it signs its record.

    Args:
        session: A session inside `transaction`.
        session_id: The session.
        today: Local day from which their limits run.

    Returns:
        How many began.
    """
    rows = (
        session.execute(
            select(CorrectiveActionRow).where(
                CorrectiveActionRow.session_id == session_id,
                CorrectiveActionRow.state == ActionState.DRAFT.value,
            )
        )
        .scalars()
        .all()
    )
    for row in rows:
        opened = agreed_action(Owner(row.owner), today, row.wanted_on)
        session.execute(
            update(CorrectiveActionRow)
            .where(CorrectiveActionRow.id == row.id)
            .values(**action_columns(opened), opened_on=today)
            .execution_options(synchronize_session=False)
        )
    return len(rows)
