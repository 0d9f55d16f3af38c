"""Add a worker of a centre, by code."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.events import PlacesChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.register import NewPractitioner, is_first_day, is_register_code
from qa_app.models.new_workers import put_in_post
from qa_app.models.places import CentreAreaRow, CentreRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.transaction import transaction
from qa_app.models.twins import one_of_a_kind
from qa_app.queries.reach import centres_within

__all__ = ["NewPractitioner", "add_practitioner"]


@looking_beyond(Beyond.ADMINISTRATION)
def add_practitioner(session: Session, actor: Actor, new: NewPractitioner, *, at: datetime) -> int:
    """Add a worker.

    Args:
        session: A database session.
        actor: Who adds the worker.
        new: Who is added.
        at: The present.

    Returns:
        The practitioner.

    Raises:
        NotAllowedError: The actor may not change the register.
        InvalidError: The code is no code, the centre is unknown, out of reach or does not
            work in the area, the code is taken, or the first day lies too far ahead (`first_day`;
            held against the day by UTC, hours do not matter to it).
    """
    if not may(actor, Permission.PLACE_EDIT):
        raise NotAllowedError("place:edit")
    if not is_register_code(new.code):
        raise InvalidError("not_a_code", practitioner=new.code)
    if not is_first_day(new.started_on, at.date()):
        raise InvalidError("first_day", practitioner=new.code)
    event = PlacesChanged(actor=actor, at=at, what="practitioner", count=1)
    with one_of_a_kind("code_taken"), transaction(session, event) as act:
        centre_id = session.execute(
            select(CentreRow.id)
            .join(CentreAreaRow, CentreAreaRow.centre_id == CentreRow.id)
            .where(
                CentreRow.code == new.centre,
                CentreAreaRow.area_code == new.area,
                centres_within(actor, Permission.PLACE_EDIT),
            )
        ).scalar_one_or_none()
        if centre_id is None:
            raise InvalidError("unknown_centre", centre=new.centre)
        taken = session.execute(
            select(PractitionerRow.id).where(
                PractitionerRow.centre_id == centre_id, PractitionerRow.code == new.code
            )
        )
        if taken.first():
            raise InvalidError("code_taken", practitioner=new.code)
        values = {"code": new.code, "area_code": new.area, "started_on": new.started_on}
        whole = {"centre_id": centre_id, **values}
        (practitioner_id,) = put_in_post(session, [whole], actor.account_id, at)
        act.learn(object_id=practitioner_id, centre_id=centre_id)
    return practitioner_id
