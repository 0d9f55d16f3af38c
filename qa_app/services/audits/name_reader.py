"""Name another reader for a draw whose reader may no longer read there; nothing is redrawn."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.reader_events import ReaderNamed
from qa_app.domain.reading_pairs import DissolveReason
from qa_app.domain.supervision import assessors_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.pair_steps import dissolve, hold_readings
from qa_app.models.transaction import locked, transaction
from qa_app.queries.own_choice import refuse_own_choice
from qa_app.queries.reading_place import (
    ReadingPlace,
    barred_workers,
    files_of_workers,
    fit_reader,
    may_read_at,
    reading_place,
)


def name_reader(  # noqa: PLR0913 - one argument for each thing a person says
    session: Session,
    actor: Actor,
    session_id: int,
    from_id: int,
    to_id: int,
    *,
    at: datetime,
    zone: str = "UTC",
) -> int:
    """Give what nobody has begun to read to another reader.

    The frame, its digest, the seed and the order stay as they are. A draw that is frozen and
    not drawn yet goes on with the new reader; of one that is drawn, the untouched drafts
    change hands. What was begun is handed over one by one.

    Args:
        session: A database session.
        actor: Who names the reader.
        session_id: The session, planned or held.
        from_id: The account that can no longer read there.
        to_id: The account that reads instead.
        at: The present.
        zone: Local time zone, for the day on which agreements hold.

    Returns:
        How many drafts changed hands; 0 for a draw that is not drawn yet.

    Raises:
        OutOfReachError: There is no such session where the actor may draw.
        ConflictError: The session is cancelled (`not_planned`) or has no draw (`no_draw`),
            the reader may still read there (`reader_fit`), or nothing of theirs is left to be
            given away (`nothing_unread`).
        InvalidError: The new reader may not read there (`unfit_reader`), or they, or whoever
            leads the session, worked on one of the files (`own_case`); or the actor would have
            to ask for one of them (`closed_file`).
    """
    event = ReaderNamed(actor=actor, at=at, from_account=from_id, to_account=to_id, count=0)
    with transaction(session, event) as act:
        place = reading_place(session, actor, session_id, is_held_too=True)
        query = select(DrawRow).where(DrawRow.session_id == session_id)
        row = session.execute(locked(session, query, DrawRow)).scalar_one_or_none()
        if row is None:
            raise ConflictError("no_draw")
        if may_read_at(session, place, from_id):
            raise ConflictError("reader_fit")
        reader = fit_reader(session, place, to_id)
        barred = barred_workers(session, place, reader)
        if row.drawn_at is None:
            count = _rename(session, place, row, from_id, reader, barred)
        else:
            count, files = _pass_on(session, row.id, from_id, reader, barred, at)
            refuse_own_choice(session, actor, to_id, files, zone, at=at)
        act.learn(object_id=row.id, centre_id=place.row.centre_id, count=count)
    return count


def _rename(
    session: Session,
    place: ReadingPlace,
    row: DrawRow,
    from_id: int,
    reader: Actor,
    barred: Collection[int],
) -> int:
    if row.filters["reader"] != from_id:
        raise ConflictError("nothing_unread")
    # the frame stays: a reader whose own files stand in it cannot be the one
    if not files_of_workers(session, place.row.centre_id, barred).isdisjoint(row.frame):
        raise InvalidError("own_case")
    row.filters = row.filters | {"reader": reader.account_id, "assessors": assessors_of(reader)}
    return 0


def _pass_on(
    session: Session,
    draw_id: int,
    from_id: int,
    reader: Actor,
    barred: Collection[int],
    at: datetime,
) -> tuple[int, list[int | None]]:
    is_unread = (
        AuditRow.draw_id == draw_id,
        AuditRow.reader_id == from_id,
        AuditRow.state == "draft",
        AuditRow.started_at.is_(None),
    )
    found = session.execute(select(AuditRow.id).where(*is_unread)).scalars().all()
    pairs = hold_readings(session, found)
    # some may have been begun or signed while we waited
    unread = session.execute(
        select(AuditRow.id, AuditRow.case_file_id, CaseFileRow.practitioner_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(*is_unread, AuditRow.id.in_(found))
    ).all()
    if not unread:
        raise ConflictError("nothing_unread")
    if any(one.practitioner_id in barred for one in unread):
        raise InvalidError("own_case")
    for one in unread:
        if one.id in pairs:
            dissolve(session, pairs[one.id], DissolveReason.HANDED_OVER, at)
    session.execute(
        update(AuditRow)
        .where(AuditRow.id.in_([one.id for one in unread]))
        .values(reader_id=reader.account_id, assessors=assessors_of(reader))
        .execution_options(synchronize_session=False)
    )
    return len(unread), [one.case_file_id for one in unread]
