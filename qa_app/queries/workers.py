"""Workers in post and what is recorded of them, as known at an instant."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.workers import AnsweredBy, CheckOutcome, Tier, WorkerKind
from qa_app.models.aliases import alias_of
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.recorded import known
from qa_app.models.training_rows import (
    TrainingAttendanceRow,
    TrainingCourseRow,
    TrainingEventRow,
)
from qa_app.models.worker_rows import (
    WorkerCheckRow,
    WorkerLicenceRow,
    WorkerPostRow,
    WorkerProfileRow,
)


@dataclass(frozen=True, slots=True)
class WorkerProfile:
    """What a worker is from a day on.

    Attributes:
        id: Its row.
        from_on: First day.
        kind: On what footing.
        tier: Level of the workforce.
        is_paid: True for paid work.
        full_time_percent: Share of a full-time post.
        meets_children: True for who is in contact with children.
        under_id: Who answers for a student or volunteer; None for workers.
        under: Their code; empty for workers.
    """

    id: int
    from_on: date
    kind: WorkerKind
    tier: Tier
    is_paid: bool
    full_time_percent: int
    meets_children: bool
    under_id: int | None
    under: str


@dataclass(frozen=True, slots=True)
class Licence:
    """A certificate; see `WorkerLicenceRow`."""

    id: int
    area: str
    kind: str
    level: str
    valid_from: date
    valid_until: date | None

    def holds_on(self, day: date) -> bool:
        """Tell whether it holds on a day.

        Args:
            day: The day.

        Returns:
            True from its first to its last day.
        """
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)


@dataclass(frozen=True, slots=True)
class Check:
    """An inquiry into an offence record; see `WorkerCheckRow`."""

    id: int
    asked_on: date
    answered_on: date | None
    outcome: CheckOutcome | None
    answered_by: AnsweredBy | None


@dataclass(frozen=True, slots=True)
class InPost:
    """A worker in post.

    Attributes:
        id: The worker.
        post_id: Row of their time in post.
        code: Their code.
        centre_id: Their centre.
        area: Their area.
        started_on: First day in post.
        profile: What they are on the day; None where nothing is recorded.
    """

    id: int
    post_id: int
    code: str
    centre_id: int
    area: str
    started_on: date
    profile: WorkerProfile | None

    @property
    def is_worker(self) -> bool:
        """Neither student nor volunteer, as far as is known."""
        return self.profile is None or self.profile.kind is WorkerKind.WORKER

    @property
    def meets_children(self) -> bool:
        """In contact with children; who has no profile is taken to be."""
        return self.profile is None or self.profile.meets_children

    @property
    def full_time_percent(self) -> int:
        """Share of a full-time post; who has no profile is taken to have a whole one."""
        return 100 if self.profile is None else self.profile.full_time_percent


def in_post(
    session: Session, within: ColumnElement[bool], as_of: date, known_at: datetime
) -> tuple[InPost, ...]:
    """List the workers in post on a day, with two queries.

    Args:
        session: A database session.
        within: Condition on `CentreRow` and `PractitionerRow`.
        as_of: The day.
        known_at: What was recorded later is not looked at.

    Returns:
        By centre and code; the last day in post counts.
    """
    post = WorkerPostRow
    rows = session.execute(
        select(
            PractitionerRow.id,
            post.id.label("post_id"),
            PractitionerRow.code,
            PractitionerRow.centre_id,
            PractitionerRow.area_code,
            post.started_on,
        )
        .join(post, post.practitioner_id == PractitionerRow.id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(
            within,
            known(post, known_at),
            post.started_on <= as_of,
            or_(post.left_on.is_(None), post.left_on >= as_of),
        )
        .order_by(PractitionerRow.centre_id, PractitionerRow.code, PractitionerRow.id)
    ).all()
    profiles = profiles_of(session, within, known_at)
    return tuple(
        InPost(
            row.id,
            row.post_id,
            row.code,
            row.centre_id,
            row.area_code,
            row.started_on,
            next((one for one in profiles.get(row.id, ()) if one.from_on <= as_of), None),
        )
        for row in rows
    )


def profiles_of(
    session: Session, within: ColumnElement[bool], known_at: datetime
) -> Mapping[int, tuple[WorkerProfile, ...]]:
    """List profiles, with one query.

    Args:
        session: A database session.
        within: Condition on `CentreRow` and `PractitionerRow`.
        known_at: What was recorded later is not looked at.

    Returns:
        Worker to profiles, the latest first.
    """
    row, above = WorkerProfileRow, alias_of(PractitionerRow)
    found: dict[int, list[WorkerProfile]] = defaultdict(list)
    rows = session.execute(
        select(row, above.code)
        .join(PractitionerRow, PractitionerRow.id == row.practitioner_id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .outerjoin(above, above.id == row.under_id)
        .where(within, known(row, known_at))
        .order_by(row.practitioner_id, row.from_on.desc(), row.id.desc())
    )
    for one, code in rows:
        found[one.practitioner_id].append(
            WorkerProfile(
                one.id,
                one.from_on,
                WorkerKind(one.kind),
                Tier(one.tier),
                one.is_paid,
                one.full_time_percent,
                one.meets_children,
                one.under_id,
                code or "",
            )
        )
    return {worker: tuple(profiles) for worker, profiles in found.items()}


def licences_of(
    session: Session, within: ColumnElement[bool], known_at: datetime
) -> Mapping[int, tuple[Licence, ...]]:
    """List licences, with one query.

    Args:
        session: A database session.
        within: Condition on `CentreRow` and `PractitionerRow`.
        known_at: What was recorded later is not looked at.

    Returns:
        Worker to licences, the latest first.
    """
    row = WorkerLicenceRow
    found: dict[int, list[Licence]] = defaultdict(list)
    rows = session.execute(
        select(row)
        .join(PractitionerRow, PractitionerRow.id == row.practitioner_id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(within, known(row, known_at))
        .order_by(row.practitioner_id, row.valid_from.desc(), row.id.desc())
    ).scalars()
    for one in rows:
        found[one.practitioner_id].append(
            Licence(one.id, one.area_code, one.kind, one.level, one.valid_from, one.valid_until)
        )
    return {worker: tuple(licences) for worker, licences in found.items()}


def checks_of(
    session: Session, within: ColumnElement[bool], known_at: datetime
) -> Mapping[int, tuple[Check, ...]]:
    """List inquiries into offence records, with one query.

    Args:
        session: A database session.
        within: Condition on `CentreRow` and `PractitionerRow`.
        known_at: What was recorded later is not looked at.

    Returns:
        Worker to inquiries, the latest first.
    """
    row = WorkerCheckRow
    found: dict[int, list[Check]] = defaultdict(list)
    rows = session.execute(
        select(row)
        .join(PractitionerRow, PractitionerRow.id == row.practitioner_id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(within, known(row, known_at))
        .order_by(row.practitioner_id, row.asked_on.desc(), row.id.desc())
    ).scalars()
    for one in rows:
        found[one.practitioner_id].append(
            Check(
                one.id,
                one.asked_on,
                one.answered_on,
                CheckOutcome(one.outcome) if one.outcome else None,
                AnsweredBy(one.answered_by) if one.answered_by else None,
            )
        )
    return {worker: tuple(checks) for worker, checks in found.items()}


@dataclass(frozen=True, slots=True)
class Attended:
    """A training that a worker attended.

    Attributes:
        id: Row of the attendance.
        event_id: The event.
        held_on: When.
        minutes: For how many minutes.
        about_victims: True when its course is about child victims.
    """

    id: int
    event_id: int
    held_on: date
    minutes: int
    about_victims: bool


def attended_by(
    session: Session, within: ColumnElement[bool], known_at: datetime
) -> Mapping[int, tuple[Attended, ...]]:
    """List trainings that workers attended, with one query.

    Args:
        session: A database session.
        within: Condition on `CentreRow` and `PractitionerRow`.
        known_at: What was recorded later is not looked at.

    Returns:
        Worker to trainings, the latest first.
    """
    row, event, course = TrainingAttendanceRow, TrainingEventRow, TrainingCourseRow
    found: dict[int, list[Attended]] = defaultdict(list)
    rows = session.execute(
        select(
            row.practitioner_id,
            row.id,
            event.id.label("event_id"),
            event.held_on,
            row.minutes,
            course.about_victims,
        )
        .join(event, event.id == row.event_id)
        .join(course, course.id == event.course_id)
        .join(PractitionerRow, PractitionerRow.id == row.practitioner_id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(within, known(row, known_at), known(event, known_at))
        .order_by(row.practitioner_id, event.held_on.desc(), row.id.desc())
    )
    for one in rows:
        found[one.practitioner_id].append(
            Attended(one.id, one.event_id, one.held_on, one.minutes, one.about_victims)
        )
    return {worker: tuple(attended) for worker, attended in found.items()}


def of_workers(ids: Collection[int]) -> ColumnElement[bool]:
    """Give the condition that keeps some workers.

    Args:
        ids: The workers.

    Returns:
        A condition on `PractitionerRow`.
    """
    return and_(PractitionerRow.id.in_(sorted(ids)))
