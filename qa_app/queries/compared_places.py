"""Which centres of a place are compared, and for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from qa_app.domain.compared_months import Twelve
from qa_app.domain.defaults import COMPARED_MOST
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.people import Actor, Reach
from qa_app.domain.permissions import Permission, reach_of, reach_over_others
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.queries.trends import Scope, ScopeKind

NETWORK_ID = NO_CENTRE = 0


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """Where centres are compared.

    Attributes:
        scope: The place, or the network.
        path: Its path in the area tree; empty for the network.
        above: Id and name of the place above; None at the top of what is in reach.
    """

    scope: Scope
    path: str
    above: tuple[int, BilingualText] | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A centre or a place below.

    Attributes:
        scope: Its name among the totals.
        object_id: The centre or place.
        is_place: True for a place.
        code: Its code.
        name: Its name.
        path: Path of the place, or of the place that the centre stands in.
    """

    scope: str
    object_id: int
    is_place: bool
    code: str
    name: BilingualText
    path: str


def compared_place(
    session: Session, actor: Actor, place_id: int, today: date | None = None
) -> ComparedPlace | None:
    """Find a place all of whose centres are within reach.

    Args:
        session: A database session.
        actor: Who asks.
        place_id: Which place; 0 is the whole network.
        today: Local day, for what is not over.

    Returns:
        The place; None when there is none or a part of it is out of reach.
    """
    reach, others = reach_of(actor, Permission.COMPARISON_READ), reach_over_others(actor)
    running = None if today is None else month_of(today)
    if place_id == NETWORK_ID:
        scope = Scope(ScopeKind.NETWORK, 0, BilingualText(), others.is_everything, running=running)
        return ComparedPlace(scope, "", None) if reach.is_everything else None
    row = session.execute(_PLACES.where(PlaceRow.id == place_id)).one_or_none()
    if row is None or not reach.covers(NO_CENTRE, row.path):
        return None
    sees_files = others.covers(NO_CENTRE, row.path)
    name = BilingualText(row.name_zh, row.name_en)
    scope = Scope(ScopeKind.PLACE, place_id, name, sees_files, row.code, running=running)
    return ComparedPlace(scope, row.path, _above(session, reach, row))


_PLACES = select(
    PlaceRow.id,
    PlaceRow.parent_id,
    PlaceRow.code,
    PlaceRow.name_zh,
    PlaceRow.name_en,
    PlaceRow.path,
)


def _above(session: Session, reach: Reach, row: Any) -> tuple[int, BilingualText] | None:
    above = session.execute(_PLACES.where(PlaceRow.id == row.parent_id)).one_or_none()
    if above is not None and reach.covers(NO_CENTRE, above.path):
        return above.id, BilingualText(above.name_zh, above.name_en)
    return (NETWORK_ID, BilingualText()) if reach.is_everything else None


def places_to_compare(session: Session, actor: Actor) -> tuple[tuple[int, BilingualText], ...]:
    """List the topmost places whose centres an actor may compare.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        Id and name, by code; the network first, with id 0 and without a name, for those whose
        reach is all of it.
    """
    reach = reach_of(actor, Permission.COMPARISON_READ)
    wanted = (
        PlaceRow.parent_id.is_(None)
        if reach.is_everything
        else PlaceRow.path.in_(sorted(reach.place_paths))
    )
    rows = session.execute(_PLACES.where(wanted).order_by(PlaceRow.code))
    found = tuple((row.id, BilingualText(row.name_zh, row.name_en)) for row in rows)
    return ((NETWORK_ID, BilingualText()), *found) if reach.is_everything else found


def places_below(session: Session, place: ComparedPlace) -> tuple[Unit, ...]:
    """List the places one step below.

    Args:
        session: A database session.
        place: Where.

    Returns:
        By code.
    """
    parent = PlaceRow.parent_id == place.scope.object_id if place.path else _IS_TOP
    rows = session.execute(_PLACES.where(parent).order_by(PlaceRow.code))
    return tuple(
        Unit(
            f"p:{row.id}",
            row.id,
            is_place=True,
            code=row.code,
            name=BilingualText(row.name_zh, row.name_en),
            path=row.path,
        )
        for row in rows
    )


_IS_TOP = PlaceRow.parent_id.is_(None)


def units_of(
    session: Session, place: ComparedPlace, below: Sequence[Unit], twelve: Twelve
) -> tuple[Unit, ...]:
    """List what is compared: the centres, or the places below where there are too many.

    Args:
        session: A database session.
        place: Where.
        below: From `places_below`.
        twelve: When; centres that were closed before are left out.

    Returns:
        Centres by code, at most `COMPARED_MOST`; with more of them the places one step below, and
        the centres that stand in none of these.
    """
    within = CentreRow.place_path.startswith(place.path, autoescape=True)
    found = _centres(session, within, twelve, COMPARED_MOST + 1)
    if len(found) <= COMPARED_MOST or not below:
        return found
    own = CentreRow.place_id == place.scope.object_id
    return (*below, *_centres(session, own, twelve, COMPARED_MOST))


def every_centre(session: Session, twelve: Twelve) -> tuple[Unit, ...]:
    """List every centre of the network, however many and whoever asks.

    What shares are held against is made of them, so that it is the same for all.

    Args:
        session: A database session.
        twelve: When; centres that were closed before are left out.

    Returns:
        Centres by code.
    """
    return _centres(session, true(), twelve, None)


def _centres(
    session: Session, condition: ColumnElement[bool], twelve: Twelve, most: int | None
) -> tuple[Unit, ...]:
    rows = session.execute(
        select(
            CentreRow.id,
            CentreRow.code,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.place_path,
        )
        .where(
            condition,
            or_(CentreRow.closed_on.is_(None), CentreRow.closed_on >= first_day(twelve.first)),
        )
        .order_by(CentreRow.code)
        .limit(most)
    )
    return tuple(
        Unit(
            f"c:{row.id}",
            row.id,
            is_place=False,
            code=row.code,
            name=BilingualText(row.name_zh, row.name_en),
            path=row.place_path,
        )
        for row in rows
    )
