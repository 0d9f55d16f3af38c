"""Texts of a published version that are missing in a language, and what was translated of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.text import BilingualText
from qa_app.domain.translations import MissingText, asked_texts, missing_texts
from qa_app.models.rubrics import RubricVersionRow


@dataclass(frozen=True, slots=True)
class TextsOfVersion:
    """What a version was published without in one language.

    Attributes:
        version_id: The version.
        language: `en` or `zh`.
        title: Its title, in the words that it has by now.
        content: Its frozen content.
        missing: The texts, in the order of the content.
        translated: Place to what was translated since.
        revision: Goes up with every translation; 0 before the first.
    """

    version_id: int
    language: str
    title: BilingualText
    content: Mapping[str, Any]
    missing: tuple[MissingText, ...]
    translated: Mapping[str, str]
    revision: int

    @property
    def open_count(self) -> int:
        """Count the texts that are still not there."""
        return sum(one.is_open for one in asked_texts(self.missing, self.translated))


def texts_of_version(session: Session, version_id: int, language: str) -> TextsOfVersion | None:
    """Read which texts of a version are missing in a language.

    Args:
        session: A database session.
        version_id: The version.
        language: `en` or `zh`.

    Returns:
        The texts; None when there is no such version.
    """
    row = session.execute(
        select(
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
            RubricVersionRow.content,
            RubricVersionRow.translations,
            RubricVersionRow.words_revision,
        ).where(RubricVersionRow.id == version_id)
    ).one_or_none()
    if row is None:
        return None
    content = json.loads(row.content)
    return TextsOfVersion(
        version_id,
        language,
        BilingualText(row.title_zh, row.title_en),
        content,
        missing_texts(content, language),
        row.translations.get(language, {}),
        row.words_revision,
    )
