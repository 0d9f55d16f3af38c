"""Say how many files a week a person reads, and in which areas."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import FILES_PER_WEEK_MOST
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.reader_events import CapacitySet
from qa_app.models.places import AreaRow
from qa_app.models.transaction import transaction
from qa_app.models.twins import one_of_a_kind
from qa_app.models.who_reads import ReaderAreaRow, ReaderRow
from qa_app.queries.readers import reader_within


@dataclass(frozen=True, slots=True)
class NewCapacity:
    """What a reader takes on.

    Attributes:
        files_per_week: From 0, who reads nothing for now, to `FILES_PER_WEEK_MOST`.
        areas: Areas; empty = every one.
        revision: As whoever sets it saw it; 0 while the defaults held.
    """

    files_per_week: int
    areas: Collection[str]
    revision: int


def set_capacity(
    session: Session, actor: Actor, account_id: int, wanted: NewCapacity, *, at: datetime
) -> None:
    """Set areas and capacity of a reader; what is in their hands stays there.

    Args:
        session: A database session.
        actor: Who looks after readers.
        account_id: The reader.
        wanted: What is set.
        at: The present.

    Raises:
        OutOfReachError: There is no such reader where the actor looks after readers.
        InvalidError: The number is out of bounds (`files_per_week`), or there is no such area
            (`unknown_area`).
        ConflictError: Somebody else changed it meanwhile (`changed`).
    """
    reader = reader_within(session, actor, account_id)
    if reader is None:
        raise OutOfReachError("account")
    areas = _checked(session, wanted)
    same = (reader.files_per_week, list(reader.areas)) == (wanted.files_per_week, areas)
    if reader.revision > 0 and same:
        return
    if reader.revision != wanted.revision:
        raise ConflictError("changed")
    event = CapacitySet(actor=actor, at=at, object_id=account_id, count=wanted.files_per_week)
    with one_of_a_kind("changed", ConflictError), transaction(session, event):
        row = session.get(ReaderRow, account_id, with_for_update=True)
        if row is None:
            row = ReaderRow(account_id=account_id, revision=0)
            session.add(row)
        if row.revision != wanted.revision:
            raise ConflictError("changed")
        row.files_per_week, row.revision, row.changed_at = (
            wanted.files_per_week,
            row.revision + 1,
            at,
        )
        session.execute(delete(ReaderAreaRow).where(ReaderAreaRow.account_id == account_id))
        if areas:
            rows = [{"account_id": account_id, "area_code": code} for code in areas]
            session.execute(insert(ReaderAreaRow), rows)


def _checked(session: Session, wanted: NewCapacity) -> list[str]:
    if not 0 <= wanted.files_per_week <= FILES_PER_WEEK_MOST:
        raise InvalidError("files_per_week", most=FILES_PER_WEEK_MOST)
    areas = sorted(set(wanted.areas))
    known = set(session.execute(select(AreaRow.code).where(AreaRow.code.in_(areas))).scalars())
    if known != set(areas):
        raise InvalidError("unknown_area")
    return areas
