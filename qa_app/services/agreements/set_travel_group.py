"""Say which centres are visited on the same journey."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from qa_app.domain.agreement_events import TravelGroupSet
from qa_app.domain.defaults import TRAVEL_GROUP_MOST
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.agreements import TravelGroupRow
from qa_app.models.places import CentreRow
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.reach import centres_within


def set_travel_group(
    session: Session, actor: Actor, name: str, centres: Collection[int], *, at: datetime
) -> None:
    """Put centres into a travel group, or take them out of theirs.

    Args:
        session: A database session.
        actor: Who makes agreements there.
        name: Name of the group; empty takes the centres out.
        centres: The centres; each is in one group at most.
        at: The present.

    Raises:
        OutOfReachError: One of them does not exist where the actor makes agreements.
        InvalidError: No centre is named (`no_centre`), or the name is too long (`name_long`).
    """
    called, wanted = " ".join(name.split()), sorted(set(centres))
    if not wanted:
        raise InvalidError("no_centre")
    if len(called) > TRAVEL_GROUP_MOST:
        raise InvalidError("name_long", most=TRAVEL_GROUP_MOST)
    event = TravelGroupSet(actor=actor, at=at, count=len(wanted))
    with transaction(session, event):
        query = select(CentreRow.id).where(
            CentreRow.id.in_(wanted), centres_within(actor, Permission.AGREEMENT_MAKE)
        )
        if lock_rows(session):
            query = query.with_for_update()
        if set(session.execute(query).scalars()) != set(wanted):
            raise OutOfReachError("centre")
        session.execute(delete(TravelGroupRow).where(TravelGroupRow.centre_id.in_(wanted)))
        if called:
            rows = [{"centre_id": one, "name": called} for one in wanted]
            session.execute(insert(TravelGroupRow), rows)
