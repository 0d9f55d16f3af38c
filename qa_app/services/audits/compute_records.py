"""Compute again what records answer of a supervisor's quarter, or leave an item to them again."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from qa_app.domain.computed_entries import renewed
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.supervisor_quarter import computed_of
from qa_app.domain.supervisor_review_events import RecordsComputed
from qa_app.models.record_entries import keep_given
from qa_app.models.transaction import transaction
from qa_app.queries.audits import entries_of
from qa_app.queries.bars import refuse_barred
from qa_app.queries.drafts import held_draft
from qa_app.queries.rubrics import rubric_by_id
from qa_app.queries.supervisor_reviews import entries_from_records, subject_of


def compute_records(
    session: Session, actor: Actor, audit_id: int, zone: str, left: str = "", *, at: datetime
) -> int:
    """Bring one's own draft up to date with records; what was overruled stays overruled.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The draft.
        zone: Local time zone.
        left: A measure whose own value is given up for that of records; empty for none.
        at: The present.

    Returns:
        How many entries changed; 0 when the records say what they said.

    Raises:
        OutOfReachError: There is no such draft of this reader, or it is about no supervisor.
        ConflictError: Something bars the reader by now (`barred_own`, `barred`).
        InvalidError: The measure is none of this review (`unknown_measure`).
    """
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    with transaction(
        session, RecordsComputed(actor=actor, at=at, object_id=audit_id, count=0)
    ) as act:
        draft = held_draft(session, actor, audit_id)
        subject = None if draft is None else subject_of(session, audit_id)
        rubric = None if draft is None else rubric_by_id(session, draft.rubric_version_id)
        if draft is None or subject is None or rubric is None:
            raise OutOfReachError("audit")
        if draft.may_be_barred:
            refuse_barred(session, actor.account_id or 0, audit_id, local.date())
        standing = entries_of(session, audit_id)
        items = {one.measure: one.item for one in computed_of(standing)}
        if left and left not in items:
            raise InvalidError("unknown_measure")
        fresh = entries_from_records(
            session, rubric, subject.supervisor_id, subject.quarter, local, zone
        )
        changed = renewed(standing, fresh, left)
        count = keep_given(session, actor.account_id, audit_id, changed, at)
        act.learn(count=count, key=items.get(left))
    return count
