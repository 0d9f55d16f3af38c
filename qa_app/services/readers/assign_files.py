"""Divide the untouched files of a session among readers, as a person accepted it line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.bars import counts_for_endorsement
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.reader_events import FilesAssigned
from qa_app.domain.reading_pairs import DissolveReason
from qa_app.domain.supervision import assessors_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.pair_steps import dissolve, hold_readings
from qa_app.models.transaction import transaction
from qa_app.queries.own_choice import refuse_own_choice
from qa_app.queries.reading_place import ReadingPlace, fit_for_file, reading_place


@dataclass(frozen=True, slots=True)
class Accepted:
    """One line that somebody accepted.

    Attributes:
        audit_id: The draft.
        from_id: Who has it, as whoever accepted it saw it; None for nobody.
        to_id: Who reads it.
    """

    audit_id: int
    from_id: int | None
    to_id: int


def assign_files(
    session: Session,
    actor: Actor,
    session_id: int,
    lines: Sequence[Accepted],
    *,
    at: datetime,
    zone: str = "UTC",
) -> int:
    """Give untouched drafts to the readers accepted; all of them or none.

    A blind pair that such a draft belongs to is given up.

    Args:
        session: A database session.
        actor: Who divides them.
        session_id: The session, planned or held.
        lines: What was accepted.
        at: The present.
        zone: Local time zone, for the day on which agreements hold.

    Returns:
        How many changed hands.

    Raises:
        OutOfReachError: There is no such session where the actor may draw.
        ConflictError: It is cancelled (`not_planned`), or a draft is begun, signed, in other
            hands by now, or read a second time by the actor (`changed`).
        InvalidError: Nothing was accepted (`nothing_accepted`), or a reader may not read a file
            (as `fit_reader`, or `own_case`), or the actor would have to ask for it
            (`closed_file`).
    """
    if not lines:
        raise InvalidError("nothing_accepted")
    event = FilesAssigned(actor=actor, at=at, object_id=session_id, count=0)
    with transaction(session, event) as act:
        place = reading_place(session, actor, session_id, is_held_too=True)
        moved = [one for one in lines if one.to_id != one.from_id]
        pairs = hold_readings(session, {one.audit_id for one in moved})
        for one in moved:
            pair = pairs.get(one.audit_id)
            if pair is not None:
                _refuse_second(session, actor, pair.second_id)
            file_id = _give(session, place, one)
            refuse_own_choice(session, actor, one.to_id, [file_id], zone, at=at)
            # a blind pair is given up, never inherited; a refusal would tell which file is
            # read twice
            if pair is not None:
                dissolve(session, pair, DissolveReason.HANDED_OVER, at)
        act.learn(centre_id=place.row.centre_id, count=len(moved))
    return len(moved)


def _give(session: Session, place: ReadingPlace, one: Accepted) -> int | None:
    query = (
        select(AuditRow, CaseFileRow.practitioner_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(AuditRow.id == one.audit_id, AuditRow.session_id == place.row.id)
    )
    found = session.execute(query.execution_options(populate_existing=True)).one_or_none()
    if found is None or not _is_untouched(found[0], one.from_id):
        raise ConflictError("changed")
    worker, counts = found.practitioner_id, counts_for_endorsement(found[0].sample_type)
    reader = fit_for_file(session, place, one.to_id, worker, counts=counts)
    session.execute(
        update(AuditRow)
        .where(AuditRow.id == one.audit_id)
        .values(reader_id=one.to_id, assessors=assessors_of(reader))
        .execution_options(synchronize_session=False)
    )
    file_id: int | None = found[0].case_file_id
    return file_id


def _is_untouched(row: AuditRow, reader_id: int | None) -> bool:
    is_free = row.state == "draft" and row.started_at is None and row.reading == "first"
    return is_free and row.reader_id == reader_id


def _refuse_second(session: Session, actor: Actor, second_id: int) -> None:
    # who reads it second themselves
    reader = select(AuditRow.reader_id).where(AuditRow.id == second_id)
    if session.execute(reader).scalar_one() == actor.account_id:
        raise ConflictError("changed")
