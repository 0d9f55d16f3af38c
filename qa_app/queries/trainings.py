"""Trainings: courses, events, who trained and attended, and the cascade."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from qa_app.domain.cascade import CascadeBranch, HeldEvent, cascade
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.models.recorded import known
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.training_rows import (
    TrainingAttendanceRow,
    TrainingCourseRow,
    TrainingEventRow,
    TrainingModuleRow,
    TrainingTrainerRow,
)
from qa_app.queries.reach import places_within
from qa_app.queries.worker_reach import training_seen, workers_named


@dataclass(frozen=True, slots=True)
class TrainingCourse:
    """A course with its modules: code, name, minutes."""

    id: int
    code: str
    name: BilingualText
    about_victims: bool
    makes_trainers: bool
    modules: tuple[tuple[str, BilingualText, int], ...]


@dataclass(frozen=True, slots=True)
class TrainingEvent:
    """A training that was held.

    Attributes:
        id: It.
        code: Its code.
        course_id: The course.
        course: Its name.
        module: Name of the module; None for the whole course.
        makes_trainers: True for training of trainers.
        place: For which place.
        held_on: When.
        minutes: How long it took.
        attended: How many attended, of all centres.
        may_record: True where the reader records trainings for the place.
    """

    id: int
    code: str
    course_id: int
    course: BilingualText
    module: BilingualText | None
    makes_trainers: bool
    place: BilingualText
    held_on: date
    minutes: int
    attended: int
    may_record: bool


@dataclass(frozen=True, slots=True)
class TakingPart:
    """Somebody at a training.

    Attributes:
        row_id: Row of the trainer or attendance.
        practitioner_id: The worker; None for an organisation.
        name: Code of the worker, or name of the organisation.
        centre_id: Centre of the worker; None for an organisation.
        centre: Its name.
        minutes: For how many minutes; 0 for trainers.
    """

    row_id: int
    practitioner_id: int | None
    name: str
    centre_id: int | None
    centre: BilingualText
    minutes: int = 0


def courses(session: Session, at: datetime) -> tuple[TrainingCourse, ...]:
    """List the courses with their modules, with two queries; they are no secret.

    Args:
        session: A database session.
        at: The present.

    Returns:
        By code.
    """
    row, part = TrainingCourseRow, TrainingModuleRow
    modules: dict[int, list[tuple[str, BilingualText, int]]] = defaultdict(list)
    for one in session.execute(select(part).where(known(part, at)).order_by(part.code)).scalars():
        name = BilingualText(one.name_zh, one.name_en)
        modules[one.course_id].append((one.code, name, one.minutes))
    rows = session.execute(select(row).where(known(row, at)).order_by(row.code)).scalars()
    return tuple(
        TrainingCourse(
            one.id,
            one.code,
            BilingualText(one.name_zh, one.name_en),
            one.about_victims,
            one.makes_trainers,
            tuple(modules.get(one.id, ())),
        )
        for one in rows
    )


@looking_beyond(Beyond.TRAININGS)
def training_events(
    session: Session, actor: Actor, at: datetime, only: int | None = None
) -> tuple[TrainingEvent, ...]:
    """List the trainings that somebody sees, with one query.

    Args:
        session: A database session.
        actor: Who asks.
        at: The present.
        only: One training; None for all.

    Returns:
        The latest first.
    """
    row, attended = TrainingEventRow, TrainingAttendanceRow
    course, module = TrainingCourseRow, TrainingModuleRow
    count = (
        select(func.count())
        .where(attended.event_id == row.id, known(attended, at))
        .correlate(row)
        .scalar_subquery()
    )
    mine = PlaceRow.id.in_(
        select(PlaceRow.id).where(places_within(actor, Permission.TRAINING_RECORD))
    )
    query = (
        select(
            row,
            course.name_zh,
            course.name_en,
            course.makes_trainers,
            module.name_zh.label("module_zh"),
            module.name_en.label("module_en"),
            PlaceRow.name_zh.label("place_zh"),
            PlaceRow.name_en.label("place_en"),
            count.label("attended"),
            mine.label("mine"),
        )
        .join(course, course.id == row.course_id)
        .join(PlaceRow, PlaceRow.id == row.place_id)
        .outerjoin(module, module.id == row.module_id)
        .where(known(row, at), training_seen(actor))
        .order_by(row.held_on.desc(), row.id.desc())
    )
    if only is not None:
        query = query.where(row.id == only)
    return tuple(
        TrainingEvent(
            found[0].id,
            found[0].code,
            found[0].course_id,
            BilingualText(found.name_zh, found.name_en),
            None if found[0].module_id is None else BilingualText(found.module_zh, found.module_en),
            found.makes_trainers,
            BilingualText(found.place_zh, found.place_en),
            found[0].held_on,
            found[0].minutes,
            found.attended,
            bool(found.mine),
        )
        for found in session.execute(query)
    )


@looking_beyond(Beyond.TRAININGS)
def trainers_at(session: Session, event_id: int, at: datetime) -> tuple[TakingPart, ...]:
    """List who trained at an event; trainers are named by code to who sees the event.

    Args:
        session: A database session.
        event_id: The event, which is known to be seen.
        at: The present.

    Returns:
        Organisations, then workers by code.
    """
    row = TrainingTrainerRow
    rows = session.execute(
        select(
            row.id,
            row.organisation,
            row.practitioner_id,
            PractitionerRow.code,
            CentreRow.id.label("centre_id"),
            CentreRow.name_zh,
            CentreRow.name_en,
        )
        .outerjoin(PractitionerRow, PractitionerRow.id == row.practitioner_id)
        .outerjoin(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(row.event_id == event_id, known(row, at))
        .order_by(row.organisation.desc(), PractitionerRow.code, row.id)
    )
    return tuple(
        TakingPart(
            one.id,
            one.practitioner_id,
            one.code or one.organisation,
            one.centre_id,
            BilingualText(one.name_zh or "", one.name_en or ""),
        )
        for one in rows
    )


def attendance_at(
    session: Session, actor: Actor, event_id: int, at: datetime
) -> tuple[TakingPart, ...]:
    """List who attended an event, as far as somebody may see them.

    Args:
        session: A database session.
        actor: Who asks.
        event_id: The event, which is known to be seen.
        at: The present.

    Returns:
        By centre and code.
    """
    row = TrainingAttendanceRow
    rows = session.execute(
        select(
            row.id,
            row.practitioner_id,
            PractitionerRow.code,
            CentreRow.id.label("centre_id"),
            CentreRow.name_zh,
            CentreRow.name_en,
            row.minutes,
        )
        .join(PractitionerRow, PractitionerRow.id == row.practitioner_id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(row.event_id == event_id, known(row, at), workers_named(actor))
        .order_by(CentreRow.code, PractitionerRow.code)
    )
    return tuple(
        TakingPart(
            one.id,
            one.practitioner_id,
            one.code,
            one.centre_id,
            BilingualText(one.name_zh, one.name_en),
            one.minutes,
        )
        for one in rows
    )


@looking_beyond(Beyond.TRAININGS)
def training_tree(session: Session, actor: Actor, at: datetime) -> tuple[CascadeBranch, ...]:
    """Build the cascade of the trainings that somebody sees, with three queries.

    Args:
        session: A database session.
        actor: Who asks.
        at: The present.

    Returns:
        Trees, oldest first.
    """
    events = training_events(session, actor, at)
    trainer, attended = TrainingTrainerRow, TrainingAttendanceRow
    trained = _people(session, trainer, and_(known(trainer, at), trainer.practitioner_id > 0))
    there = _people(session, attended, and_(known(attended, at), true()))
    return cascade(
        HeldEvent(
            one.id,
            one.held_on,
            one.makes_trainers,
            frozenset(trained.get(one.id, ())),
            frozenset(there.get(one.id, ())),
        )
        for one in events
    )


def _people(
    session: Session,
    row: type[TrainingTrainerRow] | type[TrainingAttendanceRow],
    counts: ColumnElement[bool],
) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for event, worker in session.execute(select(row.event_id, row.practitioner_id).where(counts)):
        if worker is not None:
            found[event].add(worker)
    return found


@looking_beyond(Beyond.TRAININGS)
def worker_codes(session: Session, ids: frozenset[int]) -> Mapping[int, str]:
    """Give the codes of workers.

    Args:
        session: A database session.
        ids: Workers who are known to be seen by code.

    Returns:
        Worker to code.
    """
    worker = PractitionerRow
    rows = session.execute(select(worker.id, worker.code).where(worker.id.in_(sorted(ids))))
    return {row.id: row.code for row in rows}
