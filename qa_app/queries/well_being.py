"""The note on well-being between two people; this is the only place that reads it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.session_blocks import ONE_TO_ONE
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_records import note_place, text_in
from qa_app.models.records import SupervisionRecordRow, WellBeingNoteRow
from qa_app.models.sealing import sealer_of
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.records import is_of, supervised_in


@dataclass(frozen=True, slots=True)
class WellBeingNote:
    """A note: its text, how often it was saved, and when it was saved last."""

    text: str
    revision: int
    saved_at: datetime


def two_people(session: Session, actor: Actor, session_id: int) -> tuple[int, int] | None:
    """Tell whose note on well-being stands or may stand beside a session.

    A note that stands belongs to the two people it was written between, whatever becomes of the
    session: cancelled, led by somebody else, or with other people in its record.

    Args:
        session: A database session.
        actor: Who asks.
        session_id: The session.

    Returns:
        Accounts of who led it and of the one who was supervised in it, by the note where the actor
        is one of its two people. Without a note, by the session; None unless the actor is one of
        the two, the session is of a kind that two people hold and was not cancelled, its record
        was begun, and there is just one supervised person in it, with an account.
    """
    now = _people_now(session, actor, session_id)
    kept = session.execute(
        select(WellBeingNoteRow.supervisor_id, WellBeingNoteRow.supervised_id)
        .where(WellBeingNoteRow.session_id == session_id, _is_between(actor))
        .order_by(WellBeingNoteRow.saved_at.desc())
    ).all()
    pairs = [(one.supervisor_id, one.supervised_id) for one in kept]
    return now if not pairs or now in pairs else pairs[0]


def is_begun() -> ColumnElement[bool]:
    """Give the condition that something was written down about a session between its people.

    Returns:
        A condition on `SupervisionSessionRow`: there is a record, signed or not, or a note on
        well-being; of neither a word is told.
    """
    return or_(
        exists().where(SupervisionRecordRow.session_id == SupervisionSessionRow.id),
        exists().where(WellBeingNoteRow.session_id == SupervisionSessionRow.id),
    )


def well_being_note(
    session: Session, actor: Actor, session_id: int, people: tuple[int, int]
) -> WellBeingNote | None:
    """Read the note of two people.

    Args:
        session: A database session.
        actor: Who asks; neither a role nor the system opens it, only being one of the two.
        session_id: The session.
        people: Accounts of who supervises and who is supervised.

    Returns:
        The note; None when there is none, or for anybody else.
    """
    supervisor_id, supervised_id = people
    row = session.execute(
        select(WellBeingNoteRow).where(
            WellBeingNoteRow.session_id == session_id,
            WellBeingNoteRow.supervisor_id == supervisor_id,
            WellBeingNoteRow.supervised_id == supervised_id,
            _is_between(actor),
        )
    ).scalar_one_or_none()
    if row is None:
        return None
    place = note_place(session_id, supervisor_id, supervised_id)
    return WellBeingNote(
        text_in(sealer_of(session).open(row.body, place)), row.revision, row.saved_at
    )


def _is_between(actor: Actor) -> ColumnElement[bool]:
    return or_(
        WellBeingNoteRow.supervisor_id == actor.account_id,
        WellBeingNoteRow.supervised_id == actor.account_id,
    )


def _people_now(session: Session, actor: Actor, session_id: int) -> tuple[int, int] | None:
    row = session.execute(
        select(SupervisionSessionRow.type, SupervisionSessionRow.supervisor_id).where(
            SupervisionSessionRow.id == session_id,
            SupervisionSessionRow.state != SessionState.CANCELLED.value,
            is_of(actor),
        )
    ).one_or_none()
    if row is None or SessionType(row.type) not in ONE_TO_ONE:
        return None
    there = supervised_in(session, session_id)
    if len(there) != 1 or there[0].account_id is None:
        return None
    people = (row.supervisor_id, there[0].account_id)
    return people if actor.account_id in people and people[0] != people[1] else None
