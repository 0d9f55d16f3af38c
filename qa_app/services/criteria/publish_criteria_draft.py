"""Publish a draft of criteria as a version that never changes, as a second person."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_events import CriteriaPublished
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.criteria_versions import (
    CriteriaDraftRow,
    CriteriaVersionRow,
    keep_criteria,
)
from qa_app.models.transaction import transaction
from qa_app.queries.criteria_drafts import held_draft, missing_checks
from qa_app.queries.criteria_versions import standing_criteria
from qa_app.queries.hands import refuse_one_person


def publish_criteria_draft(session: Session, actor: Actor, draft_id: int, *, at: datetime) -> int:
    """Publish it.

    Args:
        session: A database session.
        actor: Who publishes: not who handed it in, and who looked at the trial of exactly this
            draft themselves.
        draft_id: The draft.
        at: The present.

    Returns:
        The version; publishing the same draft again changes nothing.

    Raises:
        OutOfReachError: There is no such draft, or the actor publishes no criteria.
        ConflictError: The actor handed it in (`same_person`), it was discarded (`settled`), or its
            version stands with another content (`version_taken`).
        InvalidError: A check of the file is not done (`checks_missing`, with their `codes`).
        OnePersonError: One person may be behind who handed it in and who publishes it
            (`queries.hands`).
    """
    if not may(actor, Permission.CRITERIA_PUBLISH) or actor.account_id is None:
        raise OutOfReachError("criteria_draft")
    event = CriteriaPublished(actor=actor, at=at, criteria="", version="", fingerprint="")
    with transaction(session, event) as act:
        row = held_draft(session, draft_id)
        act.learn(criteria=row.code, version=row.version, fingerprint=row.fingerprint)
        if row.state == "published":
            made = _of_draft(session, draft_id)
        else:
            _refuse(session, actor, row)
            refuse_one_person(session, actor.account_id, at, (row.handed_in_by, row.handed_in_at))
            made = keep_criteria(
                session, row.content, at=at, by=actor.account_id, draft_id=draft_id
            )
            row.state, row.settled_at, row.settled_by = "published", at, actor.account_id
        act.learn(object_id=made)
    return made


def _of_draft(session: Session, draft_id: int) -> int:
    query = select(CriteriaVersionRow.id).where(CriteriaVersionRow.draft_id == draft_id)
    return int(session.execute(query).scalar_one())


def _refuse(session: Session, actor: Actor, row: CriteriaDraftRow) -> None:
    if row.state != "open":
        raise ConflictError("settled")
    if row.handed_in_by == actor.account_id:
        raise ConflictError("same_person")
    if standing_criteria(session, row.code, row.version, row.fingerprint) is not None:
        raise ConflictError("version_taken", rubric=row.code, version=row.version)
    missing = missing_checks(session, row, actor)
    if missing:
        raise InvalidError("checks_missing", codes=", ".join(missing))
