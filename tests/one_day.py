"""A run that would go past midnight, or on a day off, runs some time earlier for the product.

Tests say what day it is once, when they are loaded; the product asks its clock each time. Both
mean the same day as long as no midnight comes between. On days off the product asks people whether
they mean it, so that what they plan "today" is planned on a working day.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from qa_app import clock
from qa_app.rubric_files.holidays import read_holidays

ZONE = "Asia/Shanghai"
LONGEST = timedelta(hours=3)
"""No run takes longer."""


def _days_off() -> frozenset[date]:
    file = Path(__file__).parent.parent / "rubrics" / "holidays.yaml"
    return frozenset(
        line.on for table in read_holidays(file) for line in table.lines if not line.is_working
    )


DAYS_OFF = _days_off()
_SATURDAY = 5


def turned_back(now: datetime) -> timedelta:
    """Tell how far the clock of a run that starts now goes back.

    It goes back so that the run ends the same day, and to a day that is worked everywhere.
    """
    local = now.astimezone(ZoneInfo(ZONE))
    begins = local.replace(hour=0, minute=0, second=0, microsecond=0)
    back = max(LONGEST - (begins + timedelta(days=1) - local), timedelta())
    while (day := (local - back).date()).weekday() >= _SATURDAY or day in DAYS_OFF:
        back += timedelta(days=1)
    return back


def stay_within_the_day() -> None:
    """Turn the product's clock back for this run if midnight is near, or the day is off."""
    real = clock.now
    by = turned_back(real())
    if not by:
        return

    def now() -> datetime:
        return real() - by

    def today(zone: str) -> date:
        return now().astimezone(ZoneInfo(zone)).date()

    clock.now, clock.today = now, today
