"""The register of places, centres and workers, for those who keep it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow, CentreRow, PlaceRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.centres import areas_of_centres
from qa_app.queries.reach import centres_within, open_on, places_within


@dataclass(frozen=True, slots=True)
class PlaceNode:
    """A node of the area tree.

    Attributes:
        id: The place.
        parent_id: The node above; None for a province.
        code: Its code.
        level: `province`, `city` or `district`, or a level of an imported history.
        name: Its name.
        path: Ids from the root down, such as `1/3/7/`.
        depth: Steps below the topmost node within reach.
        centre_count: Centres in its whole branch.
    """

    id: int
    parent_id: int | None
    code: str
    level: str
    name: BilingualText
    path: str
    depth: int
    centre_count: int


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A centre in a list.

    Attributes:
        id: The centre.
        code: Its code.
        name: Its name.
        kind: Kind of organisation.
        place: Name of its place.
        areas: Names of its areas.
        practitioner_count: Workers in post.
    """

    id: int
    code: str
    name: BilingualText
    kind: str
    place: BilingualText
    areas: tuple[BilingualText, ...]
    practitioner_count: int


@dataclass(frozen=True, slots=True)
class CentreChoice:
    """A centre that may be chosen.

    Attributes:
        code: Its code.
        name: Its name.
        place: Name of its place.
    """

    code: str
    name: BilingualText
    place: BilingualText


@dataclass(frozen=True, slots=True)
class CentreCard:
    """A centre as the register has it.

    Attributes:
        id: The centre.
        code: Its code.
        name: Its name.
        kind: Kind of organisation.
        place_id: Its place.
        place: Name of its place.
        areas: Code to name of its areas.
        onboarded_on: When it joined; None when unknown.
    """

    id: int
    code: str
    name: BilingualText
    kind: str
    place_id: int
    place: BilingualText
    areas: Mapping[str, BilingualText]
    onboarded_on: date | None


@dataclass(frozen=True, slots=True)
class PractitionerLine:
    """A worker in a list.

    Attributes:
        id: The worker.
        code: Their code.
        area: Name of their area.
        started_on: First day in post.
        ended_on: Last day in post; None while in post.
    """

    id: int
    code: str
    area: BilingualText
    started_on: date
    ended_on: date | None


def place_names(session: Session) -> tuple[tuple[str, BilingualText], ...]:
    """List every place by name; names of places are no secret.

    Args:
        session: A database session.

    Returns:
        Code and name, by code.
    """
    columns = (PlaceRow.code, PlaceRow.name_zh, PlaceRow.name_en)
    rows = session.execute(select(*columns).order_by(PlaceRow.code))
    return tuple((row.code, BilingualText(row.name_zh, row.name_en)) for row in rows)


def area_tree(session: Session, actor: Actor, permission: Permission) -> tuple[PlaceNode, ...]:
    """List the nodes of the area tree within reach, each above its branch.

    Args:
        session: A database session.
        actor: Who asks.
        permission: What they want to do there.

    Returns:
        In order of the tree, branches by code.
    """
    rows = session.execute(
        select(
            PlaceRow.id,
            PlaceRow.parent_id,
            PlaceRow.code,
            PlaceRow.level,
            PlaceRow.name_zh,
            PlaceRow.name_en,
            PlaceRow.path,
        ).where(places_within(actor, permission))
    ).all()
    counts = session.execute(
        select(CentreRow.place_path, func.count().label("n")).group_by(CentreRow.place_path)
    ).all()
    there = {row.id for row in rows}
    keys: dict[int, tuple[str, ...]] = {}
    for row in sorted(rows, key=lambda row: row.path.count("/")):
        keys[row.id] = (*keys.get(row.parent_id, ()), row.code)
    return tuple(
        PlaceNode(
            row.id,
            row.parent_id if row.parent_id in there else None,
            row.code,
            row.level,
            BilingualText(row.name_zh, row.name_en),
            row.path,
            len(keys[row.id]) - 1,
            sum(one.n for one in counts if one.place_path.startswith(row.path)),
        )
        for row in sorted(rows, key=lambda row: keys[row.id])
    )


