"""Add a resource centre with its areas."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import PlacesChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.register import NewCentre
from qa_app.models.centres import write_centre
from qa_app.models.transaction import transaction
from qa_app.models.twins import one_of_a_kind

__all__ = ["NewCentre", "add_centre"]


def add_centre(session: Session, actor: Actor, new: NewCentre, *, at: datetime) -> int:
    """Add a centre.

    Args:
        session: A database session.
        actor: Who adds it.
        new: What is added.
        at: The present.

    Returns:
        The centre.

    Raises:
        NotAllowedError: The actor may not change the register of centres.
        InvalidError: What `write_centre` finds.
    """
    if not may(actor, Permission.PLACE_EDIT):
        raise NotAllowedError("place:edit")
    event = PlacesChanged(actor=actor, at=at, what="centre", count=1)
    with one_of_a_kind("code_taken"), transaction(session, event) as act:
        centre_id = write_centre(session, new, reach_of(actor, Permission.PLACE_EDIT))
        act.learn(object_id=centre_id, centre_id=centre_id)
    return centre_id
