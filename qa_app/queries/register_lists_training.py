"""Lists of courses, modules, trainings, trainers and who attended, with their tables."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_lists import Fixed, Least, Line, Value
from qa_app.domain.training import may_keep_courses
from qa_app.domain.training_lists import COURSES, MODULES, TRAINERS
from qa_app.domain.worker_lists import ATTENDANCE, EVENTS
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.training_rows import (
    NAMING_EVENTS,
    TrainingAttendanceRow,
    TrainingCourseRow,
    TrainingEventRow,
    TrainingModuleRow,
    TrainingTrainerRow,
)
from qa_app.queries.named_rows import rows_in_use
from qa_app.queries.reach import centres_within, places_within
from qa_app.queries.register_list_lookups import Codes, Found
from qa_app.queries.register_lists import Known, ListTable
from qa_app.queries.worker_reach import training_seen

_RECORD = Permission.TRAINING_RECORD
_OF_COURSE = (TrainingModuleRow.course_id, TrainingEventRow.course_id)
_OF_MODULE = (TrainingEventRow.module_id,)


def _check_minutes(session: Session, actor: Actor, lines: Sequence[Line], at: datetime) -> None:
    del actor, at
    row = TrainingEventRow
    codes = sorted({str(line["event"]) for line in lines})
    query = select(row.code, row.minutes).where(row.code.in_(codes), row.ended_at.is_(None))
    most = {one.code: one.minutes for one in session.execute(query)}
    for line in lines:
        minutes = line["minutes"]
        if isinstance(minutes, int) and minutes > most.get(str(line["event"]), 0):
            raise InvalidError("unknown_code")


def _events(session: Session, codes: Codes, within: ColumnElement[bool]) -> Found:
    row = TrainingEventRow
    rows = session.execute(
        select(row.code, row.id)
        .join(PlaceRow, PlaceRow.id == row.place_id)
        .where(row.code.in_(sorted({code for _, code in codes})), row.ended_at.is_(None), within)
    )
    return {("", code): number for code, number in rows}


def _codes_open(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    # a training has its code alone in the installation: one held elsewhere is not taken over
    row = TrainingEventRow
    mine = select(PlaceRow.id).where(places_within(actor, need))
    wanted = sorted({code for _, code in codes})
    query = select(row.code).where(
        row.code.in_(wanted), row.ended_at.is_(None), row.place_id.not_in(mine)
    )
    taken = set(session.scalars(query))
    return {("", code): code for code in wanted if code not in taken}


def _events_seen(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    del need
    return _events(session, codes, training_seen(actor))


def _events_led(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    return _events(session, codes, places_within(actor, need))


def _courses(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    del actor, need
    row = TrainingCourseRow
    wanted = sorted({code for _, code in codes})
    rows = session.execute(
        select(row.code, row.id).where(row.code.in_(wanted), row.ended_at.is_(None))
    )
    return {("", code): number for code, number in rows}


def _modules(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    del actor, need
    row, course = TrainingModuleRow, TrainingCourseRow
    rows = session.execute(
        select(course.code, row.code, row.id)
        .join(course, course.id == row.course_id)
        .where(
            row.code.in_(sorted({code for _, code in codes})),
            row.ended_at.is_(None),
            course.ended_at.is_(None),
        )
    )
    return {(above, code): number for above, code, number in rows}


def _anywhere(actor: Actor, need: Permission, today: date) -> ColumnElement[bool]:
    # courses and their modules are those of the whole installation, and no secret
    del actor, need, today
    return true()


def _trainers(actor: Actor, need: Permission, today: date) -> ColumnElement[bool]:
    del today
    event, worker = TrainingEventRow, PractitionerRow
    held = select(event.id).join(PlaceRow, PlaceRow.id == event.place_id)
    theirs = select(worker.id).join(CentreRow, CentreRow.id == worker.centre_id)
    row = TrainingTrainerRow
    return and_(
        row.event_id.in_(held.where(places_within(actor, need))),
        or_(
            row.practitioner_id.is_(None),
            row.practitioner_id.in_(theirs.where(centres_within(actor, need))),
        ),
    )


def _fixed_courses(session: Session, table: ListTable, known: Known, zone: tzinfo | None) -> Fixed:
    del known, zone
    row = TrainingCourseRow
    stand = session.execute(select(row).where(row.ended_at.is_(None))).scalars().all()
    used = rows_in_use(session, table.naming, [one.id for one in stand])
    return {(one.code,): _says(one, "area_code") for one in stand if one.id in used}


def _fixed_modules(session: Session, table: ListTable, known: Known, zone: tzinfo | None) -> Fixed:
    del known, zone
    row, course = TrainingModuleRow, TrainingCourseRow
    query = select(course.code, row).join(course, course.id == row.course_id)
    stand = session.execute(query.where(row.ended_at.is_(None))).all()
    used = rows_in_use(session, table.naming, [one.id for _, one in stand])
    return {(above, one.code): _says(one, "minutes") for above, one in stand if one.id in used}


@looking_beyond(Beyond.TRAININGS)
def _attended(session: Session, known: Known) -> Least:
    # by anybody from anywhere; how long is not told
    event, there = TrainingEventRow, TrainingAttendanceRow
    rows = session.execute(
        select(event.code, func.max(there.minutes))
        .join(there, there.event_id == event.id)
        .where(
            event.code.in_(sorted(str(code) for code in known.get("training", {}).values())),
            event.ended_at.is_(None),
            there.ended_at.is_(None),
        )
        .group_by(event.code)
    )
    return {(code,): {"minutes": most} for code, most in rows}


def _says(row: Any, *names: str) -> Mapping[str, Value]:
    named = ("name_zh", "name_en", "about_victims", "makes_trainers", *names)
    held = {name: getattr(row, name) for name in named if hasattr(row, name)}
    return {name: "" if value is None else value for name, value in held.items()}


LIST_TABLES: Final = (
    ListTable(
        COURSES,
        TrainingCourseRow,
        _RECORD,
        _RECORD,
        also=may_keep_courses,
        within=_anywhere,
        fixes=_fixed_courses,
        naming=_OF_COURSE,
    ),
    ListTable(
        MODULES,
        TrainingModuleRow,
        _RECORD,
        _RECORD,
        also=may_keep_courses,
        lookups={"course": _courses},
        within=_anywhere,
        fixes=_fixed_modules,
        naming=_OF_MODULE,
    ),
    ListTable(
        EVENTS,
        TrainingEventRow,
        _RECORD,
        _RECORD,
        attributes={"code": "code"},
        lookups={"training": _codes_open, "course": _courses, "module": _modules},
        least=_attended,
        followers=NAMING_EVENTS,
        naming=NAMING_EVENTS,
    ),
    ListTable(
        TRAINERS,
        TrainingTrainerRow,
        _RECORD,
        _RECORD,
        lookups={"event": _events_led},
        within=_trainers,
    ),
    ListTable(
        ATTENDANCE,
        TrainingAttendanceRow,
        Permission.PRACTITIONER_READ,
        _RECORD,
        lookups={"event": _events_seen},
        before=_check_minutes,
    ),
)
"""Each with who reads it and who takes it in."""
