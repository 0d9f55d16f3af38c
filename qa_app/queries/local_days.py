"""Local holidays and closing days, as plans keep them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.domain.working_days import WorkingCalendar
from qa_app.models.local_days import LocalDayRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.queries.reach import centres_within, places_within


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A day on which a branch or a centre is closed.

    Attributes:
        code: Code of the branch or the centre.
        is_centre: True for a centre.
        where: Name of the branch or the centre.
        on: The day.
        name: What it is.
    """

    code: str
    is_centre: bool
    where: BilingualText
    on: date
    name: BilingualText


def closed_days(
    session: Session, centres: Collection[int], first: date, last: date
) -> dict[int, frozenset[date]]:
    """Find the days on which centres are closed by a day of their own or of their branch.

    Args:
        session: A database session.
        centres: The centres; the caller knows that they are in reach.
        first: First day.
        last: Last day.

    Returns:
        Centre to days, with one query; centres without any are left out.
    """
    if not centres:
        return {}
    rows = session.execute(
        select(CentreRow.id, LocalDayRow.on)
        .select_from(LocalDayRow)
        .outerjoin(PlaceRow, PlaceRow.id == LocalDayRow.place_id)
        .join(
            CentreRow,
            or_(
                CentreRow.id == LocalDayRow.centre_id,
                CentreRow.place_path.startswith(PlaceRow.path),
            ),
        )
        .where(LocalDayRow.on.between(first, last), CentreRow.id.in_(sorted(centres)))
    )
    found: dict[int, set[date]] = defaultdict(set)
    for row in rows:
        found[row.id].add(row.on)
    return {one: frozenset(days) for one, days in found.items()}


def named_local_days(
    session: Session, centre_id: int, first: date, last: date
) -> dict[date, BilingualText]:
    """Name the days on which a centre is closed.

    Args:
        session: A database session.
        centre_id: The centre; the caller knows that it is in reach.
        first: First day.
        last: Last day.

    Returns:
        Day to its name; the centre's own one where its branch has one as well.
    """
    rows = session.execute(
        select(LocalDayRow)
        .outerjoin(PlaceRow, PlaceRow.id == LocalDayRow.place_id)
        .join(
            CentreRow,
            or_(
                CentreRow.id == LocalDayRow.centre_id,
                CentreRow.place_path.startswith(PlaceRow.path),
            ),
        )
        .where(LocalDayRow.on.between(first, last), CentreRow.id == centre_id)
    ).scalars()
    listed = sorted(rows, key=lambda row: row.centre_id is not None)
    return {row.on: BilingualText(row.name_zh, row.name_en) for row in listed}


def with_local_days(session: Session, calendar: WorkingCalendar, centre_id: int) -> WorkingCalendar:
    """Give the working days of one centre.

    Args:
        session: A database session.
        calendar: Working days of everybody.
        centre_id: The centre; the caller knows that it is in reach.

    Returns:
        The calendar without the centre's own days off and those of its branch.
    """
    days = closed_days(session, [centre_id], date.min, date.max).get(centre_id)
    if not days:
        return calendar
    off, worked = calendar.days_off | days, calendar.days_worked - days
    return replace(calendar, days_off=off, days_worked=worked)


def local_days(session: Session, actor: Actor, first: date) -> tuple[LocalDay, ...]:
    """List the local days from a day on, for whoever keeps the table.

    Args:
        session: A database session.
        actor: Who asks.
        first: First day that is listed.

    Returns:
        Those within reach by day, branches before centres.
    """
    may = Permission.HOLIDAY_EDIT
    rows = session.execute(
        select(LocalDayRow, PlaceRow, CentreRow)
        .outerjoin(PlaceRow, PlaceRow.id == LocalDayRow.place_id)
        .outerjoin(CentreRow, CentreRow.id == LocalDayRow.centre_id)
        .where(
            LocalDayRow.on >= first,
            or_(
                and_(LocalDayRow.place_id.is_not(None), places_within(actor, may)),
                and_(LocalDayRow.centre_id.is_not(None), centres_within(actor, may)),
            ),
        )
        .order_by(LocalDayRow.on, LocalDayRow.centre_id, LocalDayRow.place_id)
    )
    found = []
    for row, place, centre in rows:
        at = centre if place is None else place
        name = BilingualText(row.name_zh, row.name_en)
        where = BilingualText(at.name_zh, at.name_en)
        found.append(LocalDay(at.code, place is None, where, row.on, name))
    return tuple(sorted(found, key=lambda one: (one.on, one.is_centre, one.code)))
