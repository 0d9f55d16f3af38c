"""Which regions and years the holiday table covers."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models.rubrics import HolidayYearRow


def holiday_years(session: Session) -> dict[str, tuple[int, ...]]:
    """List the years that each region's table covers.

    Args:
        session: A database session.

    Returns:
        Region code to its years, both in order.
    """
    years: dict[str, list[int]] = defaultdict(list)
    for region, year in session.execute(
        select(HolidayYearRow.region, HolidayYearRow.year).order_by(
            HolidayYearRow.region, HolidayYearRow.year
        )
    ):
        years[region].append(year)
    return {region: tuple(own) for region, own in years.items()}
