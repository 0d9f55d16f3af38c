"""Where rubrics count: at the centres of the place that their region is, or everywhere."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.region_names import official_code
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.rubrics import RubricVersionRow


@dataclass(frozen=True, slots=True)
class CountingPlace:
    """The place at whose centres alone a rubric counts.

    Attributes:
        path: Its path.
        name: Its name.
    """

    path: str
    name: BilingualText


def places_of(session: Session, regions: Collection[str]) -> dict[str, CountingPlace]:
    """Find the places that regions are.

    Args:
        session: A database session.
        regions: Codes of regions, such as `CN-5301`.

    Returns:
        Region to place; the whole country and what is no place here are left out.
    """
    codes = {one: code for one in regions if (code := official_code(one)) is not None}
    if not codes:
        return {}
    rows = session.execute(
        select(PlaceRow.code, PlaceRow.path, PlaceRow.name_zh, PlaceRow.name_en).where(
            PlaceRow.code.in_(sorted(set(codes.values())))
        )
    )
    found = {
        row.code: CountingPlace(row.path, BilingualText(row.name_zh, row.name_en)) for row in rows
    }
    return {one: found[code] for one, code in codes.items() if code in found}


def counting_places(session: Session, versions: Collection[int]) -> dict[int, CountingPlace]:
    """Find where versions of rubrics count that do not count everywhere.

    Args:
        session: A database session.
        versions: The versions.

    Returns:
        Version to place; a version that counts everywhere is left out.
    """
    rows = session.execute(
        select(RubricVersionRow.id, RubricVersionRow.content).where(
            RubricVersionRow.id.in_(sorted(versions)),
            # few name one: the others are not read
            RubricVersionRow.content.contains('"region"', autoescape=True),
        )
    )
    regions = {row.id: str(json.loads(row.content).get("region", "")) for row in rows}
    places = places_of(session, set(regions.values()))
    return {one: places[region] for one, region in regions.items() if region in places}


def counts_at(places: Mapping[int, CountingPlace], version_id: int, place_path: str) -> bool:
    """Tell whether a version counts at a place.

    Args:
        places: Where versions count, as `counting_places` gives them; the version was asked for.
        version_id: The version.
        place_path: Path of the place, of a centre its own.

    Returns:
        True when it counts everywhere, or the place is or lies in the one at which it counts.
    """
    place = places.get(version_id)
    return place is None or place_path.startswith(place.path)


def counts_at_centre(session: Session, version_id: int, centre_id: int) -> bool:
    """Tell whether a version counts at a centre.

    Args:
        session: A database session.
        version_id: The version.
        centre_id: The centre, which exists.

    Returns:
        True when it counts everywhere, or the centre lies in the place at which it counts.
    """
    path = session.execute(
        select(CentreRow.place_path).where(CentreRow.id == centre_id)
    ).scalar_one()
    return counts_at(counting_places(session, [version_id]), version_id, path)
