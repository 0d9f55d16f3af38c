"""Phrases for the notes of items; each process keeps them until the journal notes a change."""

from weakref import WeakKeyDictionary

from sqlalchemy import Engine, ScalarSelect, func, select
from sqlalchemy.orm import Session

from qa_app.domain.library_events import PhrasesChanged
from qa_app.domain.phrases import Phrase
from qa_app.models.journal import JournalRow
from qa_app.models.rubric_drafts import ItemPhraseRow

Phrases = dict[str, tuple[Phrase, ...]]
"""Item to its phrases in their order; items without phrases left out."""
_CHANGED = select(func.max(JournalRow.seq)).where(JournalRow.action == PhrasesChanged.action)
_MOST_KEPT = 200
_kept: WeakKeyDictionary[Engine, dict[str, tuple[int, Phrases]]] = WeakKeyDictionary()


def phrases_changed() -> ScalarSelect[int | None]:
    """Ask, as a part of a query, for the row of the journal that last changed phrases.

    Returns:
        A scalar subquery; None in a database that never had phrases.
    """
    return _CHANGED.scalar_subquery()


def phrases_of(session: Session, rubric: str) -> Phrases:
    """List the phrases of a rubric's items; they belong to no version.

    Args:
        session: A database session.
        rubric: Code of the rubric.

    Returns:
        Item to its phrases.
    """
    rows = session.execute(
        select(ItemPhraseRow.item_code, ItemPhraseRow.text_zh, ItemPhraseRow.text_en)
        .where(ItemPhraseRow.rubric_code == rubric, ItemPhraseRow.is_active)
        .order_by(ItemPhraseRow.item_code, ItemPhraseRow.position, ItemPhraseRow.id)
    )
    found: Phrases = {}
    for row in rows:
        phrase = Phrase(row.text_zh, row.text_en)
        found[row.item_code] = (*found.get(row.item_code, ()), phrase)
    return found


def phrases_as_of(session: Session, rubric: str, changed: int | None) -> Phrases:
    """Give the phrases of a rubric's items, read again only when phrases were changed.

    Args:
        session: A database session.
        rubric: Code of the rubric.
        changed: What `phrases_changed` says now.

    Returns:
        Item to its phrases.
    """
    if changed is None:
        return {}
    kept_here = _kept.setdefault(session.get_bind().engine, {})
    kept = kept_here.get(rubric)
    if kept is not None and kept[0] == changed:
        return kept[1]
    found = phrases_of(session, rubric)
    if len(kept_here) >= _MOST_KEPT:
        kept_here.clear()
    kept_here[rubric] = changed, found
    return found
