"""Which whole months stand behind the criteria as of a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from qa_app.domain.defaults import (
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
        as_of: The day, or the last end of a month (of a half-year) before the day asked for.
        first_month: First month of the files that are counted.
        last_month: Last month of them; it is still running only when `as_of` is today.
        first_half: First half-year in which rounds are looked for, as `half_of` numbers it.
        last_half: Last one.
        is_past: True when the half-year in which evidence was owed is over by today.
    """

    as_of: date
    first_month: int
    last_month: int
    first_half: int
    last_half: int
    is_past: bool = False


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


def period_until(asked: date, today: date, *, is_by_halves: bool) -> Period:
    """Find what is counted as of a day.

    Totals are kept by month, so a past day that ends no month steps back to the end of
    the month before. For people who see aggregates only, past days step back to the end
    of a half-year: views close to each other could be subtracted. For the same reason they are
    never shown the running month: whoever looked each day would see a count move by one file and
    know its result. Their newest day is the last end of a month that is `MONTH_RESTS_DAYS` ago,
    since until about then results of a month still become final one by one.

    Args:
        asked: The day asked for; what lies after the newest day is read as that.
        today: The local date.
        is_by_halves: True for people who see aggregates only.

    Returns:
        The months and half-years.
    """
    newest = _newest(today, is_by_halves=is_by_halves)
    as_of = newest if asked >= newest else _end_before(asked, is_by_halves=is_by_halves)
    last = month_of(as_of)
    return Period(
        as_of=as_of,
        first_month=last - EVIDENCE_MONTHS + 1,
        last_month=last,
        first_half=half_of(last) - HALF_YEARS_BACK + 1,
        last_half=half_of(last),
        is_past=first_day(first_month_of(half_of(last) + 1)) <= today,
    )


def owed_until(period: Period) -> date:
    """Say by when the review programme owes evidence that is missing.

    Args:
        period: Which months are counted.

    Returns:
        Last day of the half-year that runs on the day asked for: a round is a half-year.
    """
    return first_day(first_month_of(period.last_half + 1)) - _ONE_DAY


def free_of(kept_again: date) -> date:
    """Say from when on no month that is counted holds a time without a safeguard.

    Args:
        kept_again: The day from which it was kept again.

    Returns:
        First day of the month whose twelve months begin after that day's own.
    """
    return first_day(month_of(kept_again) + EVIDENCE_MONTHS)


def days_offered(today: date, *, is_by_halves: bool) -> tuple[date, ...]:
    """List the days that a page offers.

    Args:
        today: The local date.
        is_by_halves: True for people who see aggregates only.

    Returns:
        Today (or what `period_until` puts in its place), then the ends of months (of half-years)
        before it, newest first.
    """
    days = [_newest(today, is_by_halves=is_by_halves)]
    step = _MONTHS_OF_HALF if is_by_halves else 1
    while len(days) <= AS_OF_OFFERED // step:
        days.append(_end_before(days[-1] - _ONE_DAY, is_by_halves=is_by_halves))
    return tuple(days)


def end_of_half_before(day: date) -> date:
    """Give the last end of a half-year up to a day.

    Args:
        day: Local day.

    Returns:
        The day itself when it ends a half-year.
    """
    return _end_before(day, is_by_halves=True)


def _newest(today: date, *, is_by_halves: bool) -> date:
    if not is_by_halves:
        return today
    return _end_before(today - timedelta(days=MONTH_RESTS_DAYS), is_by_halves=False)


def _end_before(day: date, *, is_by_halves: bool) -> date:
    # the day itself when it ends a month (a half-year)
    month = month_of(day + _ONE_DAY)
    start = first_month_of(half_of(month)) if is_by_halves else month
    return first_day(start) - _ONE_DAY
