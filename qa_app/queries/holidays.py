"""The holiday table as a calendar, and its named days."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, ScalarSelect, and_, extract, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.events import HolidayChanged, HolidaysLoaded
from qa_app.domain.holidays import HolidayAct, HolidayChange, undone
from qa_app.domain.text import BilingualText
from qa_app.domain.working_days import WorkingCalendar
from qa_app.models.journal import JournalRow
from qa_app.models.rubrics import HolidayRow, HolidayYearRow
from qa_app.queries.local_days import named_local_days

_CHANGED = select(func.max(JournalRow.seq)).where(
    or_(JournalRow.action == HolidaysLoaded.action, JournalRow.action == HolidayChanged.action)
)
_kept: WeakKeyDictionary[Engine, dict[str, tuple[int, WorkingCalendar]]] = WeakKeyDictionary()


def holidays_changed() -> ScalarSelect[int | None]:
    """Ask, as a part of a query, for the row of the journal that last changed the table.

    Returns:
        A scalar subquery; None in a database whose table was never loaded.
    """
    return _CHANGED.scalar_subquery()


def working_calendar(session: Session, region: str) -> WorkingCalendar:
    """Read a region's working days as they stand now.

    Args:
        session: A database session.
        region: Region code, such as `CN`.

    Returns:
        The calendar; without years for a region that has no table.
    """
    return calendar_as_of(session, region, session.connection().scalar(_CHANGED))


def calendar_as_of(session: Session, region: str, changed: int | None) -> WorkingCalendar:
    """Give a region's working days, read again only when the table was changed.

    Args:
        session: A database session.
        region: Region code, such as `CN`.
        changed: What `holidays_changed` says now.

    Returns:
        The calendar; without years for a region that has no table.
    """
    kept_here = _kept.setdefault(session.get_bind().engine, {})
    kept = kept_here.get(region)
    if kept is not None and changed is not None and kept[0] == changed:
        return kept[1]
    rows = session.execute(
        select(HolidayYearRow.year, HolidayRow.on, HolidayRow.is_working)
        .outerjoin(
            HolidayRow,
            and_(
                HolidayRow.region == HolidayYearRow.region,
                extract("year", HolidayRow.on) == HolidayYearRow.year,
            ),
        )
        .where(HolidayYearRow.region == region)
    ).all()
    calendar = WorkingCalendar(
        region,
        frozenset(row.year for row in rows),
        frozenset(row.on for row in rows if row.is_working is False),
        frozenset(row.on for row in rows if row.is_working),
    )
    if changed is not None:
        kept_here[region] = (changed, calendar)
    return calendar


class PastCalendars:
    """Calendars as they stood at instants of the past, for what is counted again.

    The journal tells what was changed and when; nothing else has to be kept.
    """

    def __init__(self, session: Session) -> None:
        """Read the changes of every table, of which there are few.

        Args:
            session: A database session; read in for as long as this is asked.
        """
        self._session = session
        self._changes: dict[str, list[tuple[datetime, HolidayChange]]] = {}
        self._kept: dict[tuple[str, int], WorkingCalendar] = {}
        rows = session.execute(
            select(JournalRow.at, JournalRow.detail)
            .where(JournalRow.action == HolidayChanged.action)
            .order_by(JournalRow.seq.desc())
        )
        for at, detail in rows:
            plain = json.loads(detail)
            on = date.fromisoformat(plain["on"])
            change = HolidayChange(plain["region"], HolidayAct(plain["change"]), on)
            self._changes.setdefault(change.region, []).append((at, change))

    def at(self, region: str, instant: datetime) -> WorkingCalendar:
        """Give a region's working days by which a reading of that instant was judged.

        Args:
            region: Region code, such as `CN`.
            instant: When it was read, with its zone.

        Returns:
            The calendar without the days that were changed since; years that were added since
            are in it.
        """
        since = [change for at, change in self._changes.get(region, ()) if at > instant]
        key = (region, len(since))
        if key not in self._kept:
            self._kept[key] = undone(working_calendar(self._session, region), since)
        return self._kept[key]


@dataclass(frozen=True, slots=True)
class MarkedDay:
    """A day that the holiday table names.

    Attributes:
        is_working: True for a weekend day made a working day, False for a day off.
        name: What it is.
    """

    is_working: bool
    name: BilingualText


@dataclass(frozen=True, slots=True)
class MarkedDays:
    """What the holiday table says about a span of days.

    Attributes:
        days: The days it names.
        missing_years: Years of the span that it does not cover.
    """

    days: Mapping[date, MarkedDay]
    missing_years: tuple[int, ...]


def marked_days(
    session: Session, region: str, first: date, last: date, centre_id: int | None = None
) -> MarkedDays:
    """Read the days off and the days made up for in a span.

    Args:
        session: A database session.
        region: Region code, such as `CN`.
        first: First day.
        last: Last day.
        centre_id: A centre whose local days off count as well; None for none.

    Returns:
        The named days of the span, and the years without a table.
    """
    span = range(first.year, last.year + 1)
    known = session.execute(
        select(HolidayYearRow.year).where(
            HolidayYearRow.region == region, HolidayYearRow.year.in_(span)
        )
    ).scalars()
    rows = session.execute(
        select(HolidayRow).where(HolidayRow.region == region, HolidayRow.on.between(first, last))
    ).scalars()
    days = {
        row.on: MarkedDay(row.is_working, BilingualText(row.name_zh, row.name_en)) for row in rows
    }
    if centre_id is not None:
        for on, name in named_local_days(session, centre_id, first, last).items():
            days[on] = MarkedDay(is_working=False, name=name)
    return MarkedDays(
        days,
        tuple(sorted(set(span) - set(known))),
    )
