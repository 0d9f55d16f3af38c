"""How often somebody has to be supervised, when next, and which months were missed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qa_app.domain.defaults import RHYTHM_DAYS, RHYTHM_UNTIL_DAYS
from qa_app.domain.month_grid import month_after


class RhythmReason(StrEnum):
    """Which rule says how often."""

    AGREED = "agreed"
    FIRST_WEEKS = "first_weeks"
    FIRST_MONTHS = "first_months"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, and by which rule.

    Attributes:
        days: Days from one session to the next; None for one in each calendar month.
        reason: The rule.
    """

    days: int | None
    reason: RhythmReason


@dataclass(frozen=True, slots=True)
class SessionDue:
    """When the next session is due.

    Attributes:
        on: The last day on which it is in time.
        rhythm: How often it has to be.
        is_first: True when there was none before.
    """

    on: date
    rhythm: Rhythm
    is_first: bool


def rhythm_on(day: date, started_on: date, every_days: int | None) -> Rhythm:
    """Tell how often somebody has to be supervised.

    Weekly for six weeks, every two weeks to the end of six months, then once in each calendar
    month: employer standards for social workers in England, number 5 (local.gov.uk).

    Args:
        day: The day that is asked about.
        started_on: First day in post.
        every_days: What the agreement says; None leaves it to the time in post.

    Returns:
        The agreed rhythm, or the one for the time in post.
    """
    if every_days is not None:
        return Rhythm(every_days, RhythmReason.AGREED)
    in_post = (day - started_on).days
    stages = (RhythmReason.FIRST_WEEKS, RhythmReason.FIRST_MONTHS)
    for until, days, reason in zip(RHYTHM_UNTIL_DAYS, RHYTHM_DAYS, stages, strict=True):
        if in_post < until:
            return Rhythm(days, reason)
    return Rhythm(None, RhythmReason.MONTHLY)


def next_session_due(
    started_on: date, agreed_from: date, last_on: date | None, every_days: int | None
) -> SessionDue:
    """Find the last day on which the next session is in time.

    Args:
        started_on: First day in post.
        agreed_from: First day of the agreement.
        last_on: Day of the last session held, under this agreement or before; None for none.
        every_days: What the agreement says; None leaves it to the time in post.

    Returns:
        Counted from the last session, or from the first day of work and agreement. Under a monthly
        rhythm: the last day of the next calendar month, and of the same one before any session.
    """
    since = last_on or max(started_on, agreed_from)
    rhythm = rhythm_on(since, started_on, every_days)
    if rhythm.days is not None:
        return SessionDue(since + timedelta(days=rhythm.days), rhythm, last_on is None)
    months = 1 if last_on is None else 2
    month_end = month_after(since.replace(day=1), months) - timedelta(days=1)
    return SessionDue(month_end, rhythm, last_on is None)


def months_missed(held: Collection[date], since: date, until: date) -> tuple[date, ...]:
    """List the calendar months in which nothing was held: two in one month make up for none.

    Args:
        held: Days of sessions that were held.
        since: First day from which a session was owed.
        until: The day that is looked back from.

    Returns:
        First days of months that ended before `until` and were owed in full, in order.
    """
    met = {day.replace(day=1) for day in held}
    return tuple(month for month in _whole_months(since, until) if month not in met)


def _whole_months(since: date, until: date) -> Iterator[date]:
    month = since if since.day == 1 else month_after(since.replace(day=1), 1)
    while month_after(month, 1) <= until:
        yield month
        month = month_after(month, 1)
