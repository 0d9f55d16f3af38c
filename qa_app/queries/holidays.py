"""The holiday table as a calendar."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.working_days import WorkingCalendar
from qa_app.models.rubrics import HolidayRow, HolidayYearRow


def working_calendar(session: Session, region: str) -> WorkingCalendar:
    """Read a region's working days as they stand now.

    Args:
        session: A database session.
        region: Region code, such as `CN`.

    Returns:
        The calendar; without years for a region that has no table.
    """
    years = session.execute(
        select(HolidayYearRow.year).where(HolidayYearRow.region == region)
    ).scalars()
    days = session.execute(
        select(HolidayRow.on, HolidayRow.is_working).where(HolidayRow.region == region)
    ).all()
    return WorkingCalendar(
        region,
        frozenset(years),
        frozenset(row.on for row in days if not row.is_working),
        frozenset(row.on for row in days if row.is_working),
    )
