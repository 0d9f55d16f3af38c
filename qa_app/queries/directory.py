"""Who helps where: centres by district with their areas and contact routes; no person."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.models.centre_register import CentreProfileRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.recorded import known
from qa_app.queries.centre_papers import areas_of
from qa_app.queries.reach import centres_within, open_on, places_within


@dataclass(frozen=True, slots=True)
class ListedCentre:
    """A centre of the directory.

    Attributes:
        id: The centre.
        name: Its name.
        kind: Kind of organisation.
        partner: Code of its kind of partner; empty when nobody has said it.
        contact: By which route it is reached; empty likewise.
        areas: Codes of its areas.
        place_id: The place it stands in.
    """

    id: int
    name: BilingualText
    kind: str
    partner: str
    contact: BilingualText
    areas: tuple[str, ...]
    place_id: int


@dataclass(frozen=True, slots=True)
class District:
    """A district of the directory.

    Attributes:
        id: The place.
        code: Its code.
        name: Its name.
        centres: Its centres, by code.
    """

    id: int
    code: str
    name: BilingualText
    centres: tuple[ListedCentre, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the directory is narrowed to; what is empty narrows nothing."""

    place: str = ""
    area: str = ""
    kind: str = ""


def directory(
    session: Session, actor: Actor, wanted: Wanted, at: datetime, today: date
) -> tuple[District, ...]:
    """List the centres that an actor may know of, by district.

    Args:
        session: A database session.
        actor: Who asks.
        wanted: What it is narrowed to.
        at: The present.
        today: The local day.

    Returns:
        Every district within reach, also those without a centre, and every other place that has
        one; by code.
    """
    profile = CentreProfileRow
    within = centres_within(actor, Permission.DIRECTORY_READ)
    rows = session.execute(
        select(CentreRow, profile.partner, profile.contact_zh, profile.contact_en)
        .outerjoin(profile, and_(profile.centre_id == CentreRow.id, known(profile, at)))
        .where(within, CentreRow.source == "", open_on(today))
        .order_by(CentreRow.code)
    ).all()
    areas = areas_of(session, within)
    centres = [
        ListedCentre(
            row.id,
            BilingualText(row.name_zh, row.name_en),
            row.kind,
            partner or "",
            BilingualText(zh or "", en or ""),
            areas.get(row.id, ()),
            row.place_id,
        )
        for row, partner, zh, en in rows
    ]
    held = {one.place_id for one in centres}
    places = session.execute(
        select(PlaceRow)
        .where(
            or_(
                PlaceRow.id.in_(held),
                and_(
                    PlaceRow.level == "district",
                    places_within(actor, Permission.DIRECTORY_READ),
                ),
            )
        )
        .order_by(PlaceRow.code)
    ).scalars()
    return tuple(
        District(
            place.id,
            place.code,
            BilingualText(place.name_zh, place.name_en),
            tuple(one for one in centres if one.place_id == place.id and _fits(one, wanted)),
        )
        for place in places
        if wanted.place in {"", place.code}
    )


def _fits(one: ListedCentre, wanted: Wanted) -> bool:
    return wanted.area in {"", *one.areas} and wanted.kind in {"", one.kind}
