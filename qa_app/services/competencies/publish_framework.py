"""Publish a version of a competency framework, which never changes again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.competency_events import FrameworkPublished
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.expertise import Area
from qa_app.domain.journal import canonical_json
from qa_app.domain.people import Actor
from qa_app.domain.version_numbers import is_higher
from qa_app.models.competency_rows import CompetencyFrameworkRow
from qa_app.models.places import AreaRow
from qa_app.models.transaction import transaction


@dataclass(frozen=True, slots=True)
class PublishedFramework:
    """A published version; `is_new` is False when the same one stood there already."""

    id: int
    is_new: bool


def publish_framework(
    session: Session,
    actor: Actor,
    plain: Mapping[str, Any],
    *,
    at: datetime,
    area: Area | None = None,
) -> PublishedFramework:
    """Publish a checked framework; from then on it is the one of its area.

    Args:
        session: A database session.
        actor: Who publishes; only the system, by command line.
        plain: The file's data, without errors (`domain.competency_check`).
        at: The present.
        area: The framework's area, added when the database does not know it yet; None when it
            must be known already.

    Returns:
        The version; publishing the same content again changes nothing.

    Raises:
        NotAllowedError: The actor is not the system.
        InvalidError: The area is unknown (`unknown_area`), or the version is not higher than the
            one that stands (`version_not_higher`).
        ConflictError: The version was published with another content (`version_taken`).
    """
    if not actor.is_system:
        raise NotAllowedError("competency:publish")
    content = canonical_json(dict(plain))
    digest = hashlib.sha256(content.encode()).hexdigest()
    event = FrameworkPublished(
        actor=actor,
        at=at,
        area=plain["area"],
        version=plain["version"],
        digest=digest,
        count=len(plain["competencies"]),
    )
    standing = _standing(session, plain["area"])
    for row in standing:
        if row.version == plain["version"]:
            if row.digest != digest:
                raise ConflictError("version_taken", rubric=plain["id"], version=plain["version"])
            return PublishedFramework(row.id, is_new=False)
    if any(not is_higher(plain["version"], row.version) for row in standing):
        raise InvalidError("version_not_higher", standing=standing[-1].version)
    with transaction(session, event) as act:
        _know_area(session, plain["area"], area)
        made: int = session.execute(
            insert(CompetencyFrameworkRow)
            .values(
                code=plain["id"],
                area_code=plain["area"],
                version=plain["version"],
                content=content,
                digest=digest,
                published_at=at,
                published_by=actor.account_id,
            )
            .returning(CompetencyFrameworkRow.id)
        ).scalar_one()
        act.learn(object_id=made)
    return PublishedFramework(made, is_new=True)


def _standing(session: Session, area: str) -> list[CompetencyFrameworkRow]:
    query = (
        select(CompetencyFrameworkRow)
        .where(CompetencyFrameworkRow.area_code == area)
        .order_by(CompetencyFrameworkRow.id)
    )
    return list(session.execute(query).scalars())


def _know_area(session: Session, code: str, area: Area | None) -> None:
    if session.get(AreaRow, code) is not None:
        return
    if area is None or area.code != code:
        raise InvalidError("unknown_area", area=code)
    session.execute(
        insert(AreaRow).values(
            code=code,
            name_zh=area.name.zh,
            name_en=area.name.en,
            is_resource_area=area.is_resource_area,
            position=area.position,
        )
    )
