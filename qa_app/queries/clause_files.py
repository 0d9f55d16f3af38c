"""The reviewed files behind a count of answers to an item, one by one, within reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionState
from qa_app.domain.answer_counts import ItemUse, codes_below
from qa_app.domain.defaults import EVIDENCE_MONTHS, ROWS_PER_PAGE
from qa_app.domain.journal import canonical_json
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.signing import frozen_codes
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import COUNTED_IN_CHARTS
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.openings import opened_to
from qa_app.queries.reach import signed_within

_NO_LIMITS_YET = (ActionState.DRAFT.value, ActionState.DROPPED.value)


@dataclass(frozen=True, slots=True)
class FileBelow:
    """A file whose answer to an item is below the top option.

    Attributes:
        audit_id: Its review.
        reference: The file's reference; None when the whole centre was read.
        centre_name: Its centre.
        read_on: Local day of reading.
        code: The answer that stood at signing.
        is_final: False while the centre may still answer.
        action_id: What has to be done about it; None when nothing has to be.
        action_state: Where that stands; None without one.
    """

    audit_id: int
    reference: str | None
    centre_name: BilingualText
    read_on: date
    code: str
    is_final: bool
    action_id: int | None
    action_state: ActionState | None


@dataclass(frozen=True, slots=True)
class FilesBelow:
    """A page of them.

    Attributes:
        files: The newest review first, by its number.
        next_after: Review after which the next page begins; None on the last one.
    """

    files: tuple[FileBelow, ...]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class FilesAsked:
    """Which files are asked for.

    Attributes:
        at: The present, for what somebody was let into.
        centre_id: Only files of this centre; None for all.
        after: Last review of the page before; None starts with the newest.
    """

    at: datetime
    centre_id: int | None = None
    after: int | None = None


def files_below(
    session: Session,
    actor: Actor,
    use: ItemUse,
    today: date,
    asked: FilesAsked,
) -> FilesBelow:
    """List the files that `library_uses.answers_within` counts below the top option.

    Args:
        session: A database session.
        actor: Who asks: the list holds only reviews that they open without asking, or were let
            into (ADR 0047): it names the file beside its answer.
        use: The item.
        today: The local date.
        asked: Which of them.

    Returns:
        At most a page, with two queries; nothing of a sealed rubric.
    """
    below = codes_below(use.item)
    if use.is_sealed or not below or not may(actor, Permission.AUDIT_READ):
        return FilesBelow((), None)
    query = (
        select(
            AuditRow.id,
            AuditRow.reviewed_on,
            AuditRow.result_state,
            AuditRow.explanation,
            CaseFileRow.reference,
            CentreRow.name_zh,
            CentreRow.name_en,
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            *_counted(use, today),
            _says(use.item.code, below),
            signed_within(actor),
            opened_to(actor, at=asked.at, on=today),
        )
        .order_by(AuditRow.id.desc())
        .limit(ROWS_PER_PAGE + 1)
    )
    if asked.centre_id is not None:
        query = query.where(AuditRow.centre_id == asked.centre_id)
    if asked.after is not None:
        query = query.where(AuditRow.id < asked.after)
    rows = session.execute(query).all()
    shown = rows[:ROWS_PER_PAGE]
    actions = _actions(session, [row.id for row in shown], use.item.code)
    files = tuple(
        _file(row, code, actions.get(row.id))
        for row in shown
        # the text was only searched for the answer: what was frozen decides
        if (code := frozen_codes(row.explanation).get(use.item.code)) in below
    )
    return FilesBelow(files, shown[-1].id if len(rows) > ROWS_PER_PAGE else None)


def _counted(use: ItemUse, today: date) -> Sequence[ColumnElement[bool]]:
    return (
        AuditRow.state == "signed",
        AuditRow.rubric_version_id == use.version_id,
        AuditRow.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
        AuditRow.reviewed_on >= first_day(month_of(today) - EVIDENCE_MONTHS + 1),
    )


def _says(item: str, codes: frozenset[str]) -> ColumnElement[bool]:
    told = (canonical_json({item: code})[1:-1] for code in sorted(codes))
    return or_(*(AuditRow.explanation.contains(one, autoescape=True) for one in told))


def _actions(
    session: Session, audits: Sequence[int], item: str
) -> dict[int, tuple[int, ActionState]]:
    row = CorrectiveActionRow
    found = session.execute(
        select(row.audit_id, row.id, row.items, row.state)
        .where(row.audit_id.in_(audits), row.state.not_in(_NO_LIMITS_YET))
        .order_by(row.id)
    )
    by_audit: dict[int, tuple[int, ActionState]] = {}
    for one in found:
        if item in one.items:
            by_audit.setdefault(one.audit_id, (one.id, ActionState(one.state)))
    return by_audit


def _file(row: Any, code: str, action: tuple[int, ActionState] | None) -> FileBelow:
    return FileBelow(
        row.id,
        row.reference,
        BilingualText(row.name_zh, row.name_en),
        row.reviewed_on,
        code,
        row.result_state == "final",
        None if action is None else action[0],
        None if action is None else action[1],
    )
