"""Centres and places whose matrix and gaps somebody reads."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Reach
from qa_app.domain.permissions import Permission, reach_beyond_own
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.queries.reach import centres_in
from qa_app.queries.trends import Scope, centre_scope, place_scope


@dataclass(frozen=True, slots=True)
class Place:
    """A centre (`c:12`) or a place (`p:3`) by its key, with its name."""

    key: str
    name: BilingualText


@dataclass(frozen=True, slots=True)
class PlaceAsked:
    """A centre or a place that somebody may ask about.

    Attributes:
        place: It.
        scope: Whose files tell of it.
        centres: Condition on `CentreRow` that keeps its centres.
    """

    place: Place
    scope: Scope
    centres: ColumnElement[bool]


def places_of(session: Session, actor: Actor) -> tuple[Place, ...]:
    """List what somebody may ask about: whole places in reach, then centres.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        Places and centres by their codes; nothing for workers, who read their own results alone.
    """
    reach = reach_beyond_own(actor, Permission.COMPETENCY_READ)
    places = session.execute(
        select(PlaceRow.id, PlaceRow.name_zh, PlaceRow.name_en)
        .where(_places_in(reach))
        .order_by(PlaceRow.code)
    )
    centres = session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en)
        .where(centres_in(reach))
        .order_by(CentreRow.code)
    )
    return (
        *(Place(f"p:{one.id}", BilingualText(one.name_zh, one.name_en)) for one in places),
        *(Place(f"c:{one.id}", BilingualText(one.name_zh, one.name_en)) for one in centres),
    )


def place_named(session: Session, actor: Actor, key: str, today: date) -> PlaceAsked | None:
    """Find what an address asks about.

    Args:
        session: A database session.
        actor: Who asks.
        key: Such as `c:12` or `p:3`.
        today: Local day.

    Returns:
        It; None when there is none or a part of it is out of reach.
    """
    kind, _colon, number = key.partition(":")
    reach = reach_beyond_own(actor, Permission.COMPETENCY_READ)
    found = next((one for one in places_of(session, actor) if one.key == key), None)
    if found is None:
        return None
    if kind == "c":
        scope = centre_scope(session, actor, int(number), today)
        within = CentreRow.id == int(number)
    else:
        scope = place_scope(session, actor, int(number))
        path = "" if scope is None else scope.place_path
        within = CentreRow.place_path.startswith(path, autoescape=True)
    return None if scope is None else PlaceAsked(found, scope, within & centres_in(reach))


def _places_in(reach: Reach) -> ColumnElement[bool]:
    if reach.is_everything:
        return true()
    paths = [PlaceRow.path.startswith(path, autoescape=True) for path in sorted(reach.place_paths)]
    return or_(*paths) if paths else false()
