"""Put away what one was told about one's own account."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.sign_in_events import AccountNoteSeen
from qa_app.models.transaction import transaction
from qa_app.models.ways_in import AccountNoteRow


def put_note_away(session: Session, actor: Actor, note_id: int, *, at: datetime) -> None:
    """Put a note about one's own account away.

    Args:
        session: A database session.
        actor: Whose account.
        note_id: The note.
        at: The present.

    Raises:
        OutOfReachError: There is no such note that stands, or it is somebody else's.
    """
    with transaction(session, AccountNoteSeen(actor=actor, at=at, object_id=note_id)):
        seen = session.execute(
            update(AccountNoteRow)
            .where(
                AccountNoteRow.id == note_id,
                AccountNoteRow.account_id == actor.account_id,
                AccountNoteRow.seen_at.is_(None),
            )
            .values(seen_at=at)
            .returning(AccountNoteRow.id)
        ).scalar_one_or_none()
        if seen is None:
            raise OutOfReachError("note")
