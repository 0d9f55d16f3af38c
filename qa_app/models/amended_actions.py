"""What becomes of the actions of a reading when another one takes its place."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionKind, ActionState, ActionStep, Party, after, still_stands
from qa_app.domain.findings import FindingSource, enough_for
from qa_app.domain.option_worth import failing_items
from qa_app.domain.rubric import Rubric
from qa_app.domain.signing import Frozen, frozen_parts, tripped_parts
from qa_app.models.action_rows import action_of, keep_step
from qa_app.models.audits import AuditRow
from qa_app.models.finding_sheets import SheetReading, add_owed_findings, ask_again
from qa_app.models.findings import CorrectiveActionRow, FindingRow
from qa_app.models.pairs import ReadingPairRow

_RUNNING = (ActionState.OPEN.value, ActionState.PLANNED.value, ActionState.DONE.value)


def replaced_before(session: Session, audit_id: int) -> tuple[int, ...]:
    """Name the readings whose place a reading took.

    Args:
        session: A session inside `transaction`.
        audit_id: The reading.

    Returns:
        The latest first; empty for one that took nobody's place.
    """
    found: list[int] = []
    query = select(AuditRow.replaces_id)
    before = session.execute(query.where(AuditRow.id == audit_id)).scalar_one()
    while before is not None:
        found.append(before)
        before = session.execute(query.where(AuditRow.id == before)).scalar_one()
    return tuple(found)


def counted_since(session: Session, audit_id: int) -> datetime | None:
    """Tell when a reading that nobody replaced before it began to count.

    Args:
        session: A session inside `transaction`.
        audit_id: The reading, the earliest of its chain.

    Returns:
        Its signature; of the first of a blind pair, when both were signed or the pair was given
        up, if that was later. None for one that nobody signed here.

    Source: docs/methods/verification.md, 2.
    """
    audit = session.get_one(AuditRow, audit_id)
    if audit.signed_at is None:
        return None
    pairs = select(ReadingPairRow.completed_at, ReadingPairRow.settled_at).where(
        ReadingPairRow.first_id == audit_id
    )
    begins = [audit.signed_at]
    begins += [at for row in session.execute(pairs) if (at := row.completed_at or row.settled_at)]
    return max(begins)


def carry_actions(
    session: Session, place: SheetReading, replaced: AuditRow, now: Frozen, at: datetime
) -> None:
    """Cancel what no longer has a cause, keep what has one, add what is newly owed.

    What is cancelled stays to be read, with the reading that led to it.

    Args:
        session: A session inside `transaction`; the new reading is still a draft.
        place: The new reading.
        replaced: The reading whose place it takes.
        now: What the new reading comes to.
        at: The present.
    """
    chain = replaced_before(session, place.audit_id)
    rows = session.execute(
        select(CorrectiveActionRow, FindingRow)
        .join(FindingRow, FindingRow.id == CorrectiveActionRow.finding_id)
        .where(
            CorrectiveActionRow.audit_id.in_(chain),
            CorrectiveActionRow.state != ActionState.DROPPED.value,
        )
        .order_by(CorrectiveActionRow.id)
    ).all()
    tripped = (*now.stop, *now.gate)
    fails_now = {*failing_items(place.rubric, now.codes), *tripped}
    failed_before = _failed_before(place.rubric, replaced)
    covered: set[str] = set()
    for row, finding in rows:
        is_by_rule = finding.source == FindingSource.RULE.value
        causes = set(tripped) if is_by_rule else fails_now
        stands = still_stands(row.items, causes, failed_before)
        is_milder = row.kind == ActionKind.RED_LINE.value and not set(row.items) & set(now.stop)
        is_running = row.state in _RUNNING
        if stands and not (is_milder and is_running):
            covered |= enough_for(ActionKind(row.kind), row.items, now.stop, now.gate)
            continue
        if is_running:
            # the day plays no part in it: nothing is done, and no limit runs any more
            gone = after(action_of(row), ActionStep.DROP, Party.SYSTEM, None, at.date())
            keep_step(session, row, gone, ActionStep.DROP, at=at, audit_id=place.audit_id)
        if stands:
            # no red line any more: what is left to do has the limits of what is left
            ask_again(session, place, finding, row)
            covered |= set(row.items)
    add_owed_findings(session, place, [code for code in tripped if code not in covered])


def _failed_before(rubric: Rubric, replaced: AuditRow) -> set[str]:
    told = replaced.explanation or "{}"
    stop, gate = tripped_parts(told)
    return {*failing_items(rubric, frozen_parts(rubric, told)[1]), *stop, *gate}
