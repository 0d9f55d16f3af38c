"""What final reviews say of every centre's areas, from totals and never from audits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_period import Period
from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.endorsement import NO_EVIDENCE, Evidence, HalfYear
from qa_app.domain.item_pairs import pairs_of
from qa_app.domain.name_order import branch_key
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of, reach_over_others
from qa_app.domain.reliability import NO_RELIABILITY
from qa_app.domain.rubric import Item, Rubric
from qa_app.domain.rubric_limits import Responsible
from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PlaceRow
from qa_app.queries.endorsement_actions import actions_of, said_by
from qa_app.queries.endorsement_totals import Answers, Sum, answers_of, sums_of
from qa_app.queries.reach import centres_in, centres_within, open_on
from qa_app.queries.reliability import reliability_by_area


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
    rows = session.execute(_areas_query(within, bounds.area)).all()
    sums, rubrics = sums_of(session, period, within)
    answers = answers_of(session, period, within, rubrics, tags)
    actions = actions_of(session, period, within, rubrics)
    reliable = reliability_by_area(session, period)
    files = reach_over_others(actor)
    found = []
    for row in rows:
        own = {
            version: one
            for version, one in sums.get(row.id, {}).items()
            if rubrics[version].area == row.area_code
        }
        kept, has_sealed = _without_few_sealed(own, rubrics)
        evidence = replace(
            _evidence(kept, rubrics, answers.get(row.id, {}), tags),
            reliability=reliable.get(row.area_code, NO_RELIABILITY),
            actions=said_by(
                actions.get(row.id, {}), row.area_code, kept, _tagged(kept, rubrics, tags), period
            ),
        )
        found.append(
            CentreArea(
                centre_id=row.id,
                name=BilingualText(row.name_zh, row.name_en),
                kind=row.kind,
                place_name=BilingualText(row.place_zh, row.place_en),
                area_code=row.area_code,
                area_name=BilingualText(row.area_zh, row.area_en),
                is_case_level=files.covers(row.id, row.place_path),
                has_sealed=has_sealed,
                evidence=evidence,
            )
        )
    return tuple(found)


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


def _areas_query(within: ColumnElement[bool], area: str) -> Select[*tuple[Any, ...]]:
    query = (
        select(
            CentreRow.id,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.kind,
            CentreRow.place_path,
            PlaceRow.name_zh.label("place_zh"),
            PlaceRow.name_en.label("place_en"),
            AreaRow.code.label("area_code"),
            AreaRow.name_zh.label("area_zh"),
            AreaRow.name_en.label("area_en"),
        )
        .join(CentreAreaRow, CentreAreaRow.centre_id == CentreRow.id)
        .join(AreaRow, AreaRow.code == CentreAreaRow.area_code)
        .join(PlaceRow, PlaceRow.id == CentreRow.place_id)
        .where(within)
    )
    if area:
        query = query.where(AreaRow.code == area)
    return query.order_by(PlaceRow.code, CentreRow.code, AreaRow.position, AreaRow.code)


def _without_few_sealed(
    sums: Mapping[int, Sum], rubrics: Mapping[int, Rubric]
) -> tuple[dict[int, Sum], bool]:
    sealed = {version for version in sums if rubrics[version].access == "sealed"}
    if sum(sums[version].file_count for version in sealed) >= FILES_PER_POINT:
        return dict(sums), True
    return {version: one for version, one in sums.items() if version not in sealed}, False


def _evidence(
    sums: Mapping[int, Sum],
    rubrics: Mapping[int, Rubric],
    answers: Answers,
    tags: Collection[str],
) -> Evidence:
    if not sums:
        return NO_EVIDENCE
    read = [version for version, one in sums.items() if one.file_count]
    return Evidence(
        file_count=sum(one.file_count for one in sums.values()),
        banded_count=sum(one.banded_count for one in sums.values()),
        lowest_band_count=sum(one.lowest_band_count for one in sums.values()),
        stop_count=sum(one.stop_count for one in sums.values()),
        halves=_halves(half for one in sums.values() for half in one.halves),
        tags={
            tag: pairs_of(
                [a for version in read for a in answers.get(version, ()) if _is_asked(a[0], tag)],
                has_item=any(
                    _is_asked(item, tag)
                    for version in read
                    for item in rubrics[version].items.values()
                ),
            )
            for tag in tags
        },
    )


def _is_asked(item: Item, tag: str) -> bool:
    # an item whose limits are all somebody else's tells nothing of the centre
    is_foreign = item.clocks and all(
        one.responsible is not Responsible.CENTRE for one in item.clocks
    )
    return tag in item.tags and not is_foreign


def _tagged(
    versions: Iterable[int], rubrics: Mapping[int, Rubric], tags: Iterable[str]
) -> dict[str, set[str]]:
    items = [item for version in versions for item in rubrics[version].items.values()]
    return {tag: {item.code for item in items if _is_asked(item, tag)} for tag in tags}


def _halves(halves: Iterable[HalfYear]) -> tuple[HalfYear, ...]:
    # versions of one rubric read in the same half-year are one round
    joined: dict[tuple[str, int], tuple[int, ...]] = {}
    for half in halves:
        numbers = (
            half.file_count,
            half.score_sum,
            half.square_sum,
            half.banded_count,
            half.upper_count,
        )
        before = joined.get((half.rubric, half.half), (0,) * len(numbers))
        joined[half.rubric, half.half] = tuple(map(add, before, numbers))
    return tuple(
        HalfYear(rubric, half, *numbers) for (rubric, half), numbers in sorted(joined.items())
    )
