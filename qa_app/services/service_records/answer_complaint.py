"""Say how a complaint was answered."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.complaints import Answer, check_answer
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.service_events import ComplaintRecorded
from qa_app.models.sealed_notes import sealed_note
from qa_app.models.service_records import ComplaintRow
from qa_app.models.service_versions import next_version
from qa_app.models.transaction import transaction
from qa_app.queries.complaints import complaint_place
from qa_app.queries.service_records import SeenVersion, standing


def answer_complaint(
    session: Session, actor: Actor, seen: SeenVersion, answer: Answer, zone: str, *, at: datetime
) -> None:
    """Record an answer; its text is sealed.

    Args:
        session: A database session.
        actor: Manager of the centre.
        seen: The complaint as it was shown.
        answer: How it was answered.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: There is no such complaint where the actor may record.
        ConflictError: Somebody answered it meanwhile (`changed_meanwhile`).
        InvalidError: It was answered before (`step_not_open`), or the answer is refused.
    """
    event = ComplaintRecorded(actor=actor, at=at, object_id=seen.thread, step="answered")
    with transaction(session, event) as act:
        permission = Permission.SERVICE_RECORD
        row = standing(session, actor, ComplaintRow, seen.thread, permission, is_locked=True)
        if row is None:
            raise OutOfReachError("complaint")
        if row.id != seen.version:
            raise ConflictError("changed_meanwhile")
        if row.answered_on is not None:
            raise InvalidError("step_not_open")
        check_answer(answer, row.received_on, local_day(at, zone))
        place = complaint_place(seen.thread)
        changes = {
            "answered_on": answer.on,
            "outcome": answer.outcome.value,
            "sealed_answer": sealed_note(session, answer.text, answer.name_reason, place),
        }
        act.learn(centre_id=row.centre_id)
        next_version(session, row, actor.account_id, at, changes)
