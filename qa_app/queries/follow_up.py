"""What follows a result that is known to be in reach, with at most seven queries."""

import json
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionState, Owner
from qa_app.domain.answer_texts import amendment_place, answer_place, objection_place
from qa_app.domain.answers import AnswerKind
from qa_app.domain.finding_check import WrittenLine
from qa_app.domain.findings import (
    ActionPlan,
    FindingKind,
    FindingSource,
    action_place,
    finding_place,
)
from qa_app.domain.follow_up import (
    ActionTold,
    AmendmentTold,
    AnswerTold,
    FindingTold,
    FollowUp,
    ObjectionTold,
)
from qa_app.domain.objections import Ground, ObjectionState
from qa_app.domain.signing import frozen_percent
from qa_app.models.accounts import AccountRow
from qa_app.models.action_rows import action_of
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.findings import (
    AmendmentRow,
    CorrectiveActionRow,
    FindingAnswerRow,
    FindingRow,
    FindingSheetRow,
    ObjectionRow,
)
from qa_app.models.sealing import Sealer, sealer_of
from qa_app.queries.reading_chain import reading_chain

_Raiser, _Decider = alias_of(AccountRow), alias_of(AccountRow)
_New = alias_of(AuditRow)


def follow_up(session: Session, audit_id: int, *, is_withheld: bool = False) -> FollowUp:
    """Read what follows a result.

    Args:
        session: A database session.
        audit_id: The reading; its caller knows that it is in reach.
        is_withheld: True leaves every text out.

    Returns:
        Everything that was written, to it and to the readings whose place it took.
    """
    chain = reading_chain(session, audit_id)
    sheet = session.execute(
        select(FindingSheetRow.discussed_on, FindingSheetRow.revision)
        .where(FindingSheetRow.audit_id.in_(chain))
        .order_by(FindingSheetRow.audit_id.desc())
        .limit(1)
    ).one_or_none()
    told = _Told(sealer_of(session), chain, is_withheld=is_withheld)
    return FollowUp(
        findings=_findings(session, told),
        discussed_on=None if sheet is None else sheet.discussed_on,
        revision=0 if sheet is None else sheet.revision,
        answers=_answers(session, told),
        objection=_objection(session, told),
        amendments=_amendments(session, told),
        is_withheld=is_withheld,
    )


def written_lines(session: Session, audit_id: int) -> tuple[WrittenLine, ...]:
    """Read what the reader of a draft wrote on its sheet, without the words.

    Args:
        session: A database session.
        audit_id: The draft; its caller knows that it is in reach.

    Returns:
        Findings and strengths, each kind counted in the order in which its page shows it.
    """
    rows = session.execute(
        select(
            FindingRow.kind,
            FindingRow.items,
            FindingRow.body.is_not(None).label("has_text"),
            CorrectiveActionRow.id.is_not(None).label("has_action"),
        )
        .outerjoin(CorrectiveActionRow, CorrectiveActionRow.finding_id == FindingRow.id)
        .where(FindingRow.audit_id == audit_id, FindingRow.source == FindingSource.READER.value)
        .order_by(FindingRow.kind, FindingRow.is_main.desc(), FindingRow.position)
    ).all()
    counted: dict[str, int] = {}
    lines = []
    for row in rows:
        place = counted[row.kind] = counted.get(row.kind, 0) + 1
        kind, items = FindingKind(row.kind), tuple(row.items)
        lines.append(WrittenLine(place, kind, items, bool(row.has_text), bool(row.has_action)))
    return tuple(lines)


class _Told:
    """Opens the texts of a reading and those it replaced, unless they are withheld."""

    def __init__(self, sealer: Sealer, chain: tuple[int, ...], *, is_withheld: bool) -> None:
        self.sealer = sealer
        self.chain = chain
        self.is_withheld = is_withheld

    def text(self, sealed: bytes | None, about: str) -> str:
        return "" if sealed is None or self.is_withheld else self.sealer.open(sealed, about)


def _findings(session: Session, told: _Told) -> tuple[FindingTold, ...]:
    rows = session.execute(
        select(FindingRow, CorrectiveActionRow)
        .outerjoin(CorrectiveActionRow, CorrectiveActionRow.finding_id == FindingRow.id)
        .where(FindingRow.audit_id.in_(told.chain))
        .order_by(
            FindingRow.kind,
            FindingRow.is_main.desc(),
            FindingRow.audit_id,
            FindingRow.position,
        )
    )
    return tuple(_finding(told, finding, action) for finding, action in rows)


