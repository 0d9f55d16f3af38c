"""A planned session as the place where files are read."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.frames import barred_from
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.supervision import SessionState
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import locked
from qa_app.queries.reach import centres_within
from qa_app.queries.staff import account_as_actor


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where files are read.

    Attributes:
        row: The session.
        centre_code: Code of its centre.
        place_path: Path of the node the centre stands in.
        rubric: The version that files are read against.
    """

    row: SupervisionSessionRow
    centre_code: str
    place_path: str
    rubric: RubricVersionRow


def reading_place(session: Session, actor: Actor, session_id: int) -> ReadingPlace:
    """Find a planned session that reads files, and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        actor: Who gives files to read.
        session_id: The session.

    Returns:
        The place.

    Raises:
        OutOfReachError: There is no such session where the actor may draw.
        ConflictError: It is held or cancelled (`not_planned`).
        InvalidError: It reads no files (`reads_no_files`).
    """
    query = (
        select(SupervisionSessionRow, CentreRow.code, CentreRow.place_path, RubricVersionRow)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .outerjoin(RubricVersionRow, RubricVersionRow.id == SupervisionSessionRow.rubric_version_id)
        .where(
            SupervisionSessionRow.id == session_id,
            centres_within(actor, Permission.SAMPLE_DRAW),
        )
    )
    found = session.execute(locked(session, query, SupervisionSessionRow)).one_or_none()
    if found is None:
        raise OutOfReachError("session")
    row, code, place_path, rubric = found
    if row.state != SessionState.PLANNED:
        raise ConflictError("not_planned")
    if rubric is None:
        raise InvalidError("reads_no_files")
    return ReadingPlace(row, code, place_path, rubric)


def fit_reader(session: Session, place: ReadingPlace, reader_id: int) -> Actor:
    """Find an account that may read files at a place.

    Args:
        session: A database session.
        place: The place.
        reader_id: The account.

    Returns:
        The reader.

    Raises:
        InvalidError: There is no such active account, or it may not read there
            (`unfit_reader`).
    """
    reader = account_as_actor(session, reader_id)
    if reader is None or not reach_of(reader, Permission.AUDIT_SCORE).covers(
        place.row.centre_id, place.place_path
    ):
        raise InvalidError("unfit_reader")
    return reader


def barred_workers(session: Session, place: ReadingPlace, reader: Actor) -> frozenset[int]:
    """List whose files are not read at a place: nobody reads or supervises their own work.

    Args:
        session: A database session.
        place: The place.
        reader: Who reads.

    Returns:
        Practitioners.
    """
    supervisor = account_as_actor(session, place.row.supervisor_id)
    return barred_from(reader, supervisor)
