"""Add the centres of a list, all or none."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import PlacesChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.register import NewCentre
from qa_app.models.centres import write_centre
from qa_app.models.places import CentreRow
from qa_app.models.transaction import transaction


def add_centres(
    session: Session, actor: Actor, centres: Sequence[NewCentre], *, at: datetime
) -> int:
    """Add the centres that are not there yet.

    Args:
        session: A database session.
        actor: Who adds them.
        centres: What is added; a centre whose code is known already stays as it stands.
        at: The present.

    Returns:
        How many were added.

    Raises:
        NotAllowedError: The actor may not change the register of centres.
        InvalidError: What `write_centre` finds of one of them; none is added then.
    """
    if not may(actor, Permission.PLACE_EDIT):
        raise NotAllowedError("place:edit")
    reach = reach_of(actor, Permission.PLACE_EDIT)
    event = PlacesChanged(actor=actor, at=at, what="centre", count=0)
    with transaction(session, event) as act:
        known = set(session.execute(select(CentreRow.code)).scalars())
        fresh = {new.code: new for new in centres if new.code not in known}
        for new in fresh.values():
            write_centre(session, new, reach)
        act.learn(count=len(fresh))
    return len(fresh)
