"""The rubric of an audit as it is asked: the whole version, or what a supplement asks of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from qa_app.domain.common_items import comparable_between
from qa_app.domain.rubric import Rubric
from qa_app.domain.supplement import asked_besides, supplement_rubric
from qa_app.domain.translations import with_translations
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.version_links import version_links
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.rubrics import rubric_by_id

_MOST_KEPT = 100
_kept: WeakKeyDictionary[Engine, dict[tuple[int, str, int], Rubric]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class LaterVersion:
    """A version beside an earlier one.

    Attributes:
        content: Its resolved content.
        comparable: Items that both can be compared by; None when nobody compared them.
    """

    content: Mapping[str, Any]
    comparable: frozenset[str] | None


def asked_rubric(session: Session, version_id: int, asks: str | None) -> Rubric | None:
    """Give the rubric of an audit, for scoring.

    Args:
        session: A database session.
        version_id: The audit's version.
        asks: What it asks as a supplement, its `supplement_asks`; None for an ordinary one.

    Returns:
        The rubric; None when there is no such version.
    """
    if asks is None:
        return rubric_by_id(session, version_id)
    return _cut(session, version_id, asks, in_words=False)


def asked_rubric_in_words(
    session: Session, version_id: int, asks: str | None, revision: int | None = None
) -> Rubric | None:
    """Give the rubric of an audit with the words that it has by now, for pages and papers.

    Args:
        session: A database session.
        version_id: The audit's version.
        asks: What it asks as a supplement, its `supplement_asks`; None for an ordinary one.
        revision: The version's `words_revision`, read in this transaction; None has it
            looked up.

    Returns:
        The rubric; None when there is no such version.
    """
    if asks is None:
        return rubric_in_words(session, version_id, revision)
    return _cut(session, version_id, asks, in_words=True)


def asks_besides(session: Session, version_id: int, earlier_id: int) -> str | None:
    """Tell what a supplement that is opened now asks, to be kept with it.

    Whether an item is comparable may still be decided later (`compare_version`); what a
    supplement asks is therefore frozen when it is opened and never asked for again.

    Args:
        session: A session inside the transaction that opens it.
        version_id: The version it is read against.
        earlier_id: The version of the audit that it supplements.

    Returns:
        Codes of its items in their order, as JSON; None when there is no such version.
    """
    later = later_version(session, version_id, earlier_id)
    if later is None:
        return None
    return json.dumps(sorted(asked_besides(later.content, later.comparable)))


def later_version(session: Session, version_id: int, earlier_id: int) -> LaterVersion | None:
    """Read a version as it stands beside an earlier one.

    Args:
        session: A database session.
        version_id: The later version.
        earlier_id: The earlier one.

    Returns:
        The version; None when there is none.
    """
    row = session.execute(
        select(RubricVersionRow.rubric_code, RubricVersionRow.content).where(
            RubricVersionRow.id == version_id
        )
    ).one_or_none()
    if row is None:
        return None
    links = version_links(session, row.rubric_code)
    return LaterVersion(json.loads(row.content), comparable_between(version_id, earlier_id, links))


def _cut(session: Session, version_id: int, asks: str, *, in_words: bool) -> Rubric | None:
    row = session.execute(
        select(
            RubricVersionRow.fingerprint,
            RubricVersionRow.translations,
            RubricVersionRow.words_revision,
        ).where(RubricVersionRow.id == version_id)
    ).one_or_none()
    if row is None:
        return None
    revision = row.words_revision if in_words else 0
    kept = _kept.setdefault(session.get_bind().engine, {})
    # a version never changes and what is asked is frozen, so what is kept stays true
    key = (version_id, asks, revision)
    if key not in kept:
        content = json.loads(
            session.execute(
                select(RubricVersionRow.content).where(RubricVersionRow.id == version_id)
            ).scalar_one()
        )
        if revision:
            content = with_translations(content, row.translations)
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[key] = supplement_rubric(content, row.fingerprint, frozenset(json.loads(asks)))
    return kept[key]
