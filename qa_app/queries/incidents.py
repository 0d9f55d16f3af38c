"""Incidents at a centre as they stand; texts are opened one by one."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.incidents import Handling, Incident, IncidentKind, Judgement
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.service_records import IncidentRow, IncidentStatementRow
from qa_app.queries.complaints import opened_text
from qa_app.queries.service_records import After, SeenVersion, records_page, standing

DAYS_OF_HANDLING = {
    Handling.GUARDIANS: "guardians_told_on",
    Handling.AUTHORITY: "authority_told_on",
    Handling.MEASURES: "measures_on",
}
"""What the rules ask to the column that holds its day."""


@dataclass(frozen=True, slots=True)
class KeptIncident:
    """An incident with where it stands.

    Attributes:
        seen: Its thread and the version that was read.
        centre_id: The centre.
        incident: It.
        text: What happened; empty in lists.
    """

    seen: SeenVersion
    centre_id: int
    incident: Incident
    text: str = ""


def incident_from(row: IncidentRow) -> Incident:
    """Read an incident.

    Args:
        row: A version of it.

    Returns:
        The incident as that version has it.
    """
    days = {one: getattr(row, column) for one, column in DAYS_OF_HANDLING.items()}
    return Incident(
        kind=IncidentKind(row.kind),
        happened_on=row.happened_on,
        known_at=row.known_at,
        contained_at=row.contained_at,
        judgement=None if row.judgement is None else Judgement(row.judgement),
        judged_on=row.judged_on,
        done=tuple(sorted((one, on) for one, on in days.items() if on is not None)),
    )


def incidents_page(
    session: Session, centre_id: int, *, is_open: bool, after: After | None = None
) -> tuple[KeptIncident, ...]:
    """List incidents at a centre that was found within reach, the newest first.

    Args:
        session: A database session.
        centre_id: The centre.
        is_open: True for those about which something is to be done, False for the others.
        after: The last one of the page before; None starts.

    Returns:
        One row more than a page, when there are more.
    """
    is_waiting = waiting_incident()
    wanted = (IncidentRow.centre_id == centre_id, is_waiting if is_open else ~is_waiting)
    rows = records_page(session, IncidentRow, IncidentRow.happened_on, wanted, after)
    return tuple(
        KeptIncident(SeenVersion(row.thread, row.id), row.centre_id, incident_from(row))
        for row in rows
    )


def waiting_incident() -> ColumnElement[bool]:
    """Give the condition that something is to be done about an incident.

    Returns:
        A condition on `IncidentRow`: nobody judged it, or it was confirmed and is not handled.
    """
    return or_(
        IncidentRow.judgement.is_(None),
        and_(
            IncidentRow.judgement == Judgement.CONFIRMED.value,
            or_(
                IncidentRow.contained_at.is_(None),
                IncidentRow.guardians_told_on.is_(None),
                IncidentRow.authority_told_on.is_(None),
                IncidentRow.measures_on.is_(None),
            ),
        ),
    )


def one_incident(session: Session, actor: Actor, thread: str) -> KeptIncident | None:
    """Open an incident within reach.

    Args:
        session: A database session.
        actor: Who asks.
        thread: The incident.

    Returns:
        It; None when there is none, it was taken back, or its centre is out of reach.
    """
    row = standing(session, actor, IncidentRow, thread, Permission.SERVICE_READ)
    if row is None:
        return None
    text = opened_text(session, row.sealed_text, incident_place(thread))
    return KeptIncident(SeenVersion(thread, row.id), row.centre_id, incident_from(row), text)


def incident_place(thread: str) -> str:
    """Say to what the text of an incident belongs.

    Args:
        thread: The incident.

    Returns:
        What it is sealed with.
    """
    return f"incident/{thread}"


def stated_until(session: Session, centre_id: int) -> date | None:
    """Tell until when a centre says that every incident known is recorded.

    Args:
        session: A database session.
        centre_id: A centre that was found within reach.

    Returns:
        The day; None when it never said so.
    """
    return session.execute(
        select(func.max(IncidentStatementRow.until_on)).where(
            IncidentStatementRow.centre_id == centre_id, IncidentStatementRow.ended_at.is_(None)
        )
    ).scalar_one()