@looking_beyond(Beyond.ADMINISTRATION)
def centres_below(
    session: Session, actor: Actor, place: PlaceNode, after: str = ""
) -> tuple[RegisterLine, ...]:
    """List the centres of a branch by code.

    Args:
        session: A database session.
        actor: Who asks.
        place: The branch.
        after: The last code of the page before; empty starts at the first.

    Returns:
        One more than a page, when there are more.
    """
    workers = (
        select(func.count())
        .where(PractitionerRow.centre_id == CentreRow.id, PractitionerRow.ended_on.is_(None))
        .correlate(CentreRow)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            CentreRow.id,
            CentreRow.code,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.kind,
            PlaceRow.name_zh.label("place_zh"),
            PlaceRow.name_en.label("place_en"),
            workers.label("workers"),
        )
        .join(PlaceRow, PlaceRow.id == CentreRow.place_id)
        .where(
            CentreRow.place_path.startswith(place.path, autoescape=True),
            centres_within(actor, Permission.PLACE_EDIT),
            CentreRow.code > after,
        )
        .order_by(CentreRow.code)
        .limit(ROWS_PER_PAGE + 1)
    ).all()
    areas = areas_of_centres(session, [row.id for row in rows])
    return tuple(
        RegisterLine(
            row.id,
            row.code,
            BilingualText(row.name_zh, row.name_en),
            row.kind,
            BilingualText(row.place_zh, row.place_en),
            tuple(areas[row.id].values()),
            row.workers,
        )
        for row in rows
    )


def centres_to_choose(
    session: Session, actor: Actor, permission: Permission, today: date
) -> tuple[CentreChoice, ...]:
    """List the centres within reach where someone may work: open, and no imported provider.

    Args:
        session: A database session.
        actor: Who asks.
        permission: What they want to do there.
        today: The present, a local date.

    Returns:
        By code of the place, then by code of the centre.
    """
    rows = session.execute(
        select(
            CentreRow.code,
            CentreRow.name_zh,
            CentreRow.name_en,
            PlaceRow.name_zh.label("place_zh"),
            PlaceRow.name_en.label("place_en"),
        )
        .join(PlaceRow, PlaceRow.id == CentreRow.place_id)
        .where(
            centres_within(actor, permission),
            CentreRow.source == "",
            open_on(today),
        )
        .order_by(PlaceRow.code, CentreRow.code)
    )
    return tuple(
        CentreChoice(
            row.code,
            BilingualText(row.name_zh, row.name_en),
            BilingualText(row.place_zh, row.place_en),
        )
        for row in rows
    )


def centre_card(
    session: Session, actor: Actor, centre_id: int, permission: Permission
) -> CentreCard | None:
    """Find a centre within reach.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: Which centre.
        permission: What they want to do there.

    Returns:
        The centre; None when there is none or it is out of reach.
    """
    row = session.execute(
        select(
            CentreRow.id,
            CentreRow.code,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.kind,
            CentreRow.place_id,
            CentreRow.onboarded_on,
            PlaceRow.name_zh.label("place_zh"),
            PlaceRow.name_en.label("place_en"),
        )
        .join(PlaceRow, PlaceRow.id == CentreRow.place_id)
        .where(CentreRow.id == centre_id, centres_within(actor, permission))
    ).one_or_none()
    if row is None:
        return None
    return CentreCard(
        row.id,
        row.code,
        BilingualText(row.name_zh, row.name_en),
        row.kind,
        row.place_id,
        BilingualText(row.place_zh, row.place_en),
        areas_of_centres(session, [row.id])[row.id],
        row.onboarded_on,
    )


@looking_beyond(Beyond.ADMINISTRATION)
def practitioners_page(
    session: Session, centre: CentreCard, after: str = ""
) -> tuple[PractitionerLine, ...]:
    """List the workers of a centre by code.

    Args:
        session: A database session.
        centre: The centre, within the actor's reach.
        after: The last code of the page before; empty starts at the first.

    Returns:
        One more than a page, when there are more.
    """
    rows = session.execute(
        select(
            PractitionerRow.id,
            PractitionerRow.code,
            AreaRow.name_zh,
            AreaRow.name_en,
            PractitionerRow.started_on,
            PractitionerRow.ended_on,
        )
        .join(AreaRow, AreaRow.code == PractitionerRow.area_code)
        .where(PractitionerRow.centre_id == centre.id, PractitionerRow.code > after)
        .order_by(PractitionerRow.code)
        .limit(ROWS_PER_PAGE + 1)
    )
    return tuple(
        PractitionerLine(
            row.id, row.code, BilingualText(row.name_zh, row.name_en), row.started_on, row.ended_on
        )
        for row in rows
    )


def everyday_areas(session: Session) -> Mapping[str, BilingualText]:
    """List the areas in which a centre can be reviewed: those of a published everyday rubric.

    Areas that only reference rubrics, imported histories or retired rubrics know are left out.

    Args:
        session: A database session.

    Returns:
        Code to name, in order.
    """
    used = select(RubricVersionRow.area_code).where(
        RubricVersionRow.status == "published", RubricVersionRow.is_hidden.is_(False)
    )
    rows = session.execute(
        select(AreaRow.code, AreaRow.name_zh, AreaRow.name_en)
        .where(AreaRow.code.in_(used))
        .order_by(AreaRow.position, AreaRow.code)
    )
    return {row.code: BilingualText(row.name_zh, row.name_en) for row in rows}
