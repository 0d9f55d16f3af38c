"""Which days are working days, from an editable table for each region."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

NATIONAL_REGION = "CN"
"""Region of the national table, which plans are drawn up by."""

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class CalendarYearMissingError(LookupError):
    """The table of a region does not cover a year; guessing would be worse.

    Attributes:
        region: Region code.
        year: The year that is missing.
    """

    def __init__(self, region: str, year: int) -> None:
        super().__init__(f"{region} {year}")
        self.region = region
        self.year = year


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Working days of one region.

    Attributes:
        region: Region code, such as `CN`.
        years: Years that the table covers.
        days_off: Weekdays that are statutory days off.
        days_worked: Weekend days made working days.
    """

    region: str
    years: Collection[int]
    days_off: frozenset[date]
    days_worked: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Decide whether a day is a working day.

        Args:
            day: The day.

        Returns:
            True from Monday to Friday unless off, and for weekend days made working days.

        Raises:
            CalendarYearMissingError: The table does not cover the year.
        """
        if day.year not in self.years:
            raise CalendarYearMissingError(self.region, day.year)
        if day.weekday() >= _SATURDAY:
            return day in self.days_worked
        return day not in self.days_off

    def nth_after(self, day: date, count: int) -> date:
        """Find the working day that lies a number of working days after a day.

        Args:
            day: Start, not counted itself.
            count: How many working days, 0 or more.

        Returns:
            The count-th working day after `day`; `day` itself for 0.

        Raises:
            CalendarYearMissingError: The table does not cover a year on the way.
        """
        return _nth_after(self, day, count)

    def count_after(self, day: date, until: date) -> int:
        """Count the working days that have begun since a day.

        Args:
            day: Start, not counted itself.
            until: The last day that is counted.

        Returns:
            0 or more; 0 when `until` is not later than `day`.

        Raises:
            CalendarYearMissingError: The table does not cover a year on the way.
        """
        return _count_after(self, day, until)

    def same_or_next(self, day: date) -> date:
        """Find the first working day from a day on.

        Args:
            day: Where to begin.

        Returns:
            `day` when it is a working day, else the next one.

        Raises:
            CalendarYearMissingError: The table does not cover a year on the way.
        """
        while not self.is_working(day):
            day += _ONE_DAY
        return day


@lru_cache(maxsize=20_000)
def _nth_after(calendar: WorkingCalendar, day: date, count: int) -> date:
    # the limits of many files are counted from the same few hundred days
    while count:
        day += _ONE_DAY
        count -= calendar.is_working(day)
    return day


@lru_cache(maxsize=20_000)
def _count_after(calendar: WorkingCalendar, day: date, until: date) -> int:
    days = max((until - day).days, 0)
    return sum(calendar.is_working(day + timedelta(days=one)) for one in range(1, days + 1))
