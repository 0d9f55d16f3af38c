"""A month as weeks, Monday first."""

from datetime import date, timedelta

_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12


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
    number = first.year * _MONTHS_A_YEAR + first.month - 1 + count
    return date(number // _MONTHS_A_YEAR, number % _MONTHS_A_YEAR + 1, 1)


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
