"""Save the note on well-being that only its two people ever read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import RECORD_TEXT_MOST
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.findings import check_text
from qa_app.domain.identity_guard import names_in
from qa_app.domain.people import Actor
from qa_app.domain.record_events import WellBeingNoted
from qa_app.domain.supervision_records import answer_text, note_place
from qa_app.models.records import WellBeingNoteRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import transaction
from qa_app.queries.record_places import any_session
from qa_app.queries.well_being import two_people, well_being_note


@dataclass(frozen=True, slots=True)
class NoteSent:
    """A note as it was sent.

    Attributes:
        text: As typed; empty takes the note away.
        revision: Its revision as the writer saw it; 0 without one.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
    """

    text: str
    revision: int
    name_reason: str = ""


def save_well_being(
    session: Session, actor: Actor, session_id: int, sent: NoteSent, *, at: datetime
) -> int:
    """Save the note of two people; either may write it.

    The journal tells that a note was saved, and nothing of it: not even at which centre.

    Args:
        session: A database session.
        actor: One of the two.
        session_id: The session.
        sent: The note.
        at: The present.

    Returns:
        The new revision; 0 when the note was taken away.

    Raises:
        OutOfReachError: The actor is none of two people who may keep a note beside it.
        ConflictError: The other saved it meanwhile (`note_changed`).
        InvalidError: The text is refused (`domain.findings.check_text`).
    """
    text = sent.text.strip()
    with transaction(session, WellBeingNoted(actor=actor, at=at, object_id=session_id)):
        # held first: nobody gives the session to somebody else while a note is written beside it
        any_session(session, session_id)
        people = two_people(session, actor, session_id)
        if people is None:
            raise OutOfReachError("note")
        check_text(text, RECORD_TEXT_MOST, name_reason=sent.name_reason)
        stands = well_being_note(session, actor, session_id, people)
        if (0 if stands is None else stands.revision) != sent.revision:
            raise ConflictError("note_changed")
        _keep(session, (session_id, *people), sent, text, at)
        return sent.revision + 1 if text else 0


def _keep(
    session: Session, key: tuple[int, int, int], sent: NoteSent, text: str, at: datetime
) -> None:
    is_it = (
        WellBeingNoteRow.session_id == key[0],
        WellBeingNoteRow.supervisor_id == key[1],
        WellBeingNoteRow.supervised_id == key[2],
    )
    if not text:
        session.execute(delete(WellBeingNoteRow).where(*is_it))
        return
    why = sent.name_reason.strip() if names_in(text) else ""
    values = {
        "body": sealer_of(session).seal(answer_text(text, why), note_place(*key)),
        "revision": sent.revision + 1,
        "saved_at": at,
    }
    if sent.revision:
        session.execute(update(WellBeingNoteRow).where(*is_it).values(**values))
        return
    session_id, supervisor_id, supervised_id = key
    session.execute(
        insert(WellBeingNoteRow).values(
            session_id=session_id,
            supervisor_id=supervisor_id,
            supervised_id=supervised_id,
            **values,
        )
    )
