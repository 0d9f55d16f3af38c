"""How often somebody has to be supervised, when next, and which months were missed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.defaults import MONTH_MINUTES_OF_ROLE, SESSION_MINUTES_LEAST
from qa_app.domain.month_grid import last_of, month_after
from qa_app.domain.quarters import quarter_of
from qa_app.domain.rhythm_defaults import RHYTHM_DAYS, RHYTHM_UNTIL_DAYS


class RhythmReason(StrEnum):
    """Which rule says how often."""

    AGREED = "agreed"
    FIRST_WEEKS = "first_weeks"
    FIRST_MONTHS = "first_months"
    MONTHLY = "monthly"
    OF_SUPERVISORS = "of_supervisors"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, and by which rule.

    Attributes:
        days: Days from one session to the next; None for one in each calendar month, and of
            supervisors in each calendar quarter.
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


class NormReason(StrEnum):
    """Which rule says how much time a calendar month asks for."""

    EACH_SESSION = "each_session"
    CALENDAR_MONTH = "calendar_month"


@dataclass(frozen=True, slots=True)
class MonthNorm:
    """How much supervision one calendar month asks for; nothing is averaged over months.

    Attributes:
        sessions: How many sessions.
        minutes: Minutes of supervision credited to the person.
        reason: The rule that asks for the minutes.
    """

    sessions: int
    minutes: int
    reason: NormReason


@dataclass(frozen=True, slots=True)
class AgreedMinutes:
    """Minutes of supervision that an agreement names.

    Attributes:
        from_on: Its first day.
        until_on: Its last day; None while it lasts.
        minutes: Minutes of one session.
    """

    from_on: date
    until_on: date | None
    minutes: int


def agreed_minutes(agreed: Collection[AgreedMinutes], month: date) -> int:
    """Tell how many minutes a calendar month asks for by agreements that stand in all of it.

    Args:
        agreed: Agreements of one person.
        month: First day of the month.

    Returns:
        The most that one of them names; 0 without one.
    """
    last = last_of(month)
    return max(
        (
            one.minutes
            for one in agreed
            if one.from_on <= month and (one.until_on is None or one.until_on >= last)
        ),
        default=0,
    )


def rhythm_on(day: date, started_on: date | None, every_days: int | None) -> Rhythm:
    """Tell how often somebody has to be supervised.

    Weekly for six weeks, every two weeks to the end of six months, then once in each calendar
    month: employer standards for social workers in England, number 5 (local.gov.uk).

    Args:
        day: The day that is asked about.
        started_on: First day in post; None for a supervisor, of whom nobody says since when.
        every_days: What the agreement says; None leaves it to the time in post.

    Returns:
        The agreed rhythm, or the one for the time in post; for supervisors once in each calendar
        quarter (domain.md (e)).
    """
    if every_days is not None:
        return Rhythm(every_days, RhythmReason.AGREED)
    if started_on is None:
        return Rhythm(None, RhythmReason.OF_SUPERVISORS)
    in_post = (day - started_on).days
    stages = (RhythmReason.FIRST_WEEKS, RhythmReason.FIRST_MONTHS)
    for until, days, reason in zip(RHYTHM_UNTIL_DAYS, RHYTHM_DAYS, stages, strict=True):
        if in_post < until:
            return Rhythm(days, reason)
    return Rhythm(None, RhythmReason.MONTHLY)


def next_session_due(
    started_on: date | None, agreed_from: date, last_on: date | None, every_days: int | None
) -> SessionDue:
    """Find the last day on which the next session is in time.

    Args:
        started_on: First day in post; None for a supervisor.
        agreed_from: First day of the agreement.
        last_on: Day of the last session held, under this agreement or before; None for none.
        every_days: What the agreement says; None leaves it to the time in post.

    Returns:
        Counted from the last session, or from the first day of work and agreement. Under a monthly
        rhythm: the last day of the next calendar month, and of the same one before any session;
        of quarters likewise under that of supervisors.
    """
    since = last_on or max(started_on or agreed_from, agreed_from)
    rhythm = rhythm_on(since, started_on, every_days)
    if rhythm.days is not None:
        return SessionDue(since + timedelta(days=rhythm.days), rhythm, last_on is None)
    if rhythm.reason is RhythmReason.OF_SUPERVISORS:
        quarter = quarter_of(since)
        if last_on is not None:
            quarter = quarter_of(quarter.last + timedelta(days=1))
        return SessionDue(quarter.last, rhythm, last_on is None)
    months = 1 if last_on is None else 2
    month_end = last_of(month_after(since.replace(day=1), months - 1))
    return SessionDue(month_end, rhythm, last_on is None)


def sessions_owed(
    month: date, started_on: date | None, ended_on: date | None, every_days: int | None
) -> int:
    """Count the sessions that one calendar month asks for.

    Args:
        month: Any day of it.
        started_on: First day in post; None for a supervisor.
        ended_on: Last day in post; None while it lasts.
        every_days: What the agreement says; None leaves it to the time in post.

    Returns:
        Whole sessions that fit in under the rhythm of each day; at least one in a month that was
        spent in post in full, none for a part of a month under a monthly rhythm. None of a
        supervisor without an agreed rhythm, whom a quarter asks for one.
    """
    if started_on is None and every_days is None:
        return 0
    first = month.replace(day=1)
    following = month_after(first, 1)
    days = [first + timedelta(days=number) for number in range((following - first).days)]
    in_post = [day for day in days if (started_on or date.min) <= day <= (ended_on or date.max)]
    rhythms = [rhythm_on(day, started_on, every_days).days for day in in_post]
    owed = sum((Fraction(1, one) for one in rhythms if one is not None), Fraction(0))
    return max(int(owed), int(len(in_post) == len(days)))


def month_norm(
    month: date, area: str | None, started_on: date | None, ended_on: date | None
) -> MonthNorm:
    """Tell what supervision somebody needs in one calendar month, by time in post and by role.

    Args:
        month: Any day of it.
        area: Area that the person works in; None for a supervisor.
        started_on: First day in post; None for a supervisor.
        ended_on: Last day in post; None while it lasts.

    Returns:
        Sessions by the time in post, each of at least an hour (Victoria, best practice
        supervision guidelines); for psychological support at least an hour and a half in each
        calendar month that was spent in post in full, without averaging (BACP).
    """
    sessions = sessions_owed(month, started_on, ended_on, None)
    minutes = sessions * SESSION_MINUTES_LEAST
    asked = MONTH_MINUTES_OF_ROLE.get(area or "", 0)
    first = month.replace(day=1)
    last = last_of(first)
    is_whole = (started_on or first) <= first and (ended_on is None or ended_on >= last)
    if asked > minutes and is_whole:
        return MonthNorm(sessions, asked, NormReason.CALENDAR_MONTH)
    return MonthNorm(sessions, minutes, NormReason.EACH_SESSION)


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
