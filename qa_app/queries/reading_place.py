"""A planned session as the place where files are read."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.frames import barred_from
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.supervision import SessionState
from qa_app.models.cases import CaseFileRow
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


def reading_place(
    session: Session, actor: Actor, session_id: int, *, is_held_too: bool = False
) -> ReadingPlace:
    """Find a planned session that reads files, and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        actor: Who gives files to read.
        session_id: The session.
        is_held_too: True takes a session that was held as well: what was given to be read
            there may still be unread.

    Returns:
        The place.

    Raises:
        OutOfReachError: There is no such session where the actor may draw.
        ConflictError: It is cancelled, or held where it must be planned (`not_planned`).
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
    is_held = is_held_too and row.state == SessionState.HELD
    if row.state != SessionState.PLANNED and not is_held:
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
    if reader is None or not _may_read(reader, place):
        raise InvalidError("unfit_reader")
    return reader


def may_read_at(session: Session, place: ReadingPlace, account_id: int) -> bool:
    """Tell whether an account may read files at a place.

    Args:
        session: A database session.
        place: The place.
        account_id: The account.

    Returns:
        False when it is no longer active, lost the role, or its reach ends elsewhere.
    """
    reader = account_as_actor(session, account_id)
    return reader is not None and _may_read(reader, place)


def _may_read(reader: Actor, place: ReadingPlace) -> bool:
    reach = reach_of(reader, Permission.AUDIT_SCORE)
    return reach.covers(place.row.centre_id, place.place_path)


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


def files_of_workers(session: Session, centre_id: int, workers: Collection[int]) -> frozenset[str]:
    """List the files of a centre that some practitioners worked on.

    Args:
        session: A database session.
        centre_id: The centre; the caller knows that it is in reach.
        workers: Practitioners.

    Returns:
        References.
    """
    if not workers:
        return frozenset()
    query = select(CaseFileRow.reference).where(
        CaseFileRow.centre_id == centre_id, CaseFileRow.practitioner_id.in_(sorted(workers))
    )
    return frozenset(session.execute(query).scalars())
