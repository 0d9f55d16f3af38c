"""Which answers are held back from who would have to ask for some of the files, month by month."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, extract, func, literal, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Role
from qa_app.domain.series import Coverage
from qa_app.domain.told_answers import ALL_TOLD, MonthFiles, ToldAnswers, told_answers
from qa_app.domain.totals import IN_NO_TOTAL, WHOLE_FILE
from qa_app.domain.trends import coverage_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.openings import opened_to
from qa_app.queries.reach import signed_within
from qa_app.queries.trends import Scope, ScopeKind

_NO_CENTRE = 0


class _Counted(NamedTuple):
    centre_id: int
    version_id: int
    sample_type: str
    month: int
    files: int
    scored: int
    closed: int


def answers_told(
    session: Session, actor: Actor, scope: Scope, *, at: datetime, on: date, code: str = ""
) -> ToldAnswers:
    """Find which answers to items somebody is told who reads the files of a centre or place.

    Every page, table and paper that counts answers or points of items asks here.

    Args:
        session: A database session.
        actor: Who asks.
        scope: A centre or place all of whose files they read in general; of others nothing is
            decided here (`domain.answer_counts`).
        at: The present, for what they were let into.
        on: The local day, for agreements.
        code: One rubric; empty for all.

    Returns:
        Of a centre by the files for which they would have to ask (ADR 0047), found by one query
        among its reviews. Of a place, whose files are too many to look at, by all of its files.
        Nothing is held back, and nothing asked, for who manages all of it.

    Source: ADR 0036.
    """
    if not scope.sees_files or scope.kind is ScopeKind.WORKER or _manages(actor, scope):
        return ALL_TOLD
    if scope.kind is ScopeKind.CENTRE:
        opens = and_(signed_within(actor), opened_to(actor, at=at, on=on))
        counted = _of_centres(session, opens, [scope.object_id], code)
    else:
        counted = _of_place(session, scope, code)
    return told_answers(_by_month(counted))


def answers_told_at(
    session: Session, actor: Actor, centre_ids: Collection[int], *, at: datetime, on: date
) -> Mapping[int, ToldAnswers]:
    """Find the same for a handful of centres.

    Args:
        session: A database session.
        actor: Who asks; they read the files of all these centres in general.
        centre_ids: The centres.
        at: The present.
        on: The local day.

    Returns:
        Centre to what is told of it, by one query; nothing is held back at a centre left out.
    """
    managed = actor.reach_as({Role.CENTRE_MANAGER})
    asked = [one for one in centre_ids if one not in managed.centre_ids]
    if managed.is_everything or not asked:
        return {}
    opens = and_(signed_within(actor), opened_to(actor, at=at, on=on))
    found: dict[int, list[_Counted]] = defaultdict(list)
    for one in _of_centres(session, opens, asked, ""):
        found[one.centre_id].append(one)
    return {centre_id: told_answers(_by_month(counted)) for centre_id, counted in found.items()}


def _manages(actor: Actor, scope: Scope) -> bool:
    centre_id = scope.object_id if scope.kind is ScopeKind.CENTRE else _NO_CENTRE
    return actor.reach_as({Role.CENTRE_MANAGER}).covers(centre_id, scope.place_path)


def _of_centres(
    session: Session, opens: ColumnElement[bool], centre_ids: Collection[int], code: str
) -> Iterable[_Counted]:
    month = extract("year", AuditRow.reviewed_on) * 12 + extract("month", AuditRow.reviewed_on) - 1
    keys = (AuditRow.centre_id, AuditRow.rubric_version_id, AuditRow.sample_type, month)
    query = (
        select(
            *keys,
            func.count(),
            func.count(AuditRow.score_millionths),
            func.count() - func.count(case((opens, 1))),
        )
        .select_from(AuditRow)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.centre_id.in_(sorted(centre_ids)),
            AuditRow.state == "signed",
            AuditRow.sample_type.not_in(sorted(IN_NO_TOTAL)),
        )
        .group_by(*keys)
    )
    if code:
        query = query.where(RubricVersionRow.rubric_code == code)
    return (_Counted(*row) for row in session.execute(query))


def _of_place(session: Session, scope: Scope, code: str) -> Iterable[_Counted]:
    row = MonthTotalRow
    query = (
        select(
            literal(_NO_CENTRE),
            row.rubric_version_id,
            row.sample_type,
            row.month,
            row.file_count,
            row.scored_count,
            row.file_count,
        )
        .join(RubricVersionRow, RubricVersionRow.id == row.rubric_version_id)
        .where(row.scope == scope.key, row.section == WHOLE_FILE, row.file_count > 0)
    )
    if code:
        query = query.where(RubricVersionRow.rubric_code == code)
    return (_Counted(*found) for found in session.execute(query))


def _by_month(
    counted: Iterable[_Counted],
) -> Mapping[tuple[int, Coverage], Mapping[int, MonthFiles]]:
    sums: dict[tuple[int, Coverage], dict[int, tuple[int, int, int]]] = defaultdict(dict)
    for one in counted:
        months = sums[one.version_id, coverage_of(one.sample_type)]
        files, scored, closed = months.get(int(one.month), (0, 0, 0))
        months[int(one.month)] = (files + one.files, scored + one.scored, closed + one.closed)
    return {
        key: {
            # as a point counts them: a rubric without a score has its files counted
            month: MonthFiles(scored or files, closed)
            for month, (files, scored, closed) in months.items()
        }
        for key, months in sums.items()
    }
