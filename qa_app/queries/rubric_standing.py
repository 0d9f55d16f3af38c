"""Published versions that drafts follow and are compared with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.translations import with_translations
from qa_app.domain.version_numbers import highest, is_higher
from qa_app.models.rubrics import RubricVersionRow

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StandingVersion:
    """A version that a draft may follow.

    Attributes:
        version_id: The version.
        code: The rubric.
        version: Its number.
        content: Its frozen content, with the translations that followed.
        fingerprint: SHA-256 (hex) of the content.
        in_force_from: Local day from which files are read under it.
    """

    version_id: int
    code: str
    version: str
    content: Content
    fingerprint: str
    in_force_from: date


def standing_version(session: Session, rubric: str) -> StandingVersion | None:
    """Give the version that the next draft of a rubric follows.

    Args:
        session: A database session.
        rubric: Code of the rubric.

    Returns:
        The one with the highest number, retired or not; None before the first.
    """
    numbers = session.execute(
        select(RubricVersionRow.version).where(RubricVersionRow.rubric_code == rubric)
    ).scalars()
    number = highest(list(numbers))
    if number is None:
        return None
    return _standing(
        session,
        (RubricVersionRow.rubric_code == rubric) & (RubricVersionRow.version == number),
    )


def version_content(session: Session, version_id: int) -> StandingVersion | None:
    """Give a published version with its content.

    Args:
        session: A database session.
        version_id: The version.

    Returns:
        The version; None when there is none.
    """
    return _standing(session, RubricVersionRow.id == version_id)


def version_before(session: Session, version: StandingVersion) -> StandingVersion | None:
    """Give the version that a published one follows.

    Args:
        session: A database session.
        version: The version.

    Returns:
        The one with the highest number below it, if it was published before it; None for a
        first version.
    """
    rows = session.execute(
        select(RubricVersionRow.id, RubricVersionRow.version).where(
            RubricVersionRow.rubric_code == version.code,
            RubricVersionRow.id < version.version_id,
        )
    ).all()
    lower = {row.version: row.id for row in rows if is_higher(version.version, than=row.version)}
    number = highest(list(lower))
    return None if number is None else version_content(session, lower[number])


def _standing(session: Session, where: Any) -> StandingVersion | None:
    row = session.execute(
        select(
            RubricVersionRow.id,
            RubricVersionRow.rubric_code,
            RubricVersionRow.version,
            RubricVersionRow.content,
            RubricVersionRow.translations,
            RubricVersionRow.fingerprint,
            RubricVersionRow.in_force_from,
        ).where(where)
    ).one_or_none()
    if row is None:
        return None
    return StandingVersion(
        row.id,
        row.rubric_code,
        row.version,
        with_translations(json.loads(row.content), row.translations),
        row.fingerprint,
        row.in_force_from,
    )


def item_codes_used(session: Session, rubric: str) -> frozenset[str]:
    """List every item code that a version of a rubric ever used.

    Args:
        session: A database session.
        rubric: Code of the rubric.

    Returns:
        The codes; a code that left is never given to another item.
    """
    rows = session.execute(
        select(RubricVersionRow.content).where(RubricVersionRow.rubric_code == rubric)
    ).scalars()
    return frozenset(code for content in rows for code in item_codes(json.loads(content)))


def item_codes(content: Content) -> tuple[str, ...]:
    """List the item codes of a content.

    Args:
        content: Resolved content of a rubric.

    Returns:
        In the order of the file; those of a rubric of rules likewise.
    """
    placed = [item["id"] for part in content.get("sections", ()) for item in part["items"]]
    return tuple(placed or (item["id"] for item in content.get("items", ())))
