"""Hand a draft over to another reader, who goes on where the first one stopped."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.bars import counts_for_endorsement
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.hand_over import HandOver
from qa_app.domain.people import Actor
from qa_app.domain.reader_events import AuditHandedOver
from qa_app.domain.reading_pairs import DissolveReason
from qa_app.domain.supervision import assessors_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.pair_steps import dissolve, hold_readings
from qa_app.models.transaction import locked, transaction
from qa_app.queries.own_choice import refuse_own_choice
from qa_app.queries.reading_place import (
    LoosePlace,
    ReadingPlace,
    fit_for_file,
    loose_place,
    reading_place,
)


def hand_over(
    session: Session,
    actor: Actor,
    audit_id: int,
    change: HandOver,
    *,
    at: datetime,
    zone: str = "UTC",
) -> None:
    """Give a draft to another reader.

    Every entry and every earlier save stays under the name of who saved it. The reading
    stands for the assessors that the new reader stands for, as if they had been the first.

    A blind pair that the draft belongs to is given up; a second reading changes hands only by
    drawing its pair anew. A draft without a session, such as a supplementary review, is handed
    over as well.

    Args:
        session: A database session.
        actor: Who hands it over; they are shown nothing of what was entered.
        audit_id: The draft.
        change: From whom to whom, and why.
        at: The present.
        zone: Local time zone, for the day on which agreements hold.

    Raises:
        OutOfReachError: There is no such audit where the actor may draw, or the actor reads the
            file second.
        ConflictError: It is signed or void (`not_draft`), somebody else reads it by now
            (`other_reader`), or its session is cancelled (`not_planned`).
        InvalidError: It would stay with the same person (`same_reader`); the new one may not
            read there (`unfit_reader`, `own_centre`, `declared_conflict`), or they, or whoever
            leads the session, worked on the case (`own_case`); the round does not let them
            read (`moderates_round`, `not_of_round`); or the actor would have to ask for its
            file (`closed_file`).
    """
    event = AuditHandedOver(
        actor=actor,
        at=at,
        object_id=audit_id,
        from_account=change.from_id,
        to_account=change.to_id,
        reason=change.reason.value,
    )
    with transaction(session, event) as act:
        found = session.execute(
            select(AuditRow.session_id, AuditRow.case_file_id).where(AuditRow.id == audit_id)
        ).one_or_none()
        if found is None:
            raise OutOfReachError("audit")
        if found.session_id is None:
            place: ReadingPlace | LoosePlace = loose_place(session, actor, audit_id)
        else:
            # the session first, as whoever settles it does: what is cancelled gets no new reader
            place = reading_place(session, actor, found.session_id, is_held_too=True)
        pair = hold_readings(session, (audit_id,)).get(audit_id)
        worker, counts = _held(session, audit_id, change)
        if change.to_id == change.from_id:
            raise InvalidError("same_reader")
        reader = fit_for_file(session, place, change.to_id, worker, counts=counts)
        refuse_own_choice(session, actor, change.to_id, [found.case_file_id], zone, at=at)
        # a blind pair is drawn anew, never inherited
        if pair is not None:
            _refuse_second(session, actor, pair.second_id)
            dissolve(session, pair, DissolveReason.HANDED_OVER, at)
        session.execute(
            update(AuditRow)
            .where(AuditRow.id == audit_id)
            .values(reader_id=change.to_id, assessors=assessors_of(reader))
            .execution_options(synchronize_session=False)
        )
        act.learn(centre_id=place.centre_id)


def _refuse_second(session: Session, actor: Actor, second_id: int) -> None:
    # who reads it second themselves; of whom it goes to nothing is said: the pair is given up,
    # and a refusal would name its second reader
    second = session.execute(
        select(AuditRow.reader_id).where(AuditRow.id == second_id)
    ).scalar_one()
    if second == actor.account_id:
        raise OutOfReachError("audit")


def _held(session: Session, audit_id: int, change: HandOver) -> tuple[int | None, bool]:
    query = (
        select(
            AuditRow.state,
            AuditRow.reading,
            AuditRow.reader_id,
            AuditRow.sample_type,
            CaseFileRow.practitioner_id,
        )
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(AuditRow.id == audit_id)
    )
    audit = session.execute(locked(session, query, AuditRow)).one()
    if audit.reading == "second":
        raise OutOfReachError("audit")
    if audit.state != "draft":
        raise ConflictError("not_draft")
    if audit.reader_id != change.from_id:
        raise ConflictError("other_reader")
    return audit.practitioner_id, counts_for_endorsement(audit.sample_type)
