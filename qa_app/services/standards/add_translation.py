"""Give texts of a published version in a language in which they are missing."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import TRANSLATION_MOST
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric_draft import TITLE_MOST
from qa_app.domain.rubric_events import RubricTranslated
from qa_app.domain.text import LANGUAGES
from qa_app.domain.translations import missing_texts
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.transaction import locked, transaction

_NO_TEXT = re.compile(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TITLE = "title"


@dataclass(frozen=True, slots=True)
class Translation:
    """Texts in one language.

    Attributes:
        version_id: The version.
        revision: What the translator saw of the translations so far.
        language: `en`, or `zh` where another language is required.
        texts: Place to words; blank words take a later translation away again.
    """

    version_id: int
    revision: int
    language: str
    texts: Mapping[str, str] = field(default_factory=dict)


def add_translation(
    session: Session, actor: Actor, translation: Translation, *, at: datetime
) -> int:
    """Keep translations beside a version: neither its content nor its fingerprint changes.

    Args:
        session: A database session.
        actor: Who translates.
        translation: The texts.
        at: The present.

    Returns:
        The new revision of the translations; the standing one when nothing is new.

    Raises:
        NotAllowedError: The actor may not write rubrics.
        OutOfReachError: There is no such version.
        InvalidError: There is no such language (`unknown_language`), a text is too long or
            holds signs that no text has (`text_long`, `text_unfit`, with `place`), or stands
            where none is missing (`unknown_text`): what was published is not reworded so.
        ConflictError: Somebody translated meanwhile (`translation_stale`, with their `theirs`).
    """
    if not may(actor, Permission.RUBRIC_WRITE):
        raise NotAllowedError(Permission.RUBRIC_WRITE)
    if translation.language not in LANGUAGES:
        raise InvalidError("unknown_language")
    texts = {place: words.strip() for place, words in translation.texts.items()}
    _check(texts)
    row = session.get(RubricVersionRow, translation.version_id)
    if row is not None and _merged(row, translation.language, texts) == _own(row, translation):
        return row.words_revision
    event = RubricTranslated(
        actor=actor,
        at=at,
        object_id=translation.version_id,
        rubric="",
        version="",
        count=sum(bool(words) for words in texts.values()),
    )
    with transaction(session, event) as act:
        query = select(RubricVersionRow).where(RubricVersionRow.id == translation.version_id)
        row = session.execute(locked(session, query, RubricVersionRow)).scalar_one_or_none()
        if row is None:
            raise OutOfReachError("rubric_version")
        act.learn(rubric=row.rubric_code, version=row.version)
        return _keep(row, translation, texts)


def _check(texts: Mapping[str, str]) -> None:
    for place, words in texts.items():
        if len(words) > (TITLE_MOST if place == _TITLE else TRANSLATION_MOST):
            raise InvalidError("text_long", place=place)
        if _NO_TEXT.search(words):
            raise InvalidError("text_unfit", place=place)


def _own(row: RubricVersionRow, translation: Translation) -> dict[str, str]:
    return dict(row.translations.get(translation.language, {}))


def _merged(row: RubricVersionRow, language: str, texts: Mapping[str, str]) -> dict[str, str]:
    before = row.translations.get(language, {})
    return {place: words for place, words in {**before, **texts}.items() if words}


def _keep(row: RubricVersionRow, translation: Translation, texts: Mapping[str, str]) -> int:
    language = translation.language
    if row.words_revision != translation.revision:
        raise ConflictError("translation_stale", theirs=dict(row.translations.get(language, {})))
    places = {one.place for one in missing_texts(json.loads(row.content), language)}
    if unknown := sorted(texts.keys() - places):
        raise InvalidError("unknown_text", place=unknown[0])
    merged = _merged(row, language, texts)
    row.translations = {**row.translations, language: merged}
    row.words_revision = translation.revision + 1
    if language == "en" and _TITLE in places:
        row.title_en = merged.get(_TITLE, "")
    return translation.revision + 1
