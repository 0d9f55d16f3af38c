"""Note that something was looked at, searched or denied: once in a quarter of an hour."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.events import Event
from qa_app.domain.openings import stretch_of
from qa_app.models.journal import JournalRow
from qa_app.models.transaction import hold_journal, transaction


class _NotedError(Exception):
    """The same stands in the journal already; nothing is written."""


def note_once(session: Session, event: Event) -> bool:
    """Write an event about reading, unless the same person's stands there for the same thing.

    Args:
        session: A database session.
        event: Who looked at what; `object_id` names it.

    Returns:
        False when it stands there already.
    """
    if _is_noted(session, event):
        return False
    try:
        with transaction(session, event):
            # two windows opened at once are one opening
            hold_journal(session)
            _refuse_noted(session, event)
    except _NotedError:
        return False
    return True


def _refuse_noted(session: Session, event: Event) -> None:
    if _is_noted(session, event):
        raise _NotedError


def _is_noted(session: Session, event: Event) -> bool:
    query = select(JournalRow.seq).where(
        JournalRow.object_type == event.object_type,
        JournalRow.object_id == str(event.object_id),
        JournalRow.action == event.action,
        JournalRow.actor_id == event.actor.account_id,
        JournalRow.at >= stretch_of(event.at),
    )
    return session.execute(query.limit(1)).first() is not None
