"""Gathers what a report of a quarter or a year is made from, for whoever may read it later."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.actions_of_span import action_facts
from qa_app.domain.common_items import LineBreak, join_versions
from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.lost_points import ItemLoss
from qa_app.domain.month_grid import MONTHS_A_QUARTER, first_day
from qa_app.domain.name_order import name_key
from qa_app.domain.objections import ObjectionState
from qa_app.domain.profiles import Safeguard
from qa_app.domain.report_facts import (
    CentreFacts,
    MarkFacts,
    ReportFacts,
    ReportKind,
    ReportSpan,
    ResponseFacts,
    RubricFacts,
    SamplingFacts,
    SectionSum,
)
from qa_app.domain.rubric import Rubric
from qa_app.domain.rule_summary import counted_names
from qa_app.domain.series import Grain, MonthSum, Period
from qa_app.domain.session_coverage import CoverageOf, Window, total_of
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import COUNTED_IN_CHARTS, WHOLE_FILE
from qa_app.domain.trends import coverage_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import DrawnFileRow, DrawRow
from qa_app.models.findings import FindingAnswerRow, ObjectionRow
from qa_app.models.places import AreaRow, CentreRow
from qa_app.models.rounds import FileReplacementRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.trends import ItemTotalRow, MonthTotalRow
from qa_app.models.version_links import version_links
from qa_app.queries.actions_of_span import actions_of_span
from qa_app.queries.agreement import agreement_between
from qa_app.queries.chart_cuts import cuts_of, marks_of
from qa_app.queries.item_counts import AnswersAsked, item_counts
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.session_coverage import figures_by_month
from qa_app.queries.session_required import required_by_month
from qa_app.queries.team import relaxed_at, relaxed_since
from qa_app.queries.trends import BANDS, MONTH_SUMS, Scope, ScopeKind, scope_column

_KINDS = sorted(one.value for one in COUNTED_IN_CHARTS)


@dataclass(frozen=True, slots=True)
class ReportOf:
    """Whom a report is about.

    Attributes:
        kind: A quarter is a centre's, a year a place's.
        id: The centre or place.
        name: Its name.
        path: Path of the place; of a centre that of the place it stands in.
    """

    kind: ReportKind
    id: int
    name: BilingualText
    path: str

    @property
    def scope(self) -> str:
        """Scope of its totals."""
        return f"{'c' if self.kind is ReportKind.QUARTER else 'p'}:{self.id}"

    def covers(self, column: ColumnElement[int]) -> ColumnElement[bool]:
        """Give the condition that a row belongs to it.

        Args:
            column: Where the row names its centre.

        Returns:
            A condition on the row.
        """
        if self.kind is ReportKind.QUARTER:
            return column == self.id
        inside = select(CentreRow.id).where(
            CentreRow.place_path.startswith(self.path, autoescape=True)
        )
        return column.in_(inside)


def report_facts(
    session: Session, of: ReportOf, span: ReportSpan, at: datetime, zone: str
) -> ReportFacts:
    """Read everything a report tells, with a number of queries that audits do not move.

    Args:
        session: A database session.
        of: Whom it is about.
        span: A span that is over.
        at: The present.
        zone: Local time zone.

    Returns:
        The facts as they stand.
    """
    today = local_day(at, zone)
    subject = CoverageOf(
        SessionScope.CENTRE if of.kind is ReportKind.QUARTER else SessionScope.PLACE,
        of.id,
        of.name,
    )
    months = [first_day(month) for month in span.months]
    window = Window(months[0], months[-1], today)
    required = total_of([one for _month, one in required_by_month(session, subject, months)])
    planned = total_of([one for _month, one in figures_by_month(session, subject, window)])
    moments = _moments(span, zone)
    agreement = agreement_between(session, of.covers, moments)
    return ReportFacts(
        span=span,
        as_of=today,
        scope=of.scope,
        name=of.name,
        rubrics=_rubrics(session, of, span),
        sampling=replace(
            _sampling(session, of, span), pairs=sum(one.count.files for one in agreement)
        ),
        agreement=agreement,
        actions=action_facts(
            actions_of_span(session, of.covers, span.first, span.last, zone), span.first, span.last
        ),
        required=required,
        planned=planned,
        response=_response(session, of, moments),
        marks=_marks(session, of, span),
        relaxed=_relaxed(session, moments[0], at),
        centres=_centres(session, of, span) if of.kind is ReportKind.YEAR else (),
    )


def _relaxed(session: Session, since: datetime, at: datetime) -> tuple[Safeguard, ...]:
    given_up = relaxed_since(session, since, at) | relaxed_at(session, at)
    return tuple(one for one in Safeguard if one in given_up)


def _moments(span: ReportSpan, zone: str) -> tuple[datetime, datetime]:
    local = ZoneInfo(zone)
    return (
        datetime.combine(span.first, time.min, local),
        datetime.combine(span.last + timedelta(days=1), time.min, local),
    )


def _rubrics(session: Session, of: ReportOf, span: ReportSpan) -> tuple[RubricFacts, ...]:
    rows = session.execute(
        select(
            *MONTH_SUMS,
            RubricVersionRow.rubric_code,
            RubricVersionRow.area_code,
            AreaRow.position,
        )
        .join(RubricVersionRow, RubricVersionRow.id == MonthTotalRow.rubric_version_id)
        .join(AreaRow, AreaRow.code == RubricVersionRow.area_code)
        .where(
            MonthTotalRow.scope == of.scope,
            MonthTotalRow.month <= span.last_month,
            MonthTotalRow.file_count > 0,
        )
        .order_by(
            MonthTotalRow.section,
            MonthTotalRow.rubric_version_id,
            MonthTotalRow.month,
            MonthTotalRow.sample_type,
        )
    ).all()
    sums: dict[tuple[int, str, str], list[SectionSum]] = defaultdict(list)
    versions: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        rubric = rubric_in_words(session, row.rubric_version_id)
        if rubric is None:
            continue
        key = (row.position, row.area_code, row.rubric_code)
        sums[key].append(SectionSum(coverage_of(row.sample_type), row.section, _sum(row, rubric)))
        versions[row.rubric_code].add(row.rubric_version_id)
    losses = _losses(session, of, span)
    scope = _scope(of)
    found = (
        RubricFacts(
            code=code,
            area=area,
            sums=tuple(sums[position, area, code]),
            losses=tuple(one for one in losses if one.version_id in versions[code]),
            cuts=cuts_of(session, scope, code),
            breaks=_breaks(session, code, versions[code]),
        )
        for position, area, code in sorted(sums)
    )
    return tuple(replace(one, rated=_rated(session, scope, span, one)) for one in found)


def _rated(
    session: Session, scope: Scope, span: ReportSpan, told: RubricFacts
) -> tuple[AnswerCount, ...]:
    # only rule rubrics name what is counted so, and others ask nothing
    rubrics = {
        version: rubric_in_words(session, version)
        for version in {one.total.version_id for one in told.sums}
    }
    counts = item_counts(
        session,
        scope,
        [
            AnswersAsked(version, Period(first, Grain.QUARTER), names, told.coverage)
            for version, rubric in rubrics.items()
            if rubric is not None and (names := counted_names(rubric))
            for first in span.months[::MONTHS_A_QUARTER]
        ],
    )
    return tuple(sorted(counts, key=attrgetter("version_id", "month", "item_code", "code")))


def _breaks(session: Session, code: str, versions: set[int]) -> tuple[LineBreak, ...]:
    if len(versions) < 2:  # noqa: PLR2004 - one version has nothing to join
        return ()
    rubrics = {one: rubric_in_words(session, one) for one in versions}
    known = {one: rubric for one, rubric in rubrics.items() if rubric is not None}
    return join_versions(known, version_links(session, code)).breaks


def _scope(of: ReportOf) -> Scope:
    kind = ScopeKind.CENTRE if of.kind is ReportKind.QUARTER else ScopeKind.PLACE
    return Scope(kind, of.id, of.name, sees_files=True, place_path=of.path)


def _marks(session: Session, of: ReportOf, span: ReportSpan) -> tuple[MarkFacts, ...]:
    return tuple(
        MarkFacts(one.note.on, one.note.kind, one.note.text, one.note.rubric_code)
        for one in marks_of(session, _scope(of))
        if one.note.on <= span.last
    )


def _sum(row: Any, rubric: Rubric) -> MonthSum:
    return MonthSum(
        row.rubric_version_id,
        row.month,
        row.file_count,
        row.scored_count,
        row.score_sum,
        row.final_count,
        tuple(getattr(row, column.key) for column in BANDS[: len(rubric.bands)]),
        row.stop_count,
    )


def _losses(session: Session, of: ReportOf, span: ReportSpan) -> list[ItemLoss]:
    columns = (ItemTotalRow.rubric_version_id, ItemTotalRow.item_code, ItemTotalRow.code)
    rows = session.execute(
        select(
            *columns,
            func.sum(ItemTotalRow.rated_count).label("rated"),
            func.sum(ItemTotalRow.lost_sum).label("lost"),
            func.sum(ItemTotalRow.section_lost_sum).label("own"),
        )
        .where(
            ItemTotalRow.scope == of.scope,
            ItemTotalRow.month.between(span.first_month, span.last_month),
            ItemTotalRow.sample_type.in_(_KINDS),
            ItemTotalRow.rated_count > 0,
        )
        .group_by(*columns)
        .order_by(*columns)
    )
    # of the whole span: what an item cost is told of the span and not month by month
    return [
        ItemLoss(
            row.rubric_version_id,
            span.last_month,
            row.item_code,
            row.code,
            int(row.rated),
            int(row.lost),
            int(row.own),
        )
        for row in rows
    ]


def _sampling(session: Session, of: ReportOf, span: ReportSpan) -> SamplingFacts:
    draws = (
        select(DrawRow.id, DrawRow.frame_count)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == DrawRow.session_id)
        .where(
            DrawRow.seed.is_not(None),
            SupervisionSessionRow.planned_on.between(span.first, span.last),
            of.covers(SupervisionSessionRow.centre_id),  # type: ignore[arg-type]  # a column
        )
        .subquery()
    )
    counted = session.execute(
        select(func.count(draws.c.id), func.coalesce(func.sum(draws.c.frame_count), 0))
    ).one()
    drawn = session.execute(
        select(func.count())
        .select_from(DrawnFileRow)
        .join(draws, draws.c.id == DrawnFileRow.draw_id)
        .where(DrawnFileRow.is_reserve.is_(False))
    ).scalar_one()
    replaced = session.execute(
        select(func.count())
        .select_from(FileReplacementRow)
        .join(draws, draws.c.id == FileReplacementRow.draw_id)
    ).scalar_one()
    return SamplingFacts(counted[0], int(counted[1]), drawn, replaced)


def _response(session: Session, of: ReportOf, moments: tuple[datetime, datetime]) -> ResponseFacts:
    shown = (
        AuditRow.shared_at >= moments[0],
        AuditRow.shared_at < moments[1],
        AuditRow.state.in_(("signed", "replaced")),
        of.covers(AuditRow.centre_id),  # type: ignore[arg-type]  # a column
    )
    count = session.execute(select(func.count()).select_from(AuditRow).where(*shown)).scalar_one()
    answered = session.execute(
        select(func.count(FindingAnswerRow.audit_id.distinct()))
        .join(AuditRow, AuditRow.id == FindingAnswerRow.audit_id)
        .where(*shown)
    ).scalar_one()
    states = dict(
        session.execute(
            select(ObjectionRow.state, func.count())
            .join(AuditRow, AuditRow.id == ObjectionRow.audit_id)
            .where(*shown)
            .group_by(ObjectionRow.state)
        ).all()
    )
    raised = sum(states.values())
    upheld = states.get(ObjectionState.UPHELD.value, 0)
    amended = states.get(ObjectionState.AMENDED.value, 0)
    return ResponseFacts(count, answered, raised, upheld, amended, raised - upheld - amended)


def _centres(session: Session, of: ReportOf, span: ReportSpan) -> tuple[CentreFacts, ...]:
    rows = session.execute(
        select(
            *MONTH_SUMS,
            RubricVersionRow.rubric_code,
            CentreRow.id.label("centre"),
            CentreRow.name_zh,
            CentreRow.name_en,
        )
        .join(CentreRow, MonthTotalRow.scope == scope_column())
        .join(RubricVersionRow, RubricVersionRow.id == MonthTotalRow.rubric_version_id)
        .where(
            CentreRow.place_path.startswith(of.path, autoescape=True),
            MonthTotalRow.section == WHOLE_FILE,
            MonthTotalRow.month.between(span.first_month, span.last_month),
            MonthTotalRow.sample_type.in_(_KINDS),
            MonthTotalRow.file_count > 0,
        )
        .order_by(CentreRow.id, MonthTotalRow.month)
    ).all()
    return tuple(_of_centres(session, sorted(rows, key=lambda row: name_key(row.name_zh))))


def _of_centres(session: Session, rows: Iterable[Any]) -> Iterable[CentreFacts]:
    sums: dict[tuple[int, str], list[MonthSum]] = defaultdict(list)
    names: dict[int, BilingualText] = {}
    for row in rows:
        rubric = rubric_in_words(session, row.rubric_version_id)
        if rubric is not None:
            names[row.centre] = BilingualText(row.name_zh, row.name_en)
            sums[row.centre, row.rubric_code].append(_sum(row, rubric))
    for (centre, code), found in sums.items():
        yield CentreFacts(centre, names[centre], code, tuple(found))
