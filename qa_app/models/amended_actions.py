"""What becomes of the actions of a reading when an amended one takes its place."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionKind, ActionState, Waits
from qa_app.domain.findings import FindingSource
from qa_app.models.finding_sheets import SheetPlace, add_owed_findings
from qa_app.models.findings import CorrectiveActionRow, FindingRow

_RUNNING = (ActionState.OPEN.value, ActionState.PLANNED.value, ActionState.DONE.value)


def carry_actions(
    session: Session, place: SheetPlace, replaced_id: int, tripped: Sequence[str]
) -> None:
    """Drop what only followed from critical items that no longer fail; add what is newly owed.

    Args:
        session: A session inside `transaction`; the amended reading is still a draft.
        place: The amended reading.
        replaced_id: The reading whose place it takes.
        tripped: Critical items that fail in the amended one, red lines first.
    """
    rows = session.execute(
        select(CorrectiveActionRow, FindingRow.source)
        .join(FindingRow, FindingRow.id == CorrectiveActionRow.finding_id)
        .where(CorrectiveActionRow.audit_id == replaced_id)
    ).all()
    covered: set[str] = set()
    gone: list[int] = []
    for row, source in rows:
        is_owed = source == FindingSource.RULE.value and row.kind != ActionKind.OTHER.value
        if is_owed and not set(row.items) & set(tripped):
            if row.state in _RUNNING:
                gone.append(row.id)
        else:
            covered |= set(row.items)
    if gone:
        session.execute(
            update(CorrectiveActionRow)
            .where(CorrectiveActionRow.id.in_(gone))
            .values(
                state=ActionState.DROPPED.value,
                waits_by=None,
                waits_for=Waits.NOTHING.value,
                next_on=None,
                revision=CorrectiveActionRow.revision + 1,
            )
            .execution_options(synchronize_session=False)
        )
    add_owed_findings(session, place, [code for code in tripped if code not in covered])
