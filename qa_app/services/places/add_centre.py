"""Add a resource centre with its areas."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.events import PlacesChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PlaceRow
from qa_app.models.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewCentre:
    """A centre to be added.

    Attributes:
        code: Its code, unique in the network.
        name: Its name.
        place: Code of the place it stands in.
        kind: Kind of organisation, as rubrics name them.
        areas: Codes of its areas, at least one.
        onboarded_on: When it joined; None when unknown.
    """

    code: str
    name: BilingualText
    place: str
    kind: str
    areas: tuple[str, ...]
    onboarded_on: date | None = None


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
        InvalidError: The code is taken, the place or an area is unknown, or no area is given.
    """
    if not may(actor, Permission.PLACE_EDIT):
        raise NotAllowedError("place:edit")
    with transaction(session, PlacesChanged(actor=actor, at=at, what="centre", count=1)) as act:
        if session.execute(select(CentreRow.id).where(CentreRow.code == new.code)).first():
            raise InvalidError("code_taken", centre=new.code)
        place = session.execute(
            select(PlaceRow.id, PlaceRow.path).where(PlaceRow.code == new.place)
        ).one_or_none()
        known = set(session.execute(select(AreaRow.code)).scalars())
        if place is None:
            raise InvalidError("unknown_place", place=new.place)
        if not new.areas or not known.issuperset(new.areas):
            raise InvalidError("unknown_area")
        centre_id = session.execute(
            insert(CentreRow)
            .values(
                code=new.code,
                place_id=place.id,
                place_path=place.path,
                name_zh=new.name.zh,
                name_en=new.name.en,
                kind=new.kind,
                onboarded_on=new.onboarded_on,
            )
            .returning(CentreRow.id)
        ).scalar_one()
        session.execute(
            insert(CentreAreaRow),
            [{"centre_id": centre_id, "area_code": area} for area in dict.fromkeys(new.areas)],
        )
        act.learn(object_id=centre_id, centre_id=centre_id)
    return centre_id
