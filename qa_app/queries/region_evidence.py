"""What the platform knows of a region's quality-assurance system in a year, as plain counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, String, case, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.maturity import KeptFacts, RegionFacts, facts_from
from qa_app.domain.month_grid import month_of
from qa_app.domain.rules.decision import IN_REGISTER
from qa_app.domain.session_coverage import Figures, Window
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.totals import WHOLE_FILE
from qa_app.domain.workers import WorkerKind
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.aliases import alias_of
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.recorded import known
from qa_app.models.region_reviews import RegionEvidenceRow
from qa_app.models.register_decisions import RegisterStepRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.standards import StandardClauseRow, StandardDocumentRow
from qa_app.models.trends import MonthTotalRow
from qa_app.models.worker_rows import WorkerLicenceRow, WorkerProfileRow
from qa_app.queries.agreements import in_force
from qa_app.queries.region_reviews import Region
from qa_app.queries.session_coverage import figures_of

_PROCEDURE = "procedure"
_BINDING = ("interpretation", "law", "rule", "standard")
_DATA_LAW = "PIPL"
_SUPPORT = "support"


def region_facts(session: Session, region: Region, year: int, today: date) -> RegionFacts:
    """Count what is known of a region's year, with nine queries.

    Args:
        session: A database session.
        region: The region; the caller knows that it is in reach.
        year: The year.
        today: The present; of the year that runs everything is counted up to it.

    Returns:
        The counts. Results and sessions come from totals; documents, versions, people and actions
        are counted where they stand, as they stand now.
    """
    first, last = date(year, 1, 1), min(date(year, 12, 31), max(today, date(year, 1, 1)))
    documents, procedures = _documents(session, first, last)
    centres, read, final, files, files_final = _results(session, region, year, last)
    people = _people(session, region, last, today)
    sessions = _sessions(session, region, year, today)
    actions, verified = _actions(session, region, first, last)
    return RegionFacts(
        documents=documents,
        procedures=procedures,
        data_clauses=_clauses(session),
        versions=_versions(session, first, last),
        centres=centres,
        centres_read=read,
        centres_final=final,
        files=files,
        files_final=files_final,
        practitioners=sum(one.count for one in people),
        supervised=sum(one.supervised for one in people),
        due=sessions.due,
        held=sessions.held,
        recorded=sessions.recorded,
        support=dict(sessions.functions).get(_SUPPORT, 0),
        actions=actions,
        verified=verified,
        levels=_levels(people),
        children=sum(one.count for one in people if one.meets_children),
        certified=sum(one.certified for one in people if one.meets_children),
        listed=_listed(session, region, last),
    )


def evidence_kept(session: Session, audit_id: int) -> KeptFacts | None:
    """Read what was known when a review was signed.

    Args:
        session: A database session.
        audit_id: The review; the caller knows that it is in reach.

    Returns:
        The counts of that day; None for a review that is not signed.
    """
    row = session.get(RegionEvidenceRow, audit_id)
    return None if row is None else KeptFacts(row.counted_on, facts_from(row.facts))


def _documents(session: Session, first: date, last: date) -> tuple[int, int]:
    row = StandardDocumentRow
    found = session.execute(
        select(_count(row.kind.in_(_BINDING)), _count(row.kind == _PROCEDURE)).where(
            row.state != "draft",
            or_(row.in_force_from.is_(None), row.in_force_from <= last),
            or_(row.in_force_until.is_(None), row.in_force_until >= first),
            or_(row.in_force_until.is_not(None), row.state == "in_force"),
        )
    ).one()
    return int(found[0]), int(found[1])


def _clauses(session: Session) -> int:
    return session.execute(
        select(func.count())
        .select_from(StandardClauseRow)
        .where(StandardClauseRow.document_code == _DATA_LAW)
    ).scalar_one()


def _versions(session: Session, first: date, last: date) -> int:
    row = RubricVersionRow
    return session.execute(
        select(func.count())
        .select_from(row)
        .where(
            row.status.in_(("published", "retired")),
            row.is_hidden.is_(False),
            row.in_force_from <= last,
            or_(row.in_force_until.is_(None), row.in_force_until > first),
        )
    ).scalar_one()


def _results(
    session: Session, region: Region, year: int, last: date
) -> tuple[int, int, int, int, int]:
    row = MonthTotalRow
    months = row.month.between(month_of(date(year, 1, 1)), month_of(date(year, 12, 31)))
    by_centre = (
        select(
            CentreRow.id.label("id"),
            func.coalesce(func.sum(row.file_count), 0).label("files"),
            func.coalesce(func.sum(row.final_count), 0).label("final"),
        )
        .outerjoin(
            row,
            (row.scope == literal("c:") + cast(CentreRow.id, String))
            & (row.section == WHOLE_FILE)
            & months,
        )
        .where(_stands_in(region), _open_on(last))
        .group_by(CentreRow.id)
        .subquery()
    )
    centres = session.execute(
        select(
            func.count(), _count(by_centre.c.files > 0), _count(by_centre.c.final > 0)
        ).select_from(by_centre)
    ).one()
    files = session.execute(
        select(
            func.coalesce(func.sum(row.file_count), 0),
            func.coalesce(func.sum(row.final_count), 0),
        ).where(row.scope == f"p:{region.id}", row.section == WHOLE_FILE, months)
    ).one()
    return int(centres[0]), int(centres[1]), int(centres[2]), int(files[0]), int(files[1])


@dataclass(frozen=True, slots=True)
class _People:
    # workers in post who are alike: neither students nor volunteers where there is a level
    level: str
    meets_children: bool
    count: int
    supervised: int
    certified: int


def _people(session: Session, region: Region, last: date, today: date) -> list[_People]:
    at = datetime.combine(today + timedelta(days=1), time.min, UTC)
    agreed = (
        select(SupervisionAgreementRow.id)
        .where(SupervisionAgreementRow.practitioner_id == PractitionerRow.id, in_force(last))
        .exists()
    )
    certificate = WorkerLicenceRow
    certified = (
        select(certificate.id)
        .where(
            certificate.practitioner_id == PractitionerRow.id,
            certificate.area_code == PractitionerRow.area_code,
            known(certificate, at),
            certificate.valid_from <= last,
            or_(certificate.valid_until.is_(None), certificate.valid_until >= last),
        )
        .exists()
    )
    profile, later = WorkerProfileRow, alias_of(WorkerProfileRow)
    newest = (
        select(later.id)
        .where(
            later.practitioner_id == PractitionerRow.id,
            later.from_on <= last,
            known(later, at),
        )
        .order_by(later.from_on.desc(), later.id.desc())
        .limit(1)
        .correlate(PractitionerRow)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            profile.kind, profile.tier, profile.meets_children,
            func.count(), _count(agreed), _count(certified),
        )
        .select_from(PractitionerRow)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .outerjoin(profile, profile.id == newest)
        .where(
            _stands_in(region),
            _open_on(last),
            PractitionerRow.started_on <= last,
            or_(PractitionerRow.ended_on.is_(None), PractitionerRow.ended_on >= last),
        )
        .group_by(profile.kind, profile.tier, profile.meets_children)
    )  # fmt: skip
    return [
        _People(
            tier if kind == WorkerKind.WORKER.value else "",
            # who has no profile is taken to meet children, as for the indicators
            kind is None or (kind == WorkerKind.WORKER.value and meets),
            int(count),
            int(supervised),
            int(held),
        )
        for kind, tier, meets, count, supervised, held in rows
    ]


def _levels(people: Iterable[_People]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for one in people:
        if one.level:
            of, licensed = found.get(one.level, (0, 0))
            found[one.level] = (of + one.count, licensed + one.certified)
    return found


def _listed(session: Session, region: Region, last: date) -> int:
    step, later = RegisterStepRow, alias_of(RegisterStepRow)
    is_overtaken = (
        select(later.id)
        .where(
            later.centre_id == step.centre_id,
            later.area_code == step.area_code,
            later.number > step.number,
            later.effective_on <= last,
        )
        .exists()
    )
    return session.execute(
        select(func.count(step.centre_id.distinct()))
        .join(CentreRow, CentreRow.id == step.centre_id)
        .where(
            _stands_in(region),
            _open_on(last),
            step.status.in_([one.value for one in IN_REGISTER]),
            step.effective_on <= last,
            or_(step.until.is_(None), step.until >= last),
            ~is_overtaken,
        )
    ).scalar_one()


def _sessions(session: Session, region: Region, year: int, today: date) -> Figures:
    first = date(year, 1, 1)
    window = Window(first, min(date(year, 12, 1), max(first, today.replace(day=1))), today)
    found = figures_of(session, SessionScope.PLACE, [region.id], window)
    return found.get(region.id, Figures())


def _actions(session: Session, region: Region, first: date, last: date) -> tuple[int, int]:
    row = CorrectiveActionRow
    found = session.execute(
        select(func.count(), _count(row.verified_on.is_not(None)))
        .select_from(row)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(_stands_in(region), row.audit_id.is_not(None), row.opened_on.between(first, last))
    ).one()
    return int(found[0]), int(found[1])


def _stands_in(region: Region) -> ColumnElement[bool]:
    return CentreRow.place_path.startswith(region.path, autoescape=True)


def _open_on(day: date) -> ColumnElement[bool]:
    began = or_(CentreRow.onboarded_on.is_(None), CentreRow.onboarded_on <= day)
    return began & or_(CentreRow.closed_on.is_(None), CentreRow.closed_on > day)


def _count(is_so: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((is_so, 1), else_=0)), 0)
