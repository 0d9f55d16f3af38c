"""The register of centres as those within reach see it: by name, never by rank."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.name_order import branch_key
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.supervision import SessionState
from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PlaceRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.reach import centres_within, places_of_centres, places_within


@dataclass(frozen=True, slots=True)
class CentreLine:
    """A centre in a list.

    Attributes:
        id: The centre.
        code: Its code in the register.
        name: Its name.
        place_code: Code of the place it stands in.
        place: The place's name.
        areas: Names of its areas.
    """

    id: int
    code: str
    name: BilingualText
    place_code: str
    place: BilingualText
    areas: tuple[BilingualText, ...]


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place to filter by.

    Attributes:
        id: The place.
        name: Its name.
        depth: Steps below the topmost of the choices.
    """

    id: int
    name: BilingualText
    depth: int


@dataclass(frozen=True, slots=True)
class CentreHead:
    """A centre as the head of its pages names it.

    Attributes:
        id: The centre.
        code: Its code in the register.
        name: Its name.
        places: Names of its places, from the root down.
        areas: Code and name of its areas, in the register's order.
        next_session: Id and day of the next planned session; None when there is none or the
            actor may not see sessions.
    """

    id: int
    code: str
    name: BilingualText
    places: tuple[BilingualText, ...]
    areas: tuple[tuple[str, BilingualText], ...]
    next_session: tuple[int, date] | None


@dataclass(frozen=True, slots=True)
class CentreFilter:
    """What a list of centres is narrowed to.

    Attributes:
        words: Part of a name in either language, or of the code; empty for every centre.
        place_id: A place and all below it; None for everywhere.
        area: An area of expertise; empty for every one.
    """

    words: str = ""
    place_id: int | None = None
    area: str = ""


def centres_page(
    session: Session,
    actor: Actor,
    wanted: CentreFilter,
    after: tuple[str, str] | None = None,
) -> tuple[CentreLine, ...]:
    """List centres within reach, by code of the place and code of the centre.

    Args:
        session: A database session.
        actor: Who asks.
        wanted: What the list is narrowed to.
        after: Code of the place and code of the last centre of the page before; None starts.

    Returns:
        One row more than a page, when there are more.
    """
    query = (
        select(
            CentreRow.id,
            CentreRow.code,
            CentreRow.name_zh,
            CentreRow.name_en,
            PlaceRow.code.label("place_code"),
            PlaceRow.name_zh.label("place_zh"),
            PlaceRow.name_en.label("place_en"),
        )
        .join(PlaceRow, PlaceRow.id == CentreRow.place_id)
        .where(centres_within(actor, Permission.CENTRE_READ), _narrowed(wanted))
        .order_by(PlaceRow.code, CentreRow.code)
        .limit(ROWS_PER_PAGE + 1)
    )
    if after is not None:
        place, code = after
        beyond = and_(PlaceRow.code == place, CentreRow.code > code)
        query = query.where(or_(PlaceRow.code > place, beyond))
    rows = session.execute(query).all()
    areas = areas_of_centres(session, [row.id for row in rows])
    return tuple(
        CentreLine(
            row.id,
            row.code,
            BilingualText(row.name_zh, row.name_en),
            row.place_code,
            BilingualText(row.place_zh, row.place_en),
            tuple(areas[row.id].values()),
        )
        for row in rows
    )


def count_centres(session: Session, actor: Actor, wanted: CentreFilter) -> int:
    """Count the centres of a list.

    Args:
        session: A database session.
        actor: Who asks.
        wanted: What the list is narrowed to.

    Returns:
        How many are within reach.
    """
    return session.execute(
        select(func.count())
        .select_from(CentreRow)
        .where(centres_within(actor, Permission.CENTRE_READ), _narrowed(wanted))
    ).scalar_one()


def centre_head(session: Session, actor: Actor, centre_id: int, today: date) -> CentreHead | None:
    """Find a centre within reach, with its places, areas and next session.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: Which centre.
        today: Local date; sessions before it are over.

    Returns:
        The centre; None when there is none or it is out of reach.
    """
    row = session.execute(
        select(CentreRow.code, CentreRow.name_zh, CentreRow.name_en, CentreRow.place_path).where(
            CentreRow.id == centre_id, centres_within(actor, Permission.CENTRE_READ)
        )
    ).one_or_none()
    if row is None:
        return None
    return CentreHead(
        centre_id,
        row.code,
        BilingualText(row.name_zh, row.name_en),
        _places_of(session, row.place_path),
        tuple(areas_of_centres(session, [centre_id])[centre_id].items()),
        _next_session(session, actor, centre_id, today),
    )


