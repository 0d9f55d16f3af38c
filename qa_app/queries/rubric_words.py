"""Published versions with the translations that followed; for pages and papers, not for scores."""

import json
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, SessionTransaction

from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.translations import with_translations
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.rubrics import rubric_by_id

_MOST_KEPT = 200
_kept: WeakKeyDictionary[Engine, dict[tuple[int, int], Rubric]] = WeakKeyDictionary()
_revisions: WeakKeyDictionary[SessionTransaction, dict[int, int]] = WeakKeyDictionary()
# built once: every page that shows a rubric asks it
_TRANSLATED = select(RubricVersionRow.id, RubricVersionRow.words_revision).where(
    RubricVersionRow.words_revision > 0
)


def rubric_in_words(
    session: Session, version_id: int, revision: int | None = None
) -> Rubric | None:
    """Give a published version with the words that it has by now.

    Args:
        session: A database session.
        version_id: The version.
        revision: Its `words_revision`, read in this transaction; None has it looked up.

    Returns:
        The rubric; it scores exactly as `rubric_by_id` gives it and has the same fingerprint.
        None when there is no such version.
    """
    if revision is None:
        revision = _translated(session).get(version_id, 0)
    if revision == 0:
        return rubric_by_id(session, version_id)
    kept = _kept.setdefault(session.get_bind().engine, {})
    return kept.get((version_id, revision)) or _read(session, version_id, kept)


def _translated(session: Session) -> dict[int, int]:
    # other processes may have added words, so the database is asked, once in a transaction
    transaction = session.get_transaction()
    known = None if transaction is None else _revisions.get(transaction)
    if known is None:
        rows = session.connection().execute(_TRANSLATED)
        known = {row.id: row.words_revision for row in rows}
        transaction = session.get_transaction()
        if transaction is not None:
            _revisions[transaction] = known
    return known


def _read(session: Session, version_id: int, kept: dict[tuple[int, int], Rubric]) -> Rubric:
    row = session.execute(
        select(
            RubricVersionRow.content,
            RubricVersionRow.translations,
            RubricVersionRow.words_revision,
            RubricVersionRow.fingerprint,
        ).where(RubricVersionRow.id == version_id)
    ).one()
    rubric = thaw(with_translations(json.loads(row.content), row.translations), row.fingerprint)
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[version_id, row.words_revision] = rubric
    return rubric
