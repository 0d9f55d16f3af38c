"""What a page shows is journaled where it is put together, also for a form that was refused."""

from qa_app.domain.events import Event
from qa_app.extensions import database
from qa_app.services.access.note_once import note_once


def note_opening(event: Event) -> None:
    """Note that something is shown, once in a quarter of an hour.

    Args:
        event: Who is shown what.
    """
    note_once(database(), event)
