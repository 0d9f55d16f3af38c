"""Hand a file of criteria in, for a second person to publish."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_events import CriteriaDraftMoved
from qa_app.domain.criteria_versions import content_of, file_of, fingerprint_of
from qa_app.domain.errors import ConflictError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.criteria_versions import CriteriaDraftRow
from qa_app.models.transaction import transaction
from qa_app.queries.criteria_versions import standing_criteria


def hand_in_criteria(
    session: Session, actor: Actor, plain: Mapping[str, Any], *, at: datetime
) -> int:
    """Hand a checked file in.

    Args:
        session: A database session.
        actor: Who hands it in; another person publishes it.
        plain: The file's data without errors.
        at: The present.

    Returns:
        The draft; the open one that says exactly the same.

    Raises:
        NotAllowedError: The actor publishes no criteria.
        ConflictError: The version stands already (`version_taken`), whatever it says.
    """
    if not may(actor, Permission.CRITERIA_PUBLISH) or actor.account_id is None:
        raise NotAllowedError("criteria:publish")
    content = content_of(plain)
    file, fingerprint = file_of(content), fingerprint_of(content)
    with transaction(session, CriteriaDraftMoved(actor=actor, at=at, step="hand_in")) as act:
        if standing_criteria(session, file.code, file.version, fingerprint) is not None:
            raise ConflictError("version_taken", rubric=file.code, version=file.version)
        made = session.execute(
            select(CriteriaDraftRow.id).where(
                CriteriaDraftRow.state == "open", CriteriaDraftRow.fingerprint == fingerprint
            )
        ).scalar_one_or_none()
        if made is None:
            made = session.execute(
                insert(CriteriaDraftRow)
                .values(
                    code=file.code,
                    version=file.version,
                    fingerprint=fingerprint,
                    content=content,
                    state="open",
                    handed_in_at=at,
                    handed_in_by=actor.account_id,
                )
                .returning(CriteriaDraftRow.id)
            ).scalar_one()
        act.learn(object_id=made)
    return int(made)
