"""Take out the yearly pack on data of minors."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.privacy_events import AuditPackTaken
from qa_app.models.transaction import transaction
from qa_app.queries.audit_pack import Figure, pack_figures


def take_pack(
    session: Session, actor: Actor, year: int, zone: str, *, at: datetime
) -> tuple[Figure, ...]:
    """Count the figures of a year and put down that they were taken out.

    Args:
        session: A database session.
        actor: The administrator of the journal, or the system at the console.
        year: The year, by local days.
        zone: Local time zone.
        at: The present.

    Returns:
        The figures.

    Raises:
        NotAllowedError: The actor may not read the journal.

    Source: Regulation on Protection of Minors Online: yearly audit, filed by the end of January.
    """
    if not may(actor, Permission.JOURNAL_READ):
        raise NotAllowedError(Permission.JOURNAL_READ.value)
    with transaction(session, AuditPackTaken(actor=actor, at=at, year=year)):
        return pack_figures(session, actor, year, zone)
