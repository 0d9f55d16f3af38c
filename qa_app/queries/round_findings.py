"""How often each item was found wanting in a round, as far as its reader may be told."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, select
from sqlalchemy.orm import Session

from qa_app.domain.findings import FindingKind
from qa_app.domain.people import Actor
from qa_app.domain.printed import FoundItem
from qa_app.domain.requirements import requirement_of
from qa_app.domain.series import Coverage
from qa_app.domain.text import NO_TEXT
from qa_app.domain.told_answers import MonthFiles, told_answers
from qa_app.domain.totals import IN_NO_TOTAL
from qa_app.domain.trends import coverage_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import FindingRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.openings import opened_to
from qa_app.queries.reach import signed_within
from qa_app.queries.rubric_words import rubric_in_words

_Cell = tuple[int, int, Coverage]
"""A centre, a version and how its files were chosen."""


@dataclass(slots=True)
class _Month:
    counted: int = 0
    closed: int = 0
    closed_here: int = 0


@dataclass(frozen=True, slots=True)
class RoundFindings:
    """What was found wanting in a round.

    Attributes:
        items: One for each item of each rubric with a finding, in no order.
        left_out: Signed files that are not looked at, whether anything was found in them or not,
            since their reader would have to ask for them and they are too few, or not all of
            those that are told together.
    """

    items: tuple[FoundItem, ...]
    left_out: int


def round_findings(
    session: Session, actor: Actor, round_id: int, *, at: datetime, on: date
) -> RoundFindings:
    """Count in how many signed files of a round each item was found wanting.

    Args:
        session: A database session.
        actor: Who asks; only files within reach are counted.
        round_id: The round.
        at: The present, for what they were let into.
        on: The local day, for agreements.

    Returns:
        Of files that they open, and of those of a centre's month or quarter that is told of all
        its closed files (`domain.told_answers`), where all of these belong to the round: so the
        numbers of a round, of other rounds and of centres and places lie in each other or apart.

    Source: ADR 0036.
    """
    opens = and_(signed_within(actor), opened_to(actor, at=at, on=on))
    months = _months(session, actor, opens, round_id)
    told = _told(months)
    left_out = sum(
        one.closed_here
        for cell, own in months.items()
        for month, one in own.items()
        if month not in told[cell]
    )
    rows = session.execute(
        _of_round(
            opens, AuditRow.id, AuditRow.rubric_version_id, AuditRow.centre_id, FindingRow.items
        )
        .join(FindingRow, FindingRow.audit_id == AuditRow.id)
        .where(
            _in_round(round_id),
            FindingRow.kind == FindingKind.FINDING.value,
            signed_within(actor),
        )
    )
    files: dict[tuple[str, str], set[int]] = defaultdict(set)
    version: dict[tuple[str, str], int] = {}
    for row in rows:
        cell = (row.centre_id, row.rubric_version_id, coverage_of(row.sample_type))
        rubric = rubric_in_words(session, row.rubric_version_id)
        # what enters no total was not looked at, so that no cell tells of it
        is_told = row.sample_type not in IN_NO_TOTAL and int(row.month) in told[cell]
        if rubric is None or not (row.is_open or is_told):
            continue
        for code in row.items:
            key = (rubric.code, code)
            files[key].add(row.id)
            version[key] = max(version.get(key, 0), row.rubric_version_id)
    items = (_found(session, version[key], key[1], len(ids)) for key, ids in files.items())
    return RoundFindings(tuple(items), left_out)


def _in_round(round_id: int) -> ColumnElement[bool]:
    # not joined: who opens a file asks for sessions as well
    sessions = select(SupervisionSessionRow.id).where(SupervisionSessionRow.round_id == round_id)
    return AuditRow.session_id.in_(sessions.correlate(None))


def _of_round(opens: ColumnElement[bool], *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *columns,
            AuditRow.sample_type,
            _MONTH.label("month"),
            case((opens, 1), else_=0).label("is_open"),
        )
        .select_from(AuditRow)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(AuditRow.state == "signed")
    )


_MONTH = extract("year", AuditRow.reviewed_on) * 12 + extract("month", AuditRow.reviewed_on) - 1


def _months(
    session: Session, actor: Actor, opens: ColumnElement[bool], round_id: int
) -> Mapping[_Cell, dict[int, _Month]]:
    # every file of its centres: what is told of a month rests on those of other rounds as well
    is_here = and_(_in_round(round_id), signed_within(actor))
    here = case((is_here, 1), else_=0).label("is_here")
    centres = select(SupervisionSessionRow.centre_id).where(
        SupervisionSessionRow.round_id == round_id
    )
    inner = (
        _of_round(
            opens,
            AuditRow.centre_id,
            AuditRow.rubric_version_id,
            AuditRow.score_millionths.is_not(None).label("is_scored"),
            here,
        )
        .where(
            AuditRow.centre_id.in_(centres),
            AuditRow.sample_type.not_in(sorted(IN_NO_TOTAL)),
        )
        .subquery()
    )
    rows = session.execute(select(*inner.c, func.count().label("files")).group_by(*inner.c)).all()
    scored = {_key(row) for row in rows if row.is_scored}
    found: dict[_Cell, dict[int, _Month]] = defaultdict(lambda: defaultdict(_Month))
    for row in rows:
        month = found[_key(row)[0]][int(row.month)]
        # as a point counts them: a rubric without a score has its files counted
        month.counted += row.files if row.is_scored or _key(row) not in scored else 0
        month.closed += 0 if row.is_open else row.files
        month.closed_here += row.files if row.is_here and not row.is_open else 0
    return found


def _key(row: Any) -> tuple[_Cell, int]:
    cell = (row.centre_id, row.rubric_version_id, coverage_of(row.sample_type))
    return cell, int(row.month)


def _told(months: Mapping[_Cell, Mapping[int, _Month]]) -> dict[_Cell, frozenset[int]]:
    found = {}
    for cell, own in months.items():
        _centre, version, coverage = cell
        files = {month: MonthFiles(one.counted, one.closed) for month, one in own.items()}
        parts = told_answers({(version, coverage): files}).parts.get((version, coverage), ())
        found[cell] = frozenset(
            month
            for part in parts
            if part.is_told and all(own[one].closed == own[one].closed_here for one in part.months)
            for month in part.months
        )
    return found


def _found(session: Session, version_id: int, code: str, files: int) -> FoundItem:
    rubric = rubric_in_words(session, version_id)
    title = NO_TEXT if rubric is None else rubric.title
    return FoundItem(title, code, requirement_of(rubric, code), files)
