"""What was done to one's own account, until it is put away."""

from dataclasses import dataclass
from datetime import datetime

from qa_app.domain.people import Actor
from qa_app.extensions import database
from qa_app.queries.account_notes import own_notes
from qa_app.web.account_labels import note_words


@dataclass(frozen=True, slots=True)
class AccountNoteToday:
    """Something that was done to the reader's account, in words."""

    id: int
    words: str
    at: datetime


def account_today(actor: Actor) -> tuple[AccountNoteToday, ...]:
    """List what was done to one's own account.

    Args:
        actor: Who looks.

    Returns:
        What was not put away, newest first.
    """
    return tuple(
        AccountNoteToday(one.id, note_words(one.kind), one.at)
        for one in own_notes(database(), actor)
    )
