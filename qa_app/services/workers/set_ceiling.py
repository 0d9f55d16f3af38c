"""Set the most cases in hand for one full-time worker of an area in a place."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import CASELOAD_CEILING_MOST
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.worker_events import CeilingSet
from qa_app.domain.workers import EndedWhy
from qa_app.models.places import AreaRow, PlaceRow
from qa_app.models.recording import end_row, write_row
from qa_app.models.transaction import transaction
from qa_app.models.worker_rows import CaseloadCeilingRow
from qa_app.queries.reach import places_within


def set_ceiling(
    session: Session,
    actor: Actor,
    where: tuple[int, str],
    ceiling: tuple[int, date],
    *,
    at: datetime,
) -> int:
    """Set a ceiling from a day on.

    Args:
        session: A database session.
        actor: Who sets it.
        where: Place and area.
        ceiling: The most cases, and the first day; another one from the same day is corrected.
        at: The present.

    Returns:
        The new row; the one that stands when nothing changes.

    Raises:
        OutOfReachError: There is no such place within reach.
        InvalidError: There is no such area (`unknown_area`), or the number is none
            (`ceiling_unfit`).
    """
    most, from_on = ceiling
    if not 1 <= most <= CASELOAD_CEILING_MOST:
        raise InvalidError("ceiling_unfit", most=CASELOAD_CEILING_MOST)
    row, (place_id, area) = CaseloadCeilingRow, where
    event = CeilingSet(actor=actor, at=at, object_id=place_id, area=area, count=most)
    with transaction(session, event):
        place = session.execute(
            select(PlaceRow.id).where(
                PlaceRow.id == place_id, places_within(actor, Permission.CEILING_SET)
            )
        ).scalar_one_or_none()
        if place is None:
            raise OutOfReachError("place")
        if session.get(AreaRow, area) is None:
            raise InvalidError("unknown_area")
        stands = session.execute(
            select(row.id, row.most).where(
                row.place_id == place_id,
                row.area_code == area,
                row.from_on == from_on,
                row.ended_at.is_(None),
            )
        ).one_or_none()
        if stands is not None and stands.most == most:
            return int(stands.id)
        if stands is not None:
            end_row(session, row, stands.id, EndedWhy.CORRECTED, (actor.account_id, at))
        values = {"place_id": place_id, "area_code": area, "from_on": from_on, "most": most}
        return write_row(session, row, values, actor.account_id, at)
