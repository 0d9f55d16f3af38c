"""Bring the shipped holiday table into the database; days an administrator set stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import HolidaysLoaded
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.rubrics import HolidayRow, HolidayYearRow
from qa_app.models.transaction import transaction


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """A complete year of a region.

    Attributes:
        region: Region code.
        year: The year.
        days: Day, whether it is worked, Chinese and English name.
    """

    region: str
    year: int
    days: tuple[tuple[date, bool, str, str], ...]


def load_holidays(
    session: Session, actor: Actor, years: Sequence[HolidayYear], *, at: datetime
) -> int:
    """Add the years that are not there yet.

    Args:
        session: A database session.
        actor: Who loads them.
        years: Complete years.
        at: The present.

    Returns:
        How many years were added.

    Raises:
        NotAllowedError: The actor may not edit holidays.
    """
    if not may(actor, Permission.HOLIDAY_EDIT):
        raise NotAllowedError("holiday:edit")
    there = session.execute(select(HolidayYearRow.region, HolidayYearRow.year))
    known = {(row.region, row.year) for row in there}
    missing = [one for one in years if (one.region, one.year) not in known]
    if not missing:
        return 0
    event = HolidaysLoaded(actor=actor, at=at, years=tuple(f"{y.region} {y.year}" for y in missing))
    with transaction(session, event):
        for one in missing:
            session.execute(insert(HolidayYearRow).values(region=one.region, year=one.year))
            rows = [
                {
                    "region": one.region,
                    "on": day,
                    "is_working": is_working,
                    "name_zh": zh,
                    "name_en": en,
                }
                for day, is_working, zh, en in one.days
            ]
            session.execute(insert(HolidayRow), rows)
    return len(missing)
