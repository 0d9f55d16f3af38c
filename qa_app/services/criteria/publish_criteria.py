"""Freeze a file of criteria as a version, by command line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_events import CriteriaPublished
from qa_app.domain.criteria_versions import STAGES, content_of, file_of, fingerprint_of
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.models.criteria_versions import (
    CriteriaInForceRow,
    CriteriaVersionRow,
    keep_criteria,
)
from qa_app.models.transaction import transaction
from qa_app.queries.criteria_versions import standing_criteria


@dataclass(frozen=True, slots=True)
class PublishedCriteria:
    """A published version.

    Attributes:
        version_id: The version.
        is_new: False when the same version stood there already.
    """

    version_id: int
    is_new: bool


def publish_criteria(
    session: Session, actor: Actor, plain: Mapping[str, Any], today: date, *, at: datetime
) -> PublishedCriteria:
    """Publish a checked file; the first one of an installation is in force from that day on.

    Args:
        session: A database session.
        actor: Who publishes; only the system, by command line.
        plain: The file's data without errors.
        today: The local date.
        at: The present.

    Returns:
        The version; publishing the same content again changes nothing.

    Raises:
        NotAllowedError: The actor is not the system.
        InvalidError: The file says that it is retired (`retired`).
        ConflictError: The version was published with another content (`version_taken`).
    """
    if not actor.is_system:
        raise NotAllowedError("criteria:publish")
    if plain.get("status") == "retired":
        raise InvalidError("retired")
    content = content_of(plain)
    file, fingerprint = file_of(content), fingerprint_of(content)
    event = CriteriaPublished(
        actor=actor, at=at, criteria=file.code, version=file.version, fingerprint=fingerprint
    )
    standing = standing_criteria(session, file.code, file.version, fingerprint)
    if standing is not None:
        return PublishedCriteria(standing, is_new=False)
    with transaction(session, event) as act:
        # somebody may have published it between our look and our lock
        found = standing_criteria(session, file.code, file.version, fingerprint)
        if found is not None:
            raise ConflictError("version_taken", rubric=file.code, version=file.version)
        is_first = session.execute(select(CriteriaVersionRow.id).limit(1)).first() is None
        made = keep_criteria(session, content, at=at)
        act.learn(object_id=made)
        if is_first:
            _put_in_force(session, content, made, today, at)
    return PublishedCriteria(made, is_new=True)


def _put_in_force(
    session: Session, content: str, version_id: int, today: date, at: datetime
) -> None:
    # without criteria nothing can be asked of anybody, so those that are shipped begin at once
    codes = [one.code for one in file_of(content).sets]
    rows = [
        {
            "stage": stage.value,
            "version_id": version_id,
            "set_code": stage.value if stage in codes else codes[-1],
            "from_day": today,
            "state": "in_force",
            "proposed_at": at,
            "settled_at": at,
        }
        for stage in STAGES
    ]
    session.execute(insert(CriteriaInForceRow), rows)
