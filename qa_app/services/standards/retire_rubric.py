"""Take a published rubric version out of use; it stays readable."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.defaults import DRAFT_REASON_MOST
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.plain_json import plain_from_json
from qa_app.domain.rubric_events import RubricRetired
from qa_app.domain.text import has_words
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.rubric_reach import centres_beyond


def retire_rubric(
    session: Session, actor: Actor, version_id: int, reason: str, zone: str, *, at: datetime
) -> None:
    """Retire a version: no new reviews are planned with it, those begun are finished.

    Args:
        session: A database session.
        actor: Who retires it.
        version_id: The version.
        reason: Why; shown with the version.
        zone: Local time zone of the installation; it stops being in force on the local day.
        at: The present.

    Raises:
        NotAllowedError: The actor may not publish rubrics.
        OutOfReachError: There is no such version.
        InvalidError: The reason is missing or too long (`reason_missing`, `reason_long`), or
            the rubric counts at centres out of reach (`beyond_reach`, with their `count`).
        ConflictError: Another retired it already (`retired_already`).
    """
    if not may(actor, Permission.RUBRIC_PUBLISH):
        raise NotAllowedError(Permission.RUBRIC_PUBLISH)
    words = reason.strip()
    if not has_words(words):
        raise InvalidError("reason_missing")
    if len(words) > DRAFT_REASON_MOST:
        raise InvalidError("reason_long", most=DRAFT_REASON_MOST)
    row = session.get(RubricVersionRow, version_id)
    if row is not None and (row.retired_by, row.retired_reason) == (actor.name, words):
        return
    event = RubricRetired(actor=actor, at=at, object_id=version_id, rubric="", version="")
    with transaction(session, event) as act:
        query = select(RubricVersionRow).where(RubricVersionRow.id == version_id)
        row = session.execute(locked(session, query, RubricVersionRow)).scalar_one_or_none()
        if row is None:
            raise OutOfReachError("rubric_version")
        if row.status == "retired":
            raise ConflictError("retired_already", by=row.retired_by)
        _refuse_beyond(session, actor, row)
        act.learn(rubric=row.rubric_code, version=row.version)
        today = local_day(at, zone)
        # what was never in force has an empty stretch, not one that ends before it begins
        last = max(today, row.in_force_from)
        row.status = "retired"
        row.retired_at, row.retired_by, row.retired_reason = at, actor.name, words
        if row.in_force_until is None or row.in_force_until > last:
            row.in_force_until = last


def _refuse_beyond(session: Session, actor: Actor, row: RubricVersionRow) -> None:
    beyond = centres_beyond(session, actor, plain_from_json(row.content))
    if beyond:
        raise InvalidError("beyond_reach", count=beyond)
