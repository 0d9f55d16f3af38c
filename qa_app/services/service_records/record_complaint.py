"""Record a complaint about a centre."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.complaints import NewComplaint, answer_due, check_complaint
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.service_events import ComplaintRecorded
from qa_app.domain.service_threads import Form, thread_of
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.models.idempotency import Request, once
from qa_app.models.sealed_notes import sealed_note
from qa_app.models.service_records import ComplaintRow
from qa_app.models.transaction import Act
from qa_app.queries.complaints import complaint_place
from qa_app.queries.holidays import working_calendar
from qa_app.queries.service_records import service_centre


def record_complaint(
    session: Session,
    actor: Actor,
    form: Form,
    complaint: NewComplaint,
    zone: str,
    *,
    at: datetime,
) -> str:
    """Record a complaint; its text is sealed.

    Args:
        session: A database session.
        actor: Manager of the centre.
        form: The centre, and the key of the form.
        complaint: What came.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The thread of the complaint, the same for the same key.

    Raises:
        OutOfReachError: There is no such centre where the actor may record.
        InvalidError: The complaint is refused (`complaints.check_complaint`).
        ConflictError: The key was used for something else (`key_reused`).
    """
    thread = thread_of(actor.account_id, form.key)
    body = f"{form.centre_id}\n{complaint!r}"
    request = Request(actor.account_id, form.key, "complaint:record", body)
    event = ComplaintRecorded(
        actor=actor, at=at, object_id=thread, centre_id=form.centre_id, step="received"
    )
    once(session, request, event, lambda act: _add(session, act, thread, complaint, zone))
    return thread


def _add(session: Session, act: Act, thread: str, complaint: NewComplaint, zone: str) -> int:
    actor, at, centre_id = act.event.actor, act.event.at, act.event.centre_id or 0
    if service_centre(session, actor, centre_id, Permission.SERVICE_RECORD) is None:
        raise OutOfReachError("centre")
    check_complaint(complaint, local_day(at, zone))
    calendar = working_calendar(session, NATIONAL_REGION)
    place = complaint_place(thread)
    made: int = session.execute(
        insert(ComplaintRow)
        .values(
            thread=thread,
            centre_id=centre_id,
            received_on=complaint.received_on,
            channel=complaint.channel.value,
            topic=complaint.topic.value,
            complainant=complaint.complainant.value,
            sealed_text=sealed_note(session, complaint.text, complaint.name_reason, place),
            due_on=answer_due(complaint.received_on, calendar),
            recorded_at=at,
            recorded_by=actor.account_id,
        )
        .returning(ComplaintRow.id)
    ).scalar_one()
    return made