def area_names(session: Session) -> tuple[tuple[str, BilingualText], ...]:
    """List the areas of expertise.

    Args:
        session: A database session.

    Returns:
        Code and name, in the register's order.
    """
    rows = session.execute(
        select(AreaRow.code, AreaRow.name_zh, AreaRow.name_en).order_by(
            AreaRow.position, AreaRow.code
        )
    )
    return tuple((row.code, BilingualText(row.name_zh, row.name_en)) for row in rows)


def areas_of_centres(
    session: Session, centres: Collection[int]
) -> dict[int, dict[str, BilingualText]]:
    """List the areas of some centres that are known to be in reach.

    Args:
        session: A database session.
        centres: The centres.

    Returns:
        Each of them to code and name of its areas, in the register's order.
    """
    rows = session.execute(
        select(CentreAreaRow.centre_id, AreaRow.code, AreaRow.name_zh, AreaRow.name_en)
        .join(AreaRow, AreaRow.code == CentreAreaRow.area_code)
        .where(CentreAreaRow.centre_id.in_(centres))
        .order_by(AreaRow.position, AreaRow.code)
    )
    found: dict[int, dict[str, BilingualText]] = {centre: {} for centre in centres}
    for row in rows:
        found[row.centre_id][row.code] = BilingualText(row.name_zh, row.name_en)
    return found


def place_choices(session: Session, actor: Actor, place_id: int | None) -> tuple[PlaceChoice, ...]:
    """List the places that the list may be narrowed to from here: up the tree and one step down.

    Args:
        session: A database session.
        actor: Who asks.
        place_id: The place chosen now; None when none is.

    Returns:
        From the topmost place within reach down.
    """
    chosen = None if place_id is None else session.get(PlaceRow, place_id)
    wanted = [_topmost(actor)]
    if chosen is not None:
        wanted.append(PlaceRow.id.in_([int(node) for node in chosen.path.split("/") if node]))
        wanted.append(PlaceRow.parent_id == chosen.id)
    rows = session.execute(
        select(PlaceRow.id, PlaceRow.path, PlaceRow.code, PlaceRow.name_zh, PlaceRow.name_en).where(
            or_(*wanted), places_within(actor, Permission.CENTRE_READ)
        )
    ).all()
    codes = {row.path: row.code for row in rows}
    least = min((row.path.count("/") for row in rows), default=0)
    return tuple(
        PlaceChoice(row.id, BilingualText(row.name_zh, row.name_en), row.path.count("/") - least)
        for row in sorted(rows, key=lambda row: branch_key(row.path, codes))
    )


def _topmost(actor: Actor) -> ColumnElement[bool]:
    reach = reach_of(actor, Permission.CENTRE_READ)
    if reach.is_everything:
        return PlaceRow.parent_id.is_(None)
    return or_(PlaceRow.path.in_(sorted(reach.place_paths)), places_of_centres(reach))


def _narrowed(wanted: CentreFilter) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    if wanted.words:
        lower = wanted.words.lower()
        parts.append(
            or_(
                # LIKE minds the size of letters on one database only
                func.lower(CentreRow.name_zh).contains(lower, autoescape=True),
                func.lower(CentreRow.name_en).contains(lower, autoescape=True),
                func.lower(CentreRow.code).contains(lower, autoescape=True),
            )
        )
    if wanted.place_id is not None:
        node = f"{wanted.place_id}/"
        parts.append(
            or_(CentreRow.place_path.startswith(node), CentreRow.place_path.contains(f"/{node}"))
        )
    if wanted.area:
        works = select(CentreAreaRow.centre_id).where(CentreAreaRow.area_code == wanted.area)
        parts.append(CentreRow.id.in_(works))
    return and_(*parts)


def _places_of(session: Session, path: str) -> tuple[BilingualText, ...]:
    nodes = [int(node) for node in path.split("/") if node]
    rows = session.execute(
        select(PlaceRow.name_zh, PlaceRow.name_en)
        .where(PlaceRow.id.in_(nodes))
        .order_by(func.length(PlaceRow.path))
    )
    return tuple(BilingualText(row.name_zh, row.name_en) for row in rows)


def _next_session(
    session: Session, actor: Actor, centre_id: int, today: date
) -> tuple[int, date] | None:
    row = session.execute(
        select(SupervisionSessionRow.id, SupervisionSessionRow.planned_on)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(
            CentreRow.id == centre_id,
            centres_within(actor, Permission.SESSION_READ),
            SupervisionSessionRow.state == SessionState.PLANNED.value,
            SupervisionSessionRow.planned_on >= today,
        )
        .order_by(SupervisionSessionRow.planned_on, SupervisionSessionRow.id)
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.id, row.planned_on)
