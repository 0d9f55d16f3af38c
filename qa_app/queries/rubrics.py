"""Published rubric versions; their content never changes, so each process keeps them."""

import json
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.translations import with_translations
from qa_app.models.rubrics import RubricVersionRow

_MOST_KEPT = 200
_kept: WeakKeyDictionary[Engine, dict[int, Rubric]] = WeakKeyDictionary()


def rubric_by_id(session: Session, version_id: int) -> Rubric | None:
    """Give a published version.

    Args:
        session: A database session.
        version_id: The version.

    Returns:
        The rubric; None when there is no such version.
    """
    kept = _kept.setdefault(session.get_bind().engine, {})
    known = kept.get(version_id)
    if known is not None:
        return known
    row = session.execute(
        select(RubricVersionRow.fingerprint, RubricVersionRow.content).where(
            RubricVersionRow.id == version_id
        )
    ).one_or_none()
    if row is None:
        return None
    rubric = thaw(json.loads(row.content), row.fingerprint)
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[version_id] = rubric
    return rubric


def published_content(session: Session, code: str, version: str) -> Mapping[str, Any] | None:
    """Give the content of a published version, as `rubric_freeze.resolve` made it.

    Args:
        session: A database session.
        code: The rubric's code.
        version: The version's number.

    Returns:
        The content, keys in their order, with the texts that were translated later; None when
        there is no such version.
    """
    row = session.execute(
        select(RubricVersionRow.content, RubricVersionRow.translations).where(
            RubricVersionRow.rubric_code == code, RubricVersionRow.version == version
        )
    ).one_or_none()
    return None if row is None else with_translations(json.loads(row.content), row.translations)


def known_versions(session: Session, code: str) -> list[str]:
    """Name the versions of a rubric.

    Args:
        session: A database session.
        code: The rubric's code.

    Returns:
        Their numbers in the order of publishing; empty for an unknown rubric.
    """
    return list(
        session.scalars(
            select(RubricVersionRow.version)
            .where(RubricVersionRow.rubric_code == code)
            .order_by(RubricVersionRow.id)
        )
    )
