"""What was said to results, and which of them are disputed."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from qa_app.domain.answers import AnswerKind, Said, has_open_query, is_answered
from qa_app.domain.findings import FindingKind
from qa_app.domain.objections import WAITING, ObjectionState
from qa_app.domain.result_waits import Awaited
from qa_app.models.audits import AuditRow
from qa_app.models.findings import AmendmentRow, FindingAnswerRow, FindingRow, ObjectionRow

_PROVISIONAL = (AuditRow.state == "signed", AuditRow.result_state == "provisional")


def answered_results(session: Session, only: Collection[int] | None = None) -> dict[int, bool]:
    """Tell which provisional results their centres have answered in full.

    Args:
        session: A database session.
        only: These results alone; None for all.

    Returns:
        Result to True when everything is answered and no query waits, to False while a query
        waits; results to which nobody said anything left out.
    """
    said: dict[int, list[Said]] = defaultdict(list)
    asked_for = true() if only is None else AuditRow.id.in_(only)
    answers = (
        select(FindingAnswerRow.audit_id, FindingAnswerRow.finding_id, FindingAnswerRow.kind)
        .join(AuditRow, AuditRow.id == FindingAnswerRow.audit_id)
        .where(*_PROVISIONAL, asked_for)
        .order_by(FindingAnswerRow.id)
    )
    for audit_id, finding_id, kind in session.execute(answers):
        said[audit_id].append(Said(finding_id, AnswerKind(kind)))
    asked: dict[int, list[int]] = defaultdict(list)
    findings = (
        select(FindingRow.audit_id, FindingRow.id)
        .join(AuditRow, AuditRow.id == FindingRow.audit_id)
        .where(
            *_PROVISIONAL,
            asked_for,
            FindingRow.kind == FindingKind.FINDING.value,
            FindingRow.audit_id.in_(select(FindingAnswerRow.audit_id)),
        )
    )
    for audit_id, finding_id in session.execute(findings):
        asked[audit_id].append(finding_id)
    told = {
        one: (is_answered(asked[one], given), has_open_query(given)) for one, given in said.items()
    }
    return {one: done and not queried for one, (done, queried) in told.items() if done or queried}


def disputed_results(session: Session, only: Collection[int] | None = None) -> dict[int, Awaited]:
    """Name the results whose objection or amendment is not settled.

    Args:
        session: A database session.
        only: These results alone; None for all.

    Returns:
        Result to what waits; an open objection is decided before an amendment is confirmed.
    """
    objected = select(ObjectionRow.audit_id, ObjectionRow.state).where(
        ObjectionRow.state.in_([state.value for state in WAITING])
    )
    asked = select(AmendmentRow.audit_id).where(AmendmentRow.state == "asked")
    if only is not None:
        objected = objected.where(ObjectionRow.audit_id.in_(only))
        asked = asked.where(AmendmentRow.audit_id.in_(only))
    found = dict.fromkeys(session.execute(asked).scalars(), Awaited.AMENDMENT)
    for audit_id, state in session.execute(objected):
        is_open = state == ObjectionState.OPEN.value
        found[audit_id] = Awaited.OBJECTION if is_open else Awaited.AMENDMENT
    return found


def said_to(session: Session, audit_id: int) -> tuple[Said, ...]:
    """Read what was said to one result, without the words.

    Args:
        session: A database session.
        audit_id: The result.

    Returns:
        Oldest first.
    """
    rows = session.execute(
        select(FindingAnswerRow.finding_id, FindingAnswerRow.kind)
        .where(FindingAnswerRow.audit_id == audit_id)
        .order_by(FindingAnswerRow.id)
    )
    return tuple(Said(row.finding_id, AnswerKind(row.kind)) for row in rows)
