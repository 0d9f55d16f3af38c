"""Whether a session can take place at a centre on a day, and who works there then."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.permissions import Permission, reach_of
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.queries.staff import account_as_actor


def check_session_day(session: Session, centre_id: int, day: date, supervisor_id: int) -> None:
    """Refuse a session that cannot take place.

    Args:
        session: A database session.
        centre_id: The centre; the caller knows that it is in reach.
        day: The day.
        supervisor_id: The account that leads.

    Raises:
        InvalidError: The centre is closed by then (`centre_closed`), or the supervisor may
            not lead sessions there (`unfit_supervisor`).
    """
    centre = session.execute(
        select(CentreRow.place_path, CentreRow.closed_on).where(CentreRow.id == centre_id)
    ).one()
    if centre.closed_on is not None and centre.closed_on <= day:
        raise InvalidError("centre_closed")
    supervisor = account_as_actor(session, supervisor_id)
    if supervisor is None or not reach_of(supervisor, Permission.SESSION_PLAN).covers(
        centre_id, centre.place_path
    ):
        raise InvalidError("unfit_supervisor")


def workers_on(session: Session, centre_id: int, day: date) -> frozenset[int]:
    """List who works at a centre on a day.

    Args:
        session: A database session.
        centre_id: The centre; the caller knows that it is in reach.
        day: The day.

    Returns:
        Practitioners who have not left before it.
    """
    return frozenset(
        session.execute(
            select(PractitionerRow.id).where(
                PractitionerRow.centre_id == centre_id,
                or_(PractitionerRow.ended_on.is_(None), PractitionerRow.ended_on >= day),
            )
        ).scalars()
    )