def _finding(told: _Told, row: FindingRow, action: CorrectiveActionRow | None) -> FindingTold:
    return FindingTold(
        id=row.id,
        kind=FindingKind(row.kind),
        is_main=row.is_main,
        is_by_rule=row.source == FindingSource.RULE.value,
        items=tuple(row.items),
        text=told.text(row.body, finding_place(row.audit_id, row.position)),
        plan=None if action is None else _plan(told, action, row),
        action=None if action is None else action_told(action),
    )


def _plan(told: _Told, row: CorrectiveActionRow, finding: FindingRow) -> ActionPlan:
    about = finding.audit_id, finding.position
    return ActionPlan(
        what=told.text(row.what, action_place(*about, "what")),
        owner=Owner(row.owner),
        due_on=row.wanted_on,
        evidence=told.text(row.evidence, action_place(*about, "evidence")),
        is_structural=row.is_structural,
    )


def action_told(row: CorrectiveActionRow) -> ActionTold | None:
    """Read an action from its row.

    Args:
        row: The row.

    Returns:
        The action; None while its reading does not count.
    """
    if row.state == ActionState.DRAFT.value or row.due_on is None:
        return None
    is_dropped = row.state == ActionState.DROPPED.value
    return ActionTold(row.id, action_of(row), row.revision, is_dropped)


def _answers(session: Session, told: _Told) -> tuple[AnswerTold, ...]:
    rows = session.execute(
        select(FindingAnswerRow, AccountRow.display_name)
        .outerjoin(AccountRow, AccountRow.id == FindingAnswerRow.by)
        .where(FindingAnswerRow.audit_id.in_(told.chain))
        .order_by(FindingAnswerRow.id)
    )
    return tuple(
        AnswerTold(
            row.id,
            row.finding_id,
            AnswerKind(row.kind),
            told.text(row.body, answer_place(row.audit_id)),
            row.at,
            name or "",
        )
        for row, name in rows
    )


def _objection(session: Session, told: _Told) -> ObjectionTold | None:
    found = session.execute(
        select(
            ObjectionRow,
            _Raiser.display_name.label("raiser"),
            _Decider.display_name.label("decider"),
        )
        .outerjoin(_Raiser, _Raiser.id == ObjectionRow.raised_by)
        .outerjoin(_Decider, _Decider.id == ObjectionRow.decided_by)
        .where(ObjectionRow.audit_id.in_(told.chain))
        .order_by(ObjectionRow.id.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    row: ObjectionRow = found[0]
    return ObjectionTold(
        Ground(row.ground),
        told.text(row.body, objection_place(row.audit_id, "body")),
        ObjectionState(row.state),
        row.raised_at,
        found.raiser or "",
        told.text(row.decision, objection_place(row.audit_id, "decision")),
        row.decided_at,
        found.decider or "",
    )


def _amendments(session: Session, told: _Told) -> tuple[AmendmentTold, ...]:
    rows = session.execute(
        select(
            AmendmentRow,
            _Raiser.display_name.label("asker"),
            _Decider.display_name.label("settler"),
            AuditRow.explanation,
            AuditRow.band,
            _New.band.label("new_band"),
            _New.explanation.label("new_explanation"),
        )
        .join(AuditRow, AuditRow.id == AmendmentRow.audit_id)
        .outerjoin(_New, _New.id == AmendmentRow.new_audit_id)
        .outerjoin(_Raiser, _Raiser.id == AmendmentRow.asked_by)
        .outerjoin(_Decider, _Decider.id == AmendmentRow.settled_by)
        .where(AmendmentRow.audit_id.in_(told.chain))
        .order_by(AmendmentRow.id)
    )
    return tuple(_amendment(told, row) for row in rows)


def _amendment(told: _Told, found: Row[*tuple[Any, ...]]) -> AmendmentTold:
    row: AmendmentRow = found[0]
    changes = told.text(row.changes, amendment_place(row.audit_id, "changes"))
    return AmendmentTold(
        row.state,
        told.text(row.body, amendment_place(row.audit_id, "body")),
        json.loads(changes) if changes else {},
        row.asked_at,
        found.asker or "",
        row.asked_by,
        row.settled_at,
        found.settler or "",
        row.new_audit_id,
        json.loads(found.explanation)["codes"] if found.explanation else {},
        found.band,
        found.new_band,
        frozen_percent(found.explanation),
        frozen_percent(found.new_explanation),
        ""
        if row.refusal is None
        else told.text(row.refusal, amendment_place(row.audit_id, "refusal")),
    )
