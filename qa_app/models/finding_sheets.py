"""Writes the findings of a draft, and lets their actions begin once the reading counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from qa_app.domain.action_proof import ProofRule
from qa_app.domain.actions import ActionState, ActionStep, Owner, Waits, open_action
from qa_app.domain.findings import (
    ActionPlan,
    FindingDraft,
    FindingKind,
    FindingSource,
    action_place,
    covered_items,
    finding_place,
    kind_of,
    owed_items,
    strictest_kind,
)
from qa_app.domain.rubric import Rubric
from qa_app.domain.signing import tripped_parts
from qa_app.models.action_rows import action_columns, standing_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import (
    ActionReadingRow,
    ActionStepRow,
    CorrectiveActionRow,
    FindingRow,
)
from qa_app.models.sealing import Sealer, sealer_of


@dataclass(frozen=True, slots=True)
class SheetReading:
    """The reading whose findings are written.

    Attributes:
        audit_id: It.
        centre_id: Its centre.
        case_file_id: Its file; None when the whole centre is read.
        rubric: The version it is read against.
    """

    audit_id: int
    centre_id: int
    case_file_id: int | None
    rubric: Rubric


def write_findings(session: Session, place: SheetReading, lines: Sequence[FindingDraft]) -> None:
    """Put the findings of a draft in place of those that stood.

    Args:
        session: A session inside `transaction`.
        place: The draft.
        lines: Findings and strengths in the reader's order.
    """
    _delete(session, place.audit_id, (FindingSource.READER.value, FindingSource.RULE.value))
    _add(session, place, lines, FindingSource.READER, first=1)


def add_owed_findings(session: Session, place: SheetReading, tripped: Sequence[str]) -> None:
    """Give every critical item that failed a finding and an action, where the reader gave none.

    Args:
        session: A session inside `transaction`; the reading is still a draft.
        place: The draft.
        tripped: Critical items that failed, red lines first.
    """
    if not tripped:
        return
    query = (
        select(FindingRow.items, CorrectiveActionRow.id)
        .outerjoin(CorrectiveActionRow, CorrectiveActionRow.finding_id == FindingRow.id)
        .where(FindingRow.audit_id == place.audit_id, FindingRow.kind == FindingKind.FINDING.value)
    )
    covered = covered_items((row.items, row.id is not None) for row in session.execute(query))
    lines = [
        FindingDraft(FindingKind.FINDING, (code,), action=ActionPlan())
        for code in owed_items(tripped, covered)
    ]
    _add(session, place, lines, FindingSource.RULE, first=_next_position(session, place.audit_id))


def ask_again(
    session: Session, place: SheetReading, finding: FindingRow, action: CorrectiveActionRow
) -> None:
    """Ask the same with the reading that takes the place of another one, with limits of its own.

    Args:
        session: A session inside `transaction`; the new reading is still a draft.
        place: The new reading.
        finding: What was found in the earlier one.
        action: What was to be done about it.
    """
    sealer, audit_id, at = sealer_of(session), finding.audit_id, finding.position

    def opened(body: bytes | None, about: str) -> str:
        return sealer.open(body, about) if body else ""

    plan = ActionPlan(
        opened(action.what, action_place(audit_id, at, "what")),
        Owner(action.owner),
        action.wanted_on,
        opened(action.evidence, action_place(audit_id, at, "evidence")),
        is_structural=action.is_structural,
    )
    line = FindingDraft(
        FindingKind.FINDING,
        tuple(finding.items),
        opened(finding.body, finding_place(audit_id, at)),
        is_main=finding.is_main,
        action=plan,
    )
    first = _next_position(session, place.audit_id)
    _add(session, place, [line], FindingSource(finding.source), first=first)


def open_actions(session: Session, audit_id: int, today: date) -> None:
    """Let the actions of a reading begin, once it counts; what tripped in it sets their limits.

    Args:
        session: A session inside `transaction`.
        audit_id: The reading, whose result is frozen by now.
        today: Local day from which their limits run.
    """
    query = (
        select(CorrectiveActionRow, AuditRow.explanation)
        .join(AuditRow, AuditRow.id == CorrectiveActionRow.audit_id)
        .where(
            CorrectiveActionRow.audit_id == audit_id,
            CorrectiveActionRow.state == ActionState.DRAFT.value,
        )
    )
    for row, explanation in session.execute(query).all():
        kind = kind_of(row.items, *tripped_parts(explanation))
        opened = open_action(
            kind,
            Owner(row.owner),
            today,
            row.wanted_on,
            is_structural=row.is_structural,
        )
        _change(session, row.id, {**action_columns(opened), "kind": kind.value, "opened_on": today})


def withdraw_actions(session: Session, audit_id: int) -> None:
    """Take back what signing made, once the reading is a draft again.

    Args:
        session: A session inside `transaction`.
        audit_id: The reading, by now a draft.
    """
    session.execute(
        update(CorrectiveActionRow)
        .where(CorrectiveActionRow.audit_id == audit_id)
        .values(
            state=ActionState.DRAFT.value,
            waits_by=None,
            waits_for=Waits.NOTHING.value,
            next_on=None,
        )
        .execution_options(synchronize_session=False)
    )
    # neither does it say anything of other actions, nor what was read since of its own
    own = select(CorrectiveActionRow.id).where(CorrectiveActionRow.audit_id == audit_id)
    session.execute(
        delete(ActionReadingRow).where(
            or_(ActionReadingRow.audit_id == audit_id, ActionReadingRow.action_id.in_(own))
        )
    )
    _delete(session, audit_id, (FindingSource.RULE.value,))


def drop_actions(session: Session, audits: Sequence[int], *, at: datetime) -> None:
    """End the actions of a reading that becomes void; what rested on it is judged anew.

    Args:
        session: A session inside `transaction`.
        audits: The reading first, then those whose place it took: their actions went on with it.
        at: The present.
    """
    ended = (
        CorrectiveActionRow.audit_id.in_(audits),
        CorrectiveActionRow.state.not_in((ActionState.DRAFT.value, ActionState.DROPPED.value)),
    )
    rows = session.execute(select(CorrectiveActionRow).where(*ended)).scalars().all()
    if rows:
        step = {
            "step": ActionStep.DROP.value,
            "state": ActionState.DROPPED.value,
            "audit_id": audits[0],
            "at": at,
        }
        stood = [{"action_id": row.id, "stood": standing_of(row), **step} for row in rows]
        session.execute(insert(ActionStepRow), stood)
    session.execute(
        update(CorrectiveActionRow)
        .where(*ended)
        .values(
            state=ActionState.DROPPED.value,
            waits_by=None,
            waits_for=Waits.NOTHING.value,
            next_on=None,
            revision=CorrectiveActionRow.revision + 1,
        )
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(ActionReadingRow)
        .where(ActionReadingRow.audit_id.in_(audits))
        .values(judged_at=None)
        .execution_options(synchronize_session=False)
    )


def are_untouched(session: Session, audit_id: int) -> bool:
    """Tell whether nobody has taken a step with an action of a reading.

    Args:
        session: A database session.
        audit_id: The reading.

    Returns:
        True without actions, and while all of them are as signing left them.
    """
    moved = select(CorrectiveActionRow.id).where(
        CorrectiveActionRow.audit_id == audit_id, CorrectiveActionRow.revision > 1
    )
    return session.execute(moved.limit(1)).first() is None


def _next_position(session: Session, audit_id: int) -> int:
    last = session.execute(
        select(func.max(FindingRow.position)).where(FindingRow.audit_id == audit_id)
    ).scalar_one()
    return (last or 0) + 1


def _add(
    session: Session,
    place: SheetReading,
    lines: Iterable[FindingDraft],
    source: FindingSource,
    first: int,
) -> None:
    sealer = sealer_of(session)
    worker: int | None = None
    if place.case_file_id is not None:
        worker = session.execute(
            select(CaseFileRow.practitioner_id).where(CaseFileRow.id == place.case_file_id)
        ).scalar_one()
    for position, line in enumerate(lines, first):
        values = {
            "audit_id": place.audit_id,
            "position": position,
            "kind": line.kind.value,
            "source": source.value,
            "is_main": line.is_main,
            "items": list(line.items),
            "body": _sealed(sealer, line.text, finding_place(place.audit_id, position)),
        }
        finding_id = session.execute(
            insert(FindingRow).values(values).returning(FindingRow.id)
        ).scalar_one()
        if line.action is not None:
            row = _action_values(sealer, place, line, line.action, position)
            session.execute(
                insert(CorrectiveActionRow).values(
                    finding_id=finding_id, practitioner_id=worker, **row
                )
            )


def _action_values(
    sealer: Sealer, place: SheetReading, line: FindingDraft, action: ActionPlan, position: int
) -> dict[str, Any]:
    audit_id = place.audit_id
    # ratings by rules have no answer of one item that a later file could show again
    is_structural = action.is_structural or not place.rubric.items
    return {
        "audit_id": audit_id,
        "centre_id": place.centre_id,
        "rubric_code": place.rubric.code,
        "items": list(line.items),
        "kind": strictest_kind(place.rubric, line.items).value,
        "owner": action.owner.value,
        "is_structural": is_structural,
        "what": _sealed(sealer, action.what, action_place(audit_id, position, "what")),
        "evidence": _sealed(sealer, action.evidence, action_place(audit_id, position, "evidence")),
        "wanted_on": action.due_on,
        "state": ActionState.DRAFT.value,
        "is_by_document": False,
        "recurrences": 0,
        "proof": ProofRule.RUN.value,
        "failed_proofs": 0,
        "waits_for": Waits.NOTHING.value,
        "revision": 1,
    }


def _sealed(sealer: Sealer, text: str, about: str) -> bytes | None:
    return sealer.seal(text, about) if text else None


def _delete(session: Session, audit_id: int, sources: tuple[str, ...]) -> None:
    gone = select(FindingRow.id).where(
        FindingRow.audit_id == audit_id, FindingRow.source.in_(sources)
    )
    session.execute(delete(CorrectiveActionRow).where(CorrectiveActionRow.finding_id.in_(gone)))
    session.execute(
        delete(FindingRow).where(FindingRow.audit_id == audit_id, FindingRow.source.in_(sources))
    )


def _change(session: Session, action_id: int, values: Mapping[str, Any]) -> None:
    session.execute(
        update(CorrectiveActionRow)
        .where(CorrectiveActionRow.id == action_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
