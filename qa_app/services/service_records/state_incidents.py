"""Say that every incident known at a centre is recorded."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.service_events import IncidentsStated
from qa_app.models.service_records import IncidentStatementRow
from qa_app.models.transaction import transaction
from qa_app.queries.incidents import stated_until
from qa_app.queries.service_records import service_centre


def state_incidents(
    session: Session, actor: Actor, centre_id: int, zone: str, *, at: datetime
) -> None:
    """State that every incident known until today is recorded; twice a day changes nothing.

    Silence is not taken for no incident: what is counted needs somebody who says so.

    Args:
        session: A database session.
        actor: Manager of the centre.
        centre_id: The centre.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: There is no such centre where the actor may record.
    """
    if service_centre(session, actor, centre_id, Permission.SERVICE_RECORD) is None:
        raise OutOfReachError("centre")
    today = local_day(at, zone)
    if stated_until(session, centre_id) == today:
        return
    event = IncidentsStated(actor=actor, at=at, object_id=centre_id, centre_id=centre_id)
    with transaction(session, event):
        session.execute(
            insert(IncidentStatementRow).values(
                centre_id=centre_id,
                until_on=today,
                recorded_at=at,
                recorded_by=actor.account_id,
            )
        )
