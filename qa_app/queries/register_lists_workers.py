"""Lists of workers and of training, with their tables."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_lists import Line
from qa_app.domain.register_terms import AreaCertificates
from qa_app.domain.text import BilingualText
from qa_app.domain.worker_lists import ATTENDANCE, CHECKS, EVENTS, LICENCES, WORKERS
from qa_app.models.places import PlaceRow
from qa_app.models.training_rows import (
    TrainingAttendanceRow,
    TrainingCourseRow,
    TrainingEventRow,
    TrainingTrainerRow,
)
from qa_app.models.worker_rows import WorkerCheckRow, WorkerLicenceRow, WorkerProfileRow
from qa_app.queries.criteria_versions import criteria_file, newest_criteria
from qa_app.queries.register_list_lookups import Codes, Found
from qa_app.queries.register_lists import ListTable
from qa_app.queries.worker_reach import training_seen

_READ, _WRITE = Permission.PRACTITIONER_READ, Permission.WORKER_RECORD


def _tables(session: Session) -> tuple[AreaCertificates, ...]:
    newest = newest_criteria(session)
    found = None if newest is None else criteria_file(session, newest.id)
    return () if found is None else found.terms.certificates


def _certificates(session: Session) -> Mapping[str, Mapping[str, BilingualText]]:
    named = {one.code: one.name for table in _tables(session) for one in table.accepted}
    return {"certificate": named}


def _check_areas(session: Session, actor: Actor, lines: Sequence[Line], at: datetime) -> None:
    del actor, at
    accepted = {(one.code, table.area) for table in _tables(session) for one in table.accepted}
    if any((line["kind"], line["area_code"]) not in accepted for line in lines):
        raise InvalidError("unknown_code")


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


def _events(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    del need
    row = TrainingEventRow
    rows = session.execute(
        select(row.code, row.id)
        .join(PlaceRow, PlaceRow.id == row.place_id)
        .where(
            row.code.in_(sorted({code for _, code in codes})),
            row.ended_at.is_(None),
            training_seen(actor),
        )
    )
    return {("", code): number for code, number in rows}


def _courses(session: Session, actor: Actor, need: Permission, codes: Codes) -> Found:
    del actor, need
    row = TrainingCourseRow
    wanted = sorted({code for _, code in codes})
    rows = session.execute(
        select(row.code, row.id).where(row.code.in_(wanted), row.ended_at.is_(None))
    )
    return {("", code): number for code, number in rows}


LIST_TABLES: Final = (
    ListTable(WORKERS, WorkerProfileRow, _READ, _WRITE, attributes={"under": "under_id"}),
    ListTable(LICENCES, WorkerLicenceRow, _READ, _WRITE, values=_certificates, before=_check_areas),
    ListTable(CHECKS, WorkerCheckRow, _READ, _WRITE),
    ListTable(
        EVENTS,
        TrainingEventRow,
        Permission.TRAINING_RECORD,
        Permission.TRAINING_RECORD,
        lookups={"course": _courses},
        followers=(TrainingAttendanceRow.event_id, TrainingTrainerRow.event_id),
    ),
    ListTable(
        ATTENDANCE,
        TrainingAttendanceRow,
        _READ,
        Permission.TRAINING_RECORD,
        lookups={"event": _events},
        before=_check_minutes,
    ),
)
"""Each with who reads it and who takes it in."""
