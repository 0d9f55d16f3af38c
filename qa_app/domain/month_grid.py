"""Months: as weeks, by number, some months on, their last day."""

from collections.abc import Collection
from datetime import date, timedelta

_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12

MONTHS_A_QUARTER = 3
"""How many months a quarter of the calendar has."""


def weeks_of(first: date) -> tuple[tuple[date, ...], ...]:
    """Lay out the weeks that a month touches.

    Args:
        first: First day of the month.

    Returns:
        Four to six weeks of seven days, Monday first; days of the months beside it fill the
        first and the last week.
    """
    start = first - timedelta(days=first.weekday())
    end = month_after(first, 1)
    weeks = []
    while start < end:
        weeks.append(tuple(start + timedelta(days=place) for place in range(_DAYS_A_WEEK)))
        start += timedelta(days=_DAYS_A_WEEK)
    return tuple(weeks)


def month_after(first: date, count: int) -> date:
    """Find a month before or after another.

    Args:
        first: First day of a month.
        count: How many months on; negative goes back.

    Returns:
        The first day of that month.
    """
    return first_day(month_of(first) + count)


def last_of(day: date) -> date:
    """Find the last day of a month.

    Args:
        day: Any day of it, before December 9999.

    Returns:
        Its last day.
    """
    return month_after(day.replace(day=1), 1) - timedelta(days=1)


def months_on(day: date, months: int) -> date:
    """Find the day some months after another, or before it.

    Args:
        day: The day.
        months: How many months on; negative goes back.

    Returns:
        The same day of that month; its last day where it is shorter.

    Raises:
        ValueError: That month lies before the year 1, or is not before December 9999.
    """
    last = last_of(month_after(day.replace(day=1), months))
    return last.replace(day=min(day.day, last.day))


def month_of(day: date) -> int:
    """Give the month that a day's point belongs to.

    Args:
        day: Local date.

    Returns:
        Months since year 0: `year * 12 + month - 1`.
    """
    return day.year * _MONTHS_A_YEAR + day.month - 1


def first_day(month: int) -> date:
    """Give the first day of a month number.

    Args:
        month: As `month_of` gives it.

    Returns:
        The first day.
    """
    return date(month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1, 1)


def quarter_start(month: int) -> int:
    """Find the quarter that a month lies in.

    Args:
        month: As `month_of` gives it.

    Returns:
        The number of its first month.
    """
    return month - month % MONTHS_A_QUARTER


def quarters_around(months: Collection[int]) -> range:
    """Give the whole quarters in which months lie, and those between them.

    Args:
        months: As `month_of` gives them; one or more.

    Returns:
        From the first month of the first quarter to the last month of the last one.
    """
    return range(quarter_start(min(months)), quarter_start(max(months)) + MONTHS_A_QUARTER)


def quarter_number(month: int) -> int:
    """Tell which quarter of its year a month lies in.

    Args:
        month: As `month_of` gives it.

    Returns:
        1 to 4.
    """
    return month % _MONTHS_A_YEAR // MONTHS_A_QUARTER + 1


def month_named(text: str) -> date | None:
    """Read a month from an address.

    Args:
        text: Such as `2026-04`.

    Returns:
        Its first day; None when it names no month that a grid can show.
    """
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first if date.min.year + 1 <= first.year < date.max.year else None
