"""When a visit or a session is due next, why, and what comes first among all that is due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qa_app.domain.defaults import (
    VISIT_DAYS,
    VISIT_DAYS_CRITICAL,
    VISIT_DAYS_UNKNOWN,
)
from qa_app.domain.month_grid import months_on

UNKNOWN_BAND = "default"
"""Band of a centre of which too few files were read."""


class Volume(StrEnum):
    """How many children a centre works with, beside the median centre."""

    HIGH = "high"
    LOW = "low"


class DueReason(StrEnum):
    """Why something is due on the day it is due."""

    NEVER_VISITED = "never_visited"
    BAND_INTERVAL = "band_interval"
    CRITICAL_FOLLOW_UP = "critical_follow_up"


class Tier(StrEnum):
    """What comes first, in this order; nothing of a later tier ever outranks an earlier one."""

    OPEN_CRITICAL = "open_critical"
    NEVER_VISITED = "never_visited"
    OVERDUE = "overdue"
    CONCERN = "concern"
    DUE_SOON = "due_soon"
    LATER = "later"


TIERS = tuple(Tier)


@dataclass(frozen=True, slots=True)
class Interval:
    """Time from one visit to the next: calendar months, or days; the other is 0."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """Find the day that lies this long after another.

        Args:
            day: Where to begin.

        Returns:
            Months on by the calendar, the last day of a shorter month; days on as they are.
        """
        return months_on(day, self.months) + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class VisitPolicy:
    """How soon a centre is visited again.

    Attributes:
        intervals: By band of the centre's files and by volume; bands without an entry are due
            like `UNKNOWN_BAND`.
        critical_days: Days by which an open red line is looked at again on the spot.
    """

    intervals: Mapping[tuple[str, Volume], Interval]
    critical_days: int


VISIT_POLICY = VisitPolicy(
    {
        (band, volume): Interval(days=days)
        for band, both in {**VISIT_DAYS, UNKNOWN_BAND: VISIT_DAYS_UNKNOWN}.items()
        for volume, days in zip(Volume, both, strict=True)
    },
    VISIT_DAYS_CRITICAL,
)
"""The policy in force, from the table of defaults."""


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, and why then.

    Attributes:
        on: The day.
        reason: Why.
        interval: The time between two that led to it; None when there was no first one.
    """

    on: date
    reason: DueReason
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Visited:
    """What is known of a centre when its next visit is looked for.

    Attributes:
        onboarded_on: When the centre joined.
        last_on: Day of the last visit held; None when there was none.
        band: Band of its files; `UNKNOWN_BAND` when too few were read.
        volume: Cases in hand beside the median centre.
        has_open_critical: True while a red line is open and nobody is to look at it.
        critical_from: Day from which it waits for the look; None for the last visit.
    """

    onboarded_on: date
    last_on: date | None
    band: str = UNKNOWN_BAND
    volume: Volume = Volume.LOW
    has_open_critical: bool = False
    critical_from: date | None = None


def next_due(visited: Visited, policy: VisitPolicy = VISIT_POLICY) -> Due:
    """Find the day by which a centre has to be visited next.

    A good band never puts off the look at an open red line. The table by quality and volume
    follows HNQIS (PSI), its planner of visits in malaria programmes.

    Args:
        visited: What is known of the centre.
        policy: How soon centres are visited again.

    Returns:
        The day it joined for a centre never visited; else the last visit and the interval of band
        and volume, or the earlier day by which an open red line is looked at again, counted from
        the day from which it waits.
    """
    if visited.last_on is None:
        return Due(visited.onboarded_on, DueReason.NEVER_VISITED)
    interval = policy.intervals.get((visited.band, visited.volume))
    if interval is None:
        interval = policy.intervals[UNKNOWN_BAND, visited.volume]
    regular = Due(interval.after(visited.last_on), DueReason.BAND_INTERVAL, interval)
    if visited.has_open_critical:
        soon = Interval(days=policy.critical_days)
        again = soon.after(visited.critical_from or visited.last_on)
        if again < regular.on:
            return Due(again, DueReason.CRITICAL_FOLLOW_UP, soon)
    return regular


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that is due, with what decides its place in the list.

    Attributes:
        key: Names it; decides between two that are alike in all else.
        due_on: The day.
        is_first: True when there was none before.
        percent: Latest score, 0 to 100; None when there is none, which comes first.
        caseload: Cases in hand.
        has_open_critical: True while a red line is open.
        has_concern: True when something known of it gives cause for concern.
    """

    key: str
    due_on: date
    is_first: bool = False
    percent: float | None = None
    caseload: int = 0
    has_open_critical: bool = False
    has_concern: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """Something that is due, in its tier."""

    waiting: Waiting
    tier: Tier


def rank(waiting: Iterable[Waiting], today: date, horizon_days: int) -> tuple[Ranked, ...]:
    """Put what is due in order: by tiers, never by a sum of points.

    Args:
        waiting: What is due.
        today: The present.
        horizon_days: How far ahead is soon, the last day included.

    Returns:
        All of it: open red lines, what never took place, what is overdue, what gives a signal,
        what is due soon, the rest. Inside a tier the latest first, then the lowest score (none at
        all before), then more cases, then the key.
    """
    horizon = today + timedelta(days=horizon_days)
    ranked = [Ranked(one, tier_of(one, today, horizon)) for one in waiting]
    return tuple(sorted(ranked, key=_place))


def tier_of(waiting: Waiting, today: date, horizon: date) -> Tier:
    """Decide how urgent something is.

    Args:
        waiting: What is due.
        today: The present; what is due today is not overdue.
        horizon: Last day that counts as soon.

    Returns:
        The first tier that fits.
    """
    fits = (
        (waiting.has_open_critical, Tier.OPEN_CRITICAL),
        (waiting.is_first, Tier.NEVER_VISITED),
        (waiting.due_on < today, Tier.OVERDUE),
        (waiting.has_concern, Tier.CONCERN),
        (waiting.due_on <= horizon, Tier.DUE_SOON),
    )
    return next((tier for holds, tier in fits if holds), Tier.LATER)


def _place(ranked: Ranked) -> tuple[int, date, bool, float, int, str]:
    one = ranked.waiting
    return (
        TIERS.index(ranked.tier),
        one.due_on,
        one.percent is not None,
        one.percent or 0.0,
        -one.caseload,
        one.key,
    )
