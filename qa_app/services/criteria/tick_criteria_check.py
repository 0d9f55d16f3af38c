"""Say that something was done that a file of criteria wants before it is published."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_events import CriteriaDraftMoved
from qa_app.domain.criteria_versions import file_of
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.criteria_versions import CriteriaCheckRow
from qa_app.models.transaction import transaction
from qa_app.queries.criteria_drafts import DRY_RUN, held_draft


def tick_criteria_check(
    session: Session, actor: Actor, draft_id: int, code: str, *, at: datetime
) -> None:
    """Tick a check, once for each person.

    Args:
        session: A database session.
        actor: Who says so.
        draft_id: The draft.
        code: The check, one of its file's `publish_checks` other than `DRY_RUN`.
        at: The present.

    Raises:
        OutOfReachError: There is no such draft, or the actor publishes no criteria.
        InvalidError: The file has no such check to tick (`unknown_check`).
        ConflictError: The draft is settled (`settled`).
    """
    if not may(actor, Permission.CRITERIA_PUBLISH) or actor.account_id is None:
        raise OutOfReachError("criteria_draft")
    event = CriteriaDraftMoved(actor=actor, at=at, object_id=draft_id, step="check")
    with transaction(session, event):
        row = held_draft(session, draft_id)
        if row.state != "open":
            raise ConflictError("settled")
        asked = {one.code for one in file_of(row.content).terms.publish_checks} - {DRY_RUN}
        if code not in asked:
            raise InvalidError("unknown_check")
        done = select(CriteriaCheckRow.id).where(
            CriteriaCheckRow.draft_id == draft_id,
            CriteriaCheckRow.code == code,
            CriteriaCheckRow.done_by == actor.account_id,
        )
        if session.execute(done).first() is None:
            values = {"draft_id": draft_id, "code": code, "done_at": at}
            session.execute(insert(CriteriaCheckRow).values(**values, done_by=actor.account_id))
