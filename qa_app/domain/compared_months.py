"""Twelve months in which centres are compared: which may be asked for, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qa_app.domain.defaults import COMPARED_MONTHS, COMPARED_YEARS_BACK, MONTH_RESTS_DAYS
from qa_app.domain.month_grid import month_of

_YEAR = 12
_FIRST_YEAR = 2000
_MONTH_LENGTH = 7


class MonthFault(StrEnum):
    """Why a month cannot be the last one of a comparison."""

    NO_MONTH = "no_month"
    FUTURE = "future"
    TOO_EARLY = "too_early"
    NOT_A_YEAR = "not_a_year"


@dataclass(frozen=True, slots=True)
class Twelve:
    """Twelve months.

    Attributes:
        last: The last of them, as `totals.month_of` gives it.
        is_running: True while the last of them is not over.
    """

    last: int
    is_running: bool = False

    @property
    def first(self) -> int:
        """The first of them."""
        return self.last - COMPARED_MONTHS + 1

    @property
    def text(self) -> str:
        """The last month as it stands in an address, such as `2026-03`."""
        return month_text(self.last)


def twelve_to(last: int, today: date) -> Twelve:
    """Take twelve months by the last of them.

    Args:
        last: As `totals.month_of` gives it.
        today: Local date.

    Returns:
        The months.
    """
    return Twelve(last, is_running=last == month_of(today))


def month_text(month: int) -> str:
    """Write a month as it stands in an address.

    Args:
        month: As `totals.month_of` gives it.

    Returns:
        Such as `2026-03`.
    """
    return f"{month // _YEAR:04}-{month % _YEAR + 1:02}"


def months_offered(today: date, *, sees_files: bool) -> tuple[int, ...]:
    """List the last months that a page offers.

    Args:
        today: Local date.
        sees_files: True for those who may read the audits themselves. For others only calendar
            years that have been over for `MONTH_RESTS_DAYS`: of periods that overlap, or that still
            grow, one taken from the other would give away what is too small to be shown.

    Returns:
        The newest first; any other month since 2000 may stand in the address of the first kind.
    """
    running = month_of(today)
    over = _last_year(today if sees_files else today - timedelta(days=MONTH_RESTS_DAYS))
    years = tuple(over - _YEAR * back for back in range(COMPARED_YEARS_BACK))
    if not sees_files:
        return years
    return tuple(dict.fromkeys((*range(running, running - _YEAR, -1), *years)))


def twelve_of(
    wanted: str, today: date, *, sees_files: bool
) -> tuple[Twelve | None, MonthFault | None]:
    """Read the last month that an address asks for.

    Args:
        wanted: Such as `2026-03`; empty for the newest that is offered.
        today: Local date.
        sees_files: As for `months_offered`.

    Returns:
        The months, or why there are none.
    """
    if not wanted:
        return twelve_to(months_offered(today, sees_files=sees_files)[0], today), None
    year, _hyphen, number = wanted.partition("-")
    is_digits = wanted.isascii() and year.isdigit() and number.isdigit()
    if not is_digits or len(wanted) != _MONTH_LENGTH or not 1 <= int(number) <= _YEAR:
        return None, MonthFault.NO_MONTH
    month = int(year) * _YEAR + int(number) - 1
    faults: Mapping[MonthFault, bool] = {
        MonthFault.FUTURE: month > month_of(today),
        MonthFault.TOO_EARLY: int(year) < _FIRST_YEAR,
        MonthFault.NOT_A_YEAR: not sees_files
        and month not in months_offered(today, sees_files=sees_files),
    }
    fault = next((one for one, holds in faults.items() if holds), None)
    return (twelve_to(month, today), None) if fault is None else (None, fault)


def _last_year(day: date) -> int:
    return month_of(day) // _YEAR * _YEAR - 1
