"""Which whole months stand behind the criteria as of a day, and which days may be asked for."""

from dataclasses import dataclass
from datetime import date, timedelta

from qa_app.domain.defaults import (
    AS_OF_HALVES,
    AS_OF_OFFERED,
    EVIDENCE_MONTHS,
    HALF_YEARS_BACK,
    MONTH_RESTS_DAYS,
)
from qa_app.domain.month_grid import first_day, month_of

_ONE_DAY = timedelta(days=1)
_MONTHS_OF_HALF = 6


@dataclass(frozen=True, slots=True)
class Period:
    """What is counted as of a day; months as `month_of` numbers them.

    Attributes:
        as_of: The day.
        first_month: First month of the files that are counted.
        last_month: Last month of them, that of the day.
        first_half: First half-year in which rounds are looked for, as `half_of` numbers it.
        last_half: Last one.
    """

    as_of: date
    first_month: int
    last_month: int
    first_half: int
    last_half: int


def half_of(month: int) -> int:
    """Give the calendar half-year of a month.

    Args:
        month: As `month_of` gives it.

    Returns:
        Half-years since year 0: `year * 2`, plus 1 from July on.
    """
    return month // _MONTHS_OF_HALF


def first_month_of(half: int) -> int:
    """Give the first month of a half-year.

    Args:
        half: As `half_of` gives it.

    Returns:
        January or July, as `month_of` gives it.
    """
    return half * _MONTHS_OF_HALF


def period_until(day: date) -> Period:
    """Find what is counted as of a day.

    Args:
        day: Local day.

    Returns:
        Twelve months up to that of the day, and the half-years in which rounds are looked for.
    """
    last = month_of(day)
    return Period(
        as_of=day,
        first_month=last - EVIDENCE_MONTHS + 1,
        last_month=last,
        first_half=half_of(last) - HALF_YEARS_BACK + 1,
        last_half=half_of(last),
    )


def owed_until(day: date) -> date:
    """Say by when the review programme owes evidence that is missing.

    Args:
        day: Local day.

    Returns:
        Last day of the half-year that runs on it: a round is a half-year.
    """
    return first_day(first_month_of(half_of(month_of(day)) + 1)) - _ONE_DAY


def days_offered(today: date, *, is_by_halves: bool) -> tuple[date, ...]:
    """List the days for which criteria can be asked.

    Views close to each other could be subtracted. People who see aggregates only are therefore
    shown ends of half-years alone, each once it is `MONTH_RESTS_DAYS` ago, since until about then
    results of a month still become final one by one. Nothing moves between two looks.

    Args:
        today: The local date.
        is_by_halves: True for people who see aggregates only.

    Returns:
        Newest first: today and the last ends of months, or the last ends of half-years.
    """
    if is_by_halves:
        days = [end_of_half_before(today - timedelta(days=MONTH_RESTS_DAYS))]
        while len(days) < AS_OF_HALVES:
            days.append(end_of_half_before(days[-1] - _ONE_DAY))
        return tuple(days)
    days = [today]
    while len(days) <= AS_OF_OFFERED:
        days.append(first_day(month_of(days[-1])) - _ONE_DAY)
    return tuple(days)


def end_of_half_before(day: date) -> date:
    """Give the last end of a half-year up to a day.

    Args:
        day: Local day.

    Returns:
        The day itself when it ends a half-year.
    """
    return first_day(first_month_of(half_of(month_of(day + _ONE_DAY)))) - _ONE_DAY
