"""Add a file to a session by hand, with a reason; it never counts as drawn."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import READING_DUE_DAYS
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.events import FileAdded
from qa_app.domain.frames import AddReason
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.references import read_reference
from qa_app.domain.supervision import UNIT_CASE_FILE, SessionState, assessors_of
from qa_app.domain.totals import SampleType
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.reach import centres_within
from qa_app.queries.staff import account_as_actor


def add_file(  # noqa: PLR0913 - one argument for each thing a person says
    session: Session,
    actor: Actor,
    session_id: int,
    reference: str,
    reason: AddReason,
    reader_id: int,
    *,
    at: datetime,
) -> int:
    """Open a draft for a file that somebody chose.

    Args:
        session: A database session.
        actor: Who adds it.
        session_id: The planned session.
        reference: The file's reference, as typed.
        reason: Why this file.
        reader_id: The account that reads it.
        at: The present.

    Returns:
        The draft.

    Raises:
        OutOfReachError: There is no such session where the actor may draw.
        ConflictError: The session is held or cancelled (`not_planned`).
        InvalidError: The session reads no files (`reads_no_files`); the reference is none
            of this centre and area, or of a sealed record (`unknown_file`); the file is
            there already (`already_there`); the reader may not read there (`unfit_reader`)
            or worked on the case (`own_case`).
    """
    event = FileAdded(actor=actor, at=at, reason=reason.value)
    with transaction(session, event) as act:
        row, place_path, rubric = _place(session, actor, session_id)
        reader = account_as_actor(session, reader_id)
        if reader is None or not reach_of(reader, Permission.AUDIT_SCORE).covers(
            row.centre_id, place_path
        ):
            raise InvalidError("unfit_reader")
        file = _file(session, row, rubric, reference)
        if file.practitioner_id is not None and file.practitioner_id == reader.practitioner_id:
            raise InvalidError("own_case")
        audit_id = session.execute(
            insert(AuditRow)
            .values(
                centre_id=row.centre_id,
                area_code=rubric.area_code,
                rubric_version_id=rubric.id,
                case_file_id=file.id,
                session_id=row.id,
                reader_id=reader_id,
                sample_type=SampleType.PURPOSIVE.value,
                add_reason=reason.value,
                assessors=assessors_of(reader),
                due_on=row.planned_on + timedelta(days=READING_DUE_DAYS),
                state="draft",
                created_at=at,
            )
            .returning(AuditRow.id)
        ).scalar_one()
        act.learn(object_id=audit_id, centre_id=row.centre_id)
    return audit_id


def _place(
    session: Session, actor: Actor, session_id: int
) -> tuple[SupervisionSessionRow, str, RubricVersionRow]:
    query = (
        select(SupervisionSessionRow, CentreRow.place_path, RubricVersionRow)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .outerjoin(RubricVersionRow, RubricVersionRow.id == SupervisionSessionRow.rubric_version_id)
        .where(
            SupervisionSessionRow.id == session_id,
            centres_within(actor, Permission.SAMPLE_DRAW),
        )
    )
    if lock_rows(session):
        query = query.with_for_update(of=SupervisionSessionRow)
    found = session.execute(query).one_or_none()
    if found is None:
        raise OutOfReachError("session")
    row, place_path, rubric = found
    if row.state != SessionState.PLANNED:
        raise ConflictError("not_planned")
    if rubric is None or rubric.kind != UNIT_CASE_FILE:
        raise InvalidError("reads_no_files")
    return row, place_path, rubric


def _file(
    session: Session, row: SupervisionSessionRow, rubric: RubricVersionRow, reference: str
) -> CaseFileRow:
    file = session.execute(
        select(CaseFileRow).where(
            CaseFileRow.reference == read_reference(reference),
            CaseFileRow.centre_id == row.centre_id,
            CaseFileRow.area_code == rubric.area_code,
        )
    ).scalar_one_or_none()
    if file is None or (file.is_sealed and rubric.access != "sealed"):
        raise InvalidError("unknown_file")
    there = select(AuditRow.id).where(
        AuditRow.session_id == row.id, AuditRow.case_file_id == file.id
    )
    if session.execute(there.limit(1)).first():
        raise InvalidError("already_there")
    return file
