"""Reports of quarters and years that were kept, within reach: listed, opened, counted as new."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from qa_app.domain.defaults import COUNT_MOST
from qa_app.domain.kept_reports import KeptReport, unkept
from qa_app.domain.people import Actor, Reach
from qa_app.domain.permissions import (
    Permission,
    reach_of,
    reach_over_others,
    reports_inside,
)
from qa_app.domain.report_facts import ReportFacts, ReportKind, ReportSpan, last_span
from qa_app.domain.rubric import Rubric
from qa_app.domain.text import BilingualText
from qa_app.models.aliases import alias_of
from qa_app.models.packed import unpacked
from qa_app.models.period_reports import PeriodReportRow, ReportReadRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.queries.reach import centres_in
from qa_app.queries.rubric_words import rubric_in_words

_Newer = alias_of(PeriodReportRow)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list: its latest version.

    Attributes:
        id: The report.
        span: What it is about.
        name: Name of the centre or place.
        version: Its version.
        made_at: When it was made.
        is_new: True until the reader opens this version.
    """

    id: int
    span: ReportSpan
    name: BilingualText
    version: int
    made_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report that was kept.

    Attributes:
        id: It.
        facts: What it was made from.
        rubrics: Versions of rubrics in it, by id.
        version: Its version.
        digest: Digest of the facts.
        centre_id: Its centre; None for a place.
        sees_files: True for those who may read the files behind it.
        is_aggregate: True for those who are shown aggregates alone.
        versions: Number and id of every version of the same report, the latest first.
    """

    id: int
    facts: ReportFacts
    rubrics: Mapping[int, Rubric]
    version: int
    digest: str
    centre_id: int | None
    sees_files: bool
    is_aggregate: bool
    versions: tuple[tuple[int, int], ...]


def reports_page(
    session: Session, actor: Actor, kind: ReportKind, centre_id: int | None, page: int, rows: int
) -> tuple[ReportLine, ...]:
    """List reports within reach, the latest version of each.

    Args:
        session: A database session.
        actor: Who asks.
        kind: Quarterly or annual ones.
        centre_id: Of this centre only; None for all.
        page: From 1.
        rows: Rows of a page.

    Returns:
        One row more than a page, when there are more; the latest span first, then by code.
    """
    row = PeriodReportRow
    query = _listed(actor).where(row.kind == kind.value)
    if centre_id is not None:
        query = query.where(row.centre_id == centre_id)
    found = session.execute(
        query.order_by(row.first_month.desc(), CentreRow.code, PlaceRow.code, row.id)
        .offset((page - 1) * rows)
        .limit(rows + 1)
    )
    return tuple(_line(one) for one in found)


def new_reports(session: Session, actor: Actor, today: date) -> Mapping[ReportSpan, int]:
    """Count the reports of the last quarter and year that somebody has not opened.

    Args:
        session: A database session.
        actor: Who.
        today: Local day.

    Returns:
        Span to how many, at most `COUNT_MOST`; spans without are left out.
    """
    row = PeriodReportRow
    last = [last_span(kind, today) for kind in ReportKind]
    spans = [and_(row.kind == one.kind.value, row.first_month == one.first_month) for one in last]
    found = (
        _listed(actor)
        .where(or_(*spans), ~_is_read(actor))
        .with_only_columns(row.kind, row.first_month)
        .limit(COUNT_MOST)
        .subquery()
    )
    counted = session.execute(
        select(found.c.kind, found.c.first_month, func.count().label("count")).group_by(
            found.c.kind, found.c.first_month
        )
    )
    return {ReportSpan(ReportKind(kind), first): int(count) for kind, first, count in counted}


def report_in_reach(session: Session, actor: Actor, report_id: int) -> StoredReport | None:
    """Read a report that was kept.

    Args:
        session: A database session.
        actor: Who asks.
        report_id: Which version of which report.

    Returns:
        The report as it was kept; None when there is none or it is out of reach.
    """
    row = PeriodReportRow
    found = session.execute(
        _within(
            actor,
            select(row, CentreRow.place_path, PlaceRow.path)
            .outerjoin(CentreRow, CentreRow.id == row.centre_id)
            .outerjoin(PlaceRow, PlaceRow.id == row.place_id),
        ).where(row.id == report_id)
    ).one_or_none()
    if found is None:
        return None
    report: PeriodReportRow = found[0]
    facts = unkept(KeptReport(unpacked(report.content), report.digest))
    rubrics = {one: rubric_in_words(session, one) for one in facts.version_ids}
    others, inside = reach_over_others(actor), reports_inside(actor)
    is_aggregate = report.centre_id is None and not _covers_branch(inside, found.path)
    versions = session.execute(
        select(row.version, row.id)
        .where(
            row.is_final if is_aggregate else true(),
            row.scope == report.scope,
            row.kind == report.kind,
            row.first_month == report.first_month,
        )
        .order_by(row.version.desc())
    )
    return StoredReport(
        id=report.id,
        facts=facts,
        rubrics={one: rubric for one, rubric in rubrics.items() if rubric is not None},
        version=report.version,
        digest=report.digest,
        centre_id=report.centre_id,
        sees_files=_covers_branch(others, found.path)
        if report.centre_id is None
        else others.covers(report.centre_id, found.place_path),
        is_aggregate=is_aggregate,
        versions=tuple((one.version, one.id) for one in versions),
    )


def is_opened(session: Session, account_id: int, report_id: int) -> bool:
    """Tell whether somebody opened a version of a report before.

    Args:
        session: A database session.
        account_id: Who.
        report_id: Which version.

    Returns:
        True when it is noted.
    """
    query = select(ReportReadRow.report_id).where(
        ReportReadRow.report_id == report_id, ReportReadRow.account_id == account_id
    )
    return session.execute(query).first() is not None


def _listed(actor: Actor) -> Select[*tuple[Any, ...]]:
    row = PeriodReportRow
    newer = exists().where(
        _Newer.scope == row.scope,
        _Newer.kind == row.kind,
        _Newer.first_month == row.first_month,
        _Newer.version > row.version,
        # a later one that is not for them yet takes nothing away
        or_(_Newer.is_final, _is_inside(actor)),
    )
    return _within(
        actor,
        select(
            row.id,
            row.kind,
            row.first_month,
            row.version,
            row.made_at,
            func.coalesce(CentreRow.name_zh, PlaceRow.name_zh).label("name_zh"),
            func.coalesce(CentreRow.name_en, PlaceRow.name_en).label("name_en"),
            _is_read(actor).label("is_read"),
        )
        .outerjoin(CentreRow, CentreRow.id == row.centre_id)
        .outerjoin(PlaceRow, PlaceRow.id == row.place_id),
    ).where(~newer)


def _is_read(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        ReportReadRow.report_id == PeriodReportRow.id,
        ReportReadRow.account_id == actor.account_id,
    )


def _within(actor: Actor, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    row = PeriodReportRow
    final = and_(row.is_final, _branches(reach_of(actor, Permission.REPORT_READ)))
    of_centres = and_(row.centre_id.is_not(None), centres_in(reports_inside(actor)))
    return query.where(
        or_(of_centres, and_(row.place_id.is_not(None), or_(_is_inside(actor), final)))
    )


def _is_inside(actor: Actor) -> ColumnElement[bool]:
    inside = reports_inside(actor)
    return or_(PeriodReportRow.centre_id.is_not(None), _branches(inside))


def _branches(reach: Reach) -> ColumnElement[bool]:
    if reach.is_everything:
        return PlaceRow.id.is_not(None)
    parts = [PlaceRow.path.startswith(path, autoescape=True) for path in sorted(reach.place_paths)]
    return or_(*parts) if parts else PlaceRow.id.is_(None)


def _covers_branch(reach: Reach, path: str) -> bool:
    return reach.is_everything or any(path.startswith(one) for one in reach.place_paths)


def _line(one: Any) -> ReportLine:
    return ReportLine(
        id=one.id,
        span=ReportSpan(ReportKind(one.kind), one.first_month),
        name=BilingualText(one.name_zh, one.name_en),
        version=one.version,
        made_at=one.made_at,
        is_new=not one.is_read,
    )
