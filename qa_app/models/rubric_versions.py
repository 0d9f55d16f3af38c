"""Puts a rubric version down for good and keeps the days on which each version is in force."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.rubric import Rubric
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.transaction import locked


@dataclass(frozen=True, slots=True)
class Publication:
    """How a version comes into the world.

    Attributes:
        at: When.
        published_by: Name of who publishes.
        in_force_from: Local day from which files are read under it.
        written_by: Name of who wrote it; empty for a file of the command line.
        base_version_id: Version it was compared with; None for the first.
    """

    at: datetime
    published_by: str
    in_force_from: date
    written_by: str = ""
    base_version_id: int | None = None


def keep_version(
    session: Session, rubric: Rubric, content: Mapping[str, Any], publication: Publication
) -> int:
    """Write a version down, and end the days of the one that it replaces.

    Args:
        session: A session inside `transaction`.
        rubric: The checked rubric.
        content: Its resolved content; the order of its keys is kept, because it is the
            order of options on screen.
        publication: Who, when, from which day.

    Returns:
        The version. It is in force until the next version of the rubric begins, if one that
        begins later stands already.
    """
    start = publication.in_force_from
    others = session.execute(
        locked(
            session,
            select(RubricVersionRow)
            .where(RubricVersionRow.rubric_code == rubric.code)
            .order_by(RubricVersionRow.in_force_from, RubricVersionRow.id),
            RubricVersionRow,
        )
    ).scalars()
    before: RubricVersionRow | None = None
    after: RubricVersionRow | None = None
    for other in others:
        if other.in_force_from <= start:
            before = other
        else:
            after = after or other
    if before is not None and (before.in_force_until is None or before.in_force_until > start):
        session.execute(
            update(RubricVersionRow)
            .where(RubricVersionRow.id == before.id)
            .values(in_force_until=start)
            .execution_options(synchronize_session=False)
        )
    version_id: int = session.execute(
        insert(RubricVersionRow)
        .values(
            **_columns(rubric, content, publication),
            in_force_until=None if after is None else after.in_force_from,
        )
        .returning(RubricVersionRow.id)
    ).scalar_one()
    return version_id


def _columns(
    rubric: Rubric, content: Mapping[str, Any], publication: Publication
) -> dict[str, Any]:
    return {
        "rubric_code": rubric.code,
        "version": rubric.version,
        "status": "published",
        "area_code": rubric.area,
        "kind": rubric.kind,
        "unit": rubric.unit,
        "access": rubric.access,
        "method": rubric.method.value,
        "is_hidden": rubric.is_hidden,
        "title_zh": rubric.title.zh,
        "title_en": rubric.title.en,
        "item_count": len(rubric.items) or len(rubric.rule_items),
        "fingerprint": rubric.fingerprint,
        "content": json.dumps(content, ensure_ascii=False),
        "translations": {},
        "words_revision": 0,
        "published_at": publication.at,
        "published_by": publication.published_by,
        "written_by": publication.written_by,
        "base_version_id": publication.base_version_id,
        "in_force_from": publication.in_force_from,
    }
