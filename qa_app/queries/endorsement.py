"""Which centres can be held against the criteria, by whom, and what the list is narrowed to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, not_, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_period import period_until
from qa_app.domain.name_order import branch_key
from qa_app.domain.people import Actor, Reach, Role
from qa_app.domain.permissions import Permission, reach_of, reach_over_others
from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PlaceRow
from qa_app.queries.area_evidence import evidence_within
from qa_app.queries.reach import centres_in, centres_within, open_on


@dataclass(frozen=True, slots=True)
class EvidenceBounds:
    """What is looked at within an actor's reach.

    Attributes:
        area: Only this area; empty for every one.
        place_id: Only centres in this place's branch; None for every one.
        centre_id: Only this centre; None for every one.
    """

    area: str = ""
    place_id: int | None = None
    centre_id: int | None = None


NO_BOUNDS = EvidenceBounds()

Within = ColumnElement[bool]
"""A condition on `CentreRow`."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list of centres can be narrowed to.

    Attributes:
        areas: Code and name of areas that centres in reach work in.
        places: Id, name and depth of places that hold centres in reach, top down.
    """

    areas: tuple[tuple[str, BilingualText], ...]
    places: tuple[tuple[int, BilingualText, int], ...]


def criteria_within(
    session: Session, actor: Actor, as_of: date, bounds: EvidenceBounds = NO_BOUNDS
) -> ColumnElement[bool]:
    """Give the condition of centres whose criteria somebody asks for.

    Args:
        session: A database session.
        actor: Who asks.
        as_of: Centres that had closed by this local day are left out.
        bounds: What is looked at within the reach; its area is no condition on centres.

    Returns:
        A condition on `CentreRow`.
    """
    within = and_(centres_within(actor, Permission.CRITERIA_READ), open_on(as_of))
    if bounds.centre_id is not None:
        within = and_(within, CentreRow.id == bounds.centre_id)
    if bounds.place_id is None:
        return within
    path = session.execute(select(PlaceRow.path).where(PlaceRow.id == bounds.place_id)).scalar()
    return and_(within, CentreRow.place_path.startswith(path or "none/", autoescape=True))


def at_places(within: Within, paths: Iterable[str]) -> Within:
    """Give the condition of those centres that stand in some places.

    Args:
        within: Condition on `CentreRow`.
        paths: Paths of the places; places below them do not count.

    Returns:
        A condition on `CentreRow`.
    """
    return and_(within, CentreRow.place_path.in_(list(paths)))


def places_and_areas(
    session: Session, within: ColumnElement[bool], area: str
) -> tuple[tuple[str, int], ...]:
    """Count areas of centres by the place that the centres stand in.

    Args:
        session: A database session.
        within: Condition on `CentreRow`.
        area: Only this area; empty for every one.

    Returns:
        Path of each place with its number of areas of centres, by path.
    """
    query = (
        select(CentreRow.place_path, func.count())
        .join(CentreAreaRow, CentreAreaRow.centre_id == CentreRow.id)
        .where(within)
        .group_by(CentreRow.place_path)
        .order_by(CentreRow.place_path)
    )
    if area:
        query = query.where(CentreAreaRow.area_code == area)
    return tuple((path, count) for path, count in session.execute(query))


def sealed_areas(
    session: Session, within: ColumnElement[bool], as_of: date, known_at: datetime | None
) -> frozenset[tuple[int, str]]:
    """Find areas of centres whose evidence holds sealed readings: it never leaves the platform.

    Args:
        session: A database session.
        within: Condition on `CentreRow`.
        as_of: Last local day that counts.
        known_at: Only what was known then; None for the present.

    Returns:
        Centre and code of the area.
    """
    found = evidence_within(session, period_until(as_of), within, (), known_at=known_at)
    return frozenset((one.centre_id, one.area_code) for one in found if one.has_sealed)


def sees_halves_only(session: Session, actor: Actor) -> bool:
    """Tell whether an actor sees aggregates of some centre only, so that past days end half-years.

    The days are chosen for the whole list, so one centre whose audits they may not read is
    enough.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        False for people who may read the audits of every centre within reach.
    """
    listed, files = reach_of(actor, Permission.CRITERIA_READ), reach_over_others(actor)
    if listed == files:
        return False
    aggregates = select(CentreRow.id).where(centres_in(listed), not_(centres_in(files)))
    return session.execute(aggregates.limit(1)).first() is not None


def works_within(actor: Actor) -> Reach:
    """Give the centres of whose files an actor reads their own, as those who work there do.

    Args:
        actor: Who asks.

    Returns:
        The joined reach of their grants as a caseworker; by another grant they may read all files
        of some of these centres.
    """
    return actor.reach_as({Role.CASEWORKER})


def criteria_choices(session: Session, actor: Actor) -> Choices:
    """List what the centres within reach can be narrowed to.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        Areas in their order, places from the root down.
    """
    reach = centres_within(actor, Permission.CRITERIA_READ)
    areas = session.execute(
        select(AreaRow.code, AreaRow.name_zh, AreaRow.name_en)
        .where(
            AreaRow.code.in_(
                select(CentreAreaRow.area_code)
                .join(CentreRow, CentreRow.id == CentreAreaRow.centre_id)
                .where(reach)
            )
        )
        .order_by(AreaRow.position, AreaRow.code)
    ).all()
    paths = session.execute(select(CentreRow.place_path).where(reach).distinct()).scalars()
    holding = {int(node) for path in paths for node in path.split("/") if node}
    rows = session.execute(
        select(PlaceRow.id, PlaceRow.name_zh, PlaceRow.name_en, PlaceRow.path, PlaceRow.code)
    ).all()
    codes = {row.path: row.code for row in rows}
    places = sorted(rows, key=lambda row: branch_key(row.path, codes))
    return Choices(
        tuple((row.code, BilingualText(row.name_zh, row.name_en)) for row in areas),
        tuple(
            (row.id, BilingualText(row.name_zh, row.name_en), row.path.count("/") - 1)
            for row in places
            if row.id in holding
        ),
    )


def criteria_centre(session: Session, actor: Actor, centre_id: int) -> BilingualText | None:
    """Find a centre that can be held against the criteria.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: Which centre.

    Returns:
        Its name; None when there is none or it is out of reach.
    """
    row = session.execute(
        select(CentreRow.name_zh, CentreRow.name_en).where(
            CentreRow.id == centre_id, centres_within(actor, Permission.CRITERIA_READ)
        )
    ).one_or_none()
    return None if row is None else BilingualText(row.name_zh, row.name_en)


def criteria_place(session: Session, actor: Actor, centre_id: int) -> str | None:
    """Find where a centre stands that can be held against the criteria.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: Which centre.

    Returns:
        Path of its place; None when there is none or it is out of reach.
    """
    return session.execute(
        select(CentreRow.place_path).where(
            CentreRow.id == centre_id, centres_within(actor, Permission.CRITERIA_READ)
        )
    ).scalar_one_or_none()
