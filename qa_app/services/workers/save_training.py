"""Record training: a course, a module, an event, a trainer, or who attended."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.training import (
    KIND_OF,
    NewAttendance,
    NewCourse,
    NewEvent,
    NewModule,
    NewTrainer,
    NewTraining,
    check_training,
    may_keep_courses,
)
from qa_app.domain.worker_events import TrainingChanged
from qa_app.domain.workers import EndedWhy
from qa_app.models.idempotency import Request, once
from qa_app.models.places import AreaRow, PlaceRow
from qa_app.models.recording import end_row, write_row
from qa_app.models.training_rows import (
    TrainingAttendanceRow,
    TrainingCourseRow,
    TrainingEventRow,
    TrainingModuleRow,
    TrainingTrainerRow,
)
from qa_app.models.transaction import Act
from qa_app.models.twins import one_of_a_kind
from qa_app.queries.reach import places_within
from qa_app.queries.worker_reach import training_seen, worker_by_code

_Values = dict[str, Any]


def save_training(
    session: Session,
    actor: Actor,
    new: NewTraining,
    zone: str,
    *,
    at: datetime,
    key: str | None = None,
) -> int:
    """Record something about training.

    Args:
        session: A database session.
        actor: Who records it.
        new: What it is. Other minutes of somebody who attended correct the earlier ones.
        zone: Local time zone.
        at: The present.
        key: Random key of the form; None when the caller has none.

    Returns:
        The new row, the same for the same key; the one that stands when it says the same.

    Raises:
        NotAllowedError: The actor may not record training, or a course or module without being in
            charge of trainings for a place.
        InvalidError: It cannot be (`domain.training.check_training`); the code is taken
            (`code_taken`, also by somebody in the same moment); a course, module, event, area,
            place or worker is unknown or out of reach (`unknown_course`, `unknown_module`,
            `unknown_event`, `unknown_area`, `unknown_place`, `unknown_practitioner`); or somebody
            attended for longer than it took (`minutes_unfit`).
        ConflictError: The key was used for something else (`key_reused`).
    """
    if not may(actor, Permission.TRAINING_RECORD):
        raise NotAllowedError("training:record")
    if isinstance(new, NewCourse | NewModule) and not may_keep_courses(actor):
        raise NotAllowedError("training:courses")
    check_training(new, local_day(at, zone))
    kind = KIND_OF[type(new)]
    request = Request(actor.account_id, key, f"training:{kind}", repr(new))
    event = TrainingChanged(actor=actor, at=at, fact=kind.value, step="write")

    def make(act: Act) -> int:
        made = _SAVE[type(new)](session, act, new)
        act.learn(object_id=made)
        return made

    with one_of_a_kind("code_taken"):
        return once(session, request, event, make)


def _course(session: Session, act: Act, new: NewCourse) -> int:
    row = TrainingCourseRow
    _refuse_taken(session, row, row.code == new.code)
    if new.area and session.get(AreaRow, new.area) is None:
        raise InvalidError("unknown_area")
    values: _Values = {
        "code": new.code,
        "name_zh": new.name.zh,
        "name_en": new.name.en,
        "area_code": new.area or None,
        "about_victims": new.about_victims,
        "makes_trainers": new.makes_trainers,
    }
    return _written(session, act, row, values)


def _module(session: Session, act: Act, new: NewModule) -> int:
    row = TrainingModuleRow
    course = _course_of(session, new.course)
    _refuse_taken(session, row, (row.course_id == course) & (row.code == new.code))
    values: _Values = {
        "course_id": course,
        "code": new.code,
        "name_zh": new.name.zh,
        "name_en": new.name.en,
        "minutes": new.minutes,
    }
    return _written(session, act, row, values)


def _event(session: Session, act: Act, new: NewEvent) -> int:
    row = TrainingEventRow
    _refuse_taken(session, row, row.code == new.code)
    course = _course_of(session, new.course)
    module = _module_of(session, course, new.module) if new.module else None
    place = session.execute(
        select(PlaceRow.id).where(
            PlaceRow.code == new.place, places_within(act.event.actor, Permission.TRAINING_RECORD)
        )
    ).scalar_one_or_none()
    if place is None:
        raise InvalidError("unknown_place")
    values: _Values = {
        "code": new.code,
        "course_id": course,
        "module_id": module,
        "place_id": place,
        "held_on": new.held_on,
        "minutes": new.minutes,
    }
    return _written(session, act, row, values)


def _trainer(session: Session, act: Act, new: NewTrainer) -> int:
    row, actor = TrainingTrainerRow, act.event.actor
    within = places_within(actor, Permission.TRAINING_RECORD)
    event, _minutes = _event_of(session, new.event, within)
    worker = None
    if new.practitioner:
        worker = _worker_of(session, act, (new.centre, new.practitioner))
    values: _Values = {
        "event_id": event,
        "practitioner_id": worker,
        "organisation": new.organisation,
    }
    is_same = (row.practitioner_id == worker) if worker else (row.organisation == new.organisation)
    stands = session.execute(
        select(row.id).where(row.event_id == event, is_same, row.ended_at.is_(None))
    ).scalar()
    return stands or _written(session, act, row, values)


def _attendance(session: Session, act: Act, new: NewAttendance) -> int:
    row, actor, at = TrainingAttendanceRow, act.event.actor, act.event.at
    event, most = _event_of(session, new.event, training_seen(actor))
    worker = _worker_of(session, act, (new.centre, new.practitioner))
    if new.minutes > most:
        raise InvalidError("minutes_unfit")
    stands = session.execute(
        select(row.id, row.minutes).where(
            row.event_id == event, row.practitioner_id == worker, row.ended_at.is_(None)
        )
    ).one_or_none()
    if stands is not None and stands.minutes == new.minutes:
        return int(stands.id)
    if stands is not None and not end_row(
        session, row, stands.id, EndedWhy.CORRECTED, (actor.account_id, at)
    ):
        raise ConflictError("fact_changed")
    values: _Values = {"event_id": event, "practitioner_id": worker, "minutes": new.minutes}
    return _written(session, act, row, values)


_SAVE: dict[type[NewTraining], Callable[[Session, Act, Any], int]] = {
    NewCourse: _course,
    NewModule: _module,
    NewEvent: _event,
    NewTrainer: _trainer,
    NewAttendance: _attendance,
}


def _written(session: Session, act: Act, row: Any, values: _Values) -> int:
    return write_row(session, row, values, act.event.actor.account_id, act.event.at)


def _refuse_taken(session: Session, row: Any, is_same: ColumnElement[bool]) -> None:
    count = session.execute(
        select(func.count()).select_from(row).where(is_same, row.ended_at.is_(None))
    ).scalar_one()
    if count:
        raise InvalidError("code_taken")


def _course_of(session: Session, code: str) -> int:
    row = TrainingCourseRow
    found = session.execute(
        select(row.id).where(row.code == code, row.ended_at.is_(None))
    ).scalar_one_or_none()
    if found is None:
        raise InvalidError("unknown_course")
    return found


def _module_of(session: Session, course: int, code: str) -> int:
    row = TrainingModuleRow
    found = session.execute(
        select(row.id).where(row.course_id == course, row.code == code, row.ended_at.is_(None))
    ).scalar_one_or_none()
    if found is None:
        raise InvalidError("unknown_module")
    return found


def _event_of(session: Session, code: str, within: ColumnElement[bool]) -> tuple[int, int]:
    row = TrainingEventRow
    found = session.execute(
        select(row.id, row.minutes)
        .join(PlaceRow, PlaceRow.id == row.place_id)
        .where(row.code == code, row.ended_at.is_(None), within)
    ).one_or_none()
    if found is None:
        raise InvalidError("unknown_event")
    return found.id, found.minutes


def _worker_of(session: Session, act: Act, codes: tuple[str, str]) -> int:
    found = worker_by_code(session, act.event.actor, Permission.TRAINING_RECORD, codes)
    if found is None:
        raise InvalidError("unknown_practitioner", practitioner=codes[1])
    act.learn(centre_id=found[1])
    return found[0]
