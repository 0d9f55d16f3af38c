"""What final reviews say of every centre's areas, from totals and never from audits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, not_, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_period import Period
from qa_app.domain.endorsement import Evidence
from qa_app.domain.name_order import branch_key
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of, reach_over_others
from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PlaceRow
from qa_app.queries.area_evidence import evidence_within
from qa_app.queries.reach import centres_in, centres_within, open_on


@dataclass(frozen=True, slots=True)
class CentreArea:
    """One area of one centre with its evidence.

    Attributes:
        centre_id: The centre.
        name: Its name.
        kind: Kind of organisation.
        place_name: Name of the place it stands in.
        area_code: The area.
        area_name: Its name.
        is_case_level: True when the actor may read the centre's files themselves.
        has_sealed: True when sealed readings are among the evidence.
        evidence: What final results of random and census samples say.
    """

    centre_id: int
    name: BilingualText
    kind: str
    place_name: BilingualText
    area_code: str
    area_name: BilingualText
    is_case_level: bool
    has_sealed: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is looked at within an actor's reach.

    Attributes:
        area: Only this area; empty for every one.
        place_id: Only centres in this place's branch; None for every one.
        centre_id: Only this centre; None for every one.
    """

    area: str = ""
    place_id: int | None = None
    centre_id: int | None = None


NO_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list of centres can be narrowed to.

    Attributes:
        areas: Code and name of areas that centres in reach work in.
        places: Id, name and depth of places that hold centres in reach, top down.
    """

    areas: tuple[tuple[str, BilingualText], ...]
    places: tuple[tuple[int, BilingualText, int], ...]


def centre_areas(
    session: Session,
    actor: Actor,
    period: Period,
    tags: Collection[str],
    bounds: Bounds = NO_BOUNDS,
) -> tuple[CentreArea, ...]:
    """Gather the evidence of every area of every centre within reach.

    The number of queries does not grow with centres, areas or files.

    Args:
        session: A database session.
        actor: Who asks.
        period: Which months are counted.
        tags: Tags of items whose answers are counted.
        bounds: What is looked at within the reach.

    Returns:
        By code of the place, code of the centre and position of the area, never by rank;
        centres that have closed are left out. Sealed
        readings are left out where fewer than `FILES_PER_POINT` of them were counted.
    """
    within = _within(session, actor, period.as_of, bounds)
    files = reach_over_others(actor)
    return tuple(
        CentreArea(
            centre_id=one.centre_id,
            name=one.name,
            kind=one.kind,
            place_name=one.place_name,
            area_code=one.area_code,
            area_name=one.area_name,
            is_case_level=files.covers(one.centre_id, one.place_path),
            has_sealed=one.has_sealed,
            evidence=one.evidence,
        )
        for one in evidence_within(session, period, within, tags, area=bounds.area)
    )


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
        select(PlaceRow.id, PlaceRow.name_zh, PlaceRow.name_en, PlaceRow.path)
    ).all()
    names = {row.path: row.name_zh for row in rows}
    places = sorted(rows, key=lambda row: branch_key(row.path, names))
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


def _within(session: Session, actor: Actor, as_of: date, bounds: Bounds) -> ColumnElement[bool]:
    within = and_(
        centres_within(actor, Permission.CRITERIA_READ),
        open_on(as_of),
    )
    if bounds.centre_id is not None:
        within = and_(within, CentreRow.id == bounds.centre_id)
    if bounds.place_id is None:
        return within
    path = session.execute(select(PlaceRow.path).where(PlaceRow.id == bounds.place_id)).scalar()
    return and_(within, CentreRow.place_path.startswith(path or "none/", autoescape=True))
