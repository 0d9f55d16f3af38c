"""Record an incident at a centre."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.incidents import NewIncident, check_incident
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.service_events import IncidentRecorded
from qa_app.domain.service_threads import Form, thread_of
from qa_app.models.idempotency import Request, once
from qa_app.models.sealed_notes import sealed_note
from qa_app.models.service_records import IncidentRow
from qa_app.models.transaction import Act
from qa_app.queries.incidents import incident_place
from qa_app.queries.service_records import service_centre


def record_incident(
    session: Session,
    actor: Actor,
    form: Form,
    incident: NewIncident,
    zone: str,
    *,
    at: datetime,
) -> str:
    """Record an incident; its text is sealed.

    Args:
        session: A database session.
        actor: Manager of the centre.
        form: The centre, and the key of the form.
        incident: What happened.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The thread of the incident, the same for the same key.

    Raises:
        OutOfReachError: There is no such centre where the actor may record.
        InvalidError: The incident is refused (`incidents.check_incident`).
        ConflictError: The key was used for something else (`key_reused`).
    """
    thread = thread_of(actor.account_id, form.key)
    body = f"{form.centre_id}\n{incident!r}"
    request = Request(actor.account_id, form.key, "incident:record", body)
    event = IncidentRecorded(
        actor=actor, at=at, object_id=thread, centre_id=form.centre_id, step="recorded"
    )
    once(session, request, event, lambda act: _add(session, act, thread, incident, zone))
    return thread


def _add(session: Session, act: Act, thread: str, incident: NewIncident, zone: str) -> int:
    actor, at, centre_id = act.event.actor, act.event.at, act.event.centre_id or 0
    if service_centre(session, actor, centre_id, Permission.SERVICE_RECORD) is None:
        raise OutOfReachError("centre")
    check_incident(incident, at, local_day(at, zone), local_day(incident.known_at, zone))
    place = incident_place(thread)
    made: int = session.execute(
        insert(IncidentRow)
        .values(
            thread=thread,
            centre_id=centre_id,
            kind=incident.kind.value,
            happened_on=incident.happened_on,
            known_at=incident.known_at,
            sealed_text=sealed_note(session, incident.text, incident.name_reason, place),
            recorded_at=at,
            recorded_by=actor.account_id,
        )
        .returning(IncidentRow.id)
    ).scalar_one()
    return made
