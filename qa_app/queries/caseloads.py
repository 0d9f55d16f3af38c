"""Cases in hand as case lists told them, and the ceilings that cities set."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from qa_app.models.cases import CaseListRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.recorded import known
from qa_app.models.worker_rows import CaseloadCeilingRow, CaseloadCountRow


@dataclass(frozen=True, slots=True)
class CountedCases:
    """Cases of the last list of a centre.

    Attributes:
        list_id: The list.
        counted_on: Its day.
        open_count: Worker (None for cases that nobody has) and area to cases in hand.
    """

    list_id: int
    counted_on: date
    open_count: Mapping[tuple[int | None, str], int]


def last_counts(
    session: Session, within: ColumnElement[bool], as_of: date, known_at: datetime
) -> Mapping[int, CountedCases]:
    """Read the cases of each centre's last list, with one query.

    Args:
        session: A database session.
        within: Condition on `CentreRow`.
        as_of: Lists of later days are not looked at.
        known_at: Nor lists that were taken in later.

    Returns:
        Centre to its cases; centres without a list are missing.
    """
    row = CaseloadCountRow
    last = (
        select(CaseListRow.centre_id, func.max(CaseListRow.id).label("list_id"))
        .join(CentreRow, CentreRow.id == CaseListRow.centre_id)
        .where(
            within,
            CaseListRow.imported_at <= known_at,
            CaseListRow.id.in_(select(row.list_id).where(row.counted_on <= as_of)),
        )
        .group_by(CaseListRow.centre_id)
        .subquery()
    )
    rows = session.execute(
        select(last.c.centre_id, row)
        .join(row, row.list_id == last.c.list_id)
        .order_by(last.c.centre_id, row.area_code, row.practitioner_id, row.id)
    ).all()
    days: dict[int, tuple[int, date]] = {}
    counts: dict[int, dict[tuple[int | None, str], int]] = defaultdict(dict)
    for centre, one in rows:
        days[centre] = (one.list_id, one.counted_on)
        counts[centre][one.practitioner_id, one.area_code] = one.open_count
    return {
        centre: CountedCases(*days[centre], open_count) for centre, open_count in counts.items()
    }


@dataclass(frozen=True, slots=True)
class CaseCeiling:
    """The most cases in hand for one full-time worker of an area.

    Attributes:
        id: Its row.
        place_id: Where it holds.
        place_path: The branch.
        area: The area.
        from_on: First day.
        most: The ceiling.
    """

    id: int
    place_id: int
    place_path: str
    area: str
    from_on: date
    most: int


def ceilings(session: Session, known_at: datetime) -> tuple[CaseCeiling, ...]:
    """List the ceilings; they are no secret.

    Args:
        session: A database session.
        known_at: What was recorded later is not looked at.

    Returns:
        The nearest places first, then the latest.
    """
    row = CaseloadCeilingRow
    rows = session.execute(
        select(row, PlaceRow.path)
        .join(PlaceRow, PlaceRow.id == row.place_id)
        .where(known(row, known_at))
        .order_by(func.length(PlaceRow.path).desc(), row.from_on.desc(), row.id.desc())
    )
    return tuple(
        CaseCeiling(one.id, one.place_id, path, one.area_code, one.from_on, one.most)
        for one, path in rows
    )


def ceiling_for(
    found: tuple[CaseCeiling, ...], place_path: str, area: str, as_of: date
) -> CaseCeiling | None:
    """Find the ceiling that holds for a centre.

    Args:
        found: As `ceilings` gives them.
        place_path: Path of the centre's place.
        area: The area.
        as_of: The day.

    Returns:
        The one set nearest to the centre; None where none is set.
    """
    return next(
        (
            one
            for one in found
            if one.area == area and place_path.startswith(one.place_path) and one.from_on <= as_of
        ),
        None,
    )
