"""Add a file to a session by hand, with a reason; it never counts as drawn."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.events import FileAdded
from qa_app.domain.frames import AddReason
from qa_app.domain.people import Actor
from qa_app.domain.references import read_reference
from qa_app.domain.supervision import UNIT_CASE_FILE, assessors_of
from qa_app.domain.totals import SampleType
from qa_app.domain.version_in_force import choose_version, counted_by_version
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.drafts import open_session_drafts, version_columns
from qa_app.models.transaction import transaction
from qa_app.queries.own_choice import refuse_own_choice
from qa_app.queries.reading_place import (
    ReadingPlace,
    barred_workers,
    fit_reader,
    reading_place,
)
from qa_app.queries.versions_in_force import stretch_of, stretches_beside


def add_file(  # noqa: PLR0913 - one argument for each thing a person says
    session: Session,
    actor: Actor,
    session_id: int,
    reference: str,
    reason: AddReason,
    reader_id: int,
    *,
    at: datetime,
    zone: str = "UTC",
) -> int:
    """Open a draft for a file that somebody chose, under the version of its period.

    Args:
        session: A database session.
        actor: Who adds it.
        session_id: The planned session.
        reference: The file's reference, as typed.
        reason: Why this file.
        reader_id: The account that reads it.
        at: The present.
        zone: Local time zone, for the day on which agreements hold.

    Returns:
        The draft.

    Raises:
        OutOfReachError: There is no such session where the actor may draw.
        ConflictError: The session is held or cancelled (`not_planned`).
        InvalidError: The session reads no files (`reads_no_files`); the reference is none
            of this centre and area, or of a sealed record (`unknown_file`); the file is
            there already (`already_there`); the reader may not read there (`unfit_reader`,
            `own_centre`, `declared_conflict`), or they, or whoever leads the session, worked
            on the case (`own_case`); or the actor would read it, or leads the session and is
            shown what others read at it, and has to ask for the file first (`closed_file`).
    """
    event = FileAdded(actor=actor, at=at, reason=reason.value)
    with transaction(session, event) as act:
        place = reading_place(session, actor, session_id)
        if place.rubric.kind != UNIT_CASE_FILE:
            raise InvalidError("reads_no_files")
        file = _file(session, place, reference)
        reader = fit_reader(session, place, reader_id, file.practitioner_id)
        barred = barred_workers(session, place, reader, is_for_endorsement=False)
        if file.practitioner_id in barred:
            raise InvalidError("own_case")
        refuse_own_choice(session, actor, reader_id, [file.id], zone, at=at)
        if not file.is_sealed and place.rubric.access != "sealed":
            # what others read at it opens to whoever leads it
            leads = place.row.supervisor_id
            refuse_own_choice(session, actor, leads, [file.id], zone, at=at)
        chosen = choose_version(
            stretches_beside(session, place.rubric, place.place_path),
            stretch_of(place.rubric),
            place.row.planned_on,
            file.closed_on,
        )
        values = {
            **version_columns(chosen),
            "case_file_id": file.id,
            "reader_id": reader_id,
            "sample_type": SampleType.PURPOSIVE.value,
            "add_reason": reason.value,
            "assessors": assessors_of(reader),
        }
        (audit_id,) = open_session_drafts(session, place.row, place.rubric, [values], at)
        act.learn(
            object_id=audit_id,
            centre_id=place.row.centre_id,
            by_version=counted_by_version([chosen]),
        )
    return audit_id


def _file(session: Session, place: ReadingPlace, reference: str) -> CaseFileRow:
    file = session.execute(
        select(CaseFileRow).where(
            CaseFileRow.reference == read_reference(reference),
            CaseFileRow.centre_id == place.row.centre_id,
            CaseFileRow.area_code == place.rubric.area_code,
        )
    ).scalar_one_or_none()
    if file is None or (file.is_sealed and place.rubric.access != "sealed"):
        raise InvalidError("unknown_file")
    there = select(AuditRow.id).where(
        AuditRow.session_id == place.row.id, AuditRow.case_file_id == file.id
    )
    if session.execute(there.limit(1)).first():
        raise InvalidError("already_there")
    return file
