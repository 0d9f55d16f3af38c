"""A run that would go past midnight runs some time earlier, as far as the product can tell.

Tests say what day it is once, when they are loaded; the product asks its clock each time. Both
mean the same day as long as no midnight comes between.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from qa_app import clock

ZONE = "Asia/Shanghai"
LONGEST = timedelta(hours=3)
"""No run takes longer."""


def turned_back(now: datetime) -> timedelta:
    """Tell how far the clock of a run that starts now goes back, so that it ends the same day."""
    local = now.astimezone(ZoneInfo(ZONE))
    begins = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return max(LONGEST - (begins + timedelta(days=1) - local), timedelta())


def stay_within_the_day() -> None:
    """Turn the product's clock back for this run if midnight is near."""
    real = clock.now
    by = turned_back(real())
    if not by:
        return

    def now() -> datetime:
        return real() - by

    def today(zone: str) -> date:
        return now().astimezone(ZoneInfo(zone)).date()

    clock.now, clock.today = now, today
