"""Titles of the library's documents; each process keeps them until the journal notes a change."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, ScalarSelect, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.library_events import StandardChanged, StandardImported
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.standards import StandardDocumentRow

Titles = Mapping[str, BilingualText]
"""Code of a document to its title."""
_CHANGED = select(func.max(JournalRow.seq)).where(
    or_(JournalRow.action == StandardImported.action, JournalRow.action == StandardChanged.action)
)
_kept: WeakKeyDictionary[Engine, tuple[int, Titles]] = WeakKeyDictionary()


def titles_changed() -> ScalarSelect[int | None]:
    """Ask, as a part of a query, for the row of the journal that last changed a document.

    Returns:
        A scalar subquery; None in a database whose library was never filled.
    """
    return _CHANGED.scalar_subquery()


def document_titles(session: Session) -> Titles:
    """Give the titles of all documents as they stand now.

    Args:
        session: A database session.

    Returns:
        Code to title, of superseded documents too: older items still rest on them.
    """
    return titles_as_of(session, session.connection().scalar(_CHANGED))


def titles_as_of(session: Session, changed: int | None) -> Titles:
    """Give the titles of all documents, read again only when a document was changed.

    Args:
        session: A database session.
        changed: What `titles_changed` says now.

    Returns:
        Code to title; empty without a library.
    """
    if changed is None:
        return {}
    engine = session.get_bind().engine
    kept = _kept.get(engine)
    if kept is not None and kept[0] == changed:
        return kept[1]
    rows = session.execute(
        select(StandardDocumentRow.code, StandardDocumentRow.title_zh, StandardDocumentRow.title_en)
    )
    found = {row.code: BilingualText(row.title_zh, row.title_en) for row in rows}
    _kept[engine] = changed, found
    return found
