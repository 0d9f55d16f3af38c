"""What a worker lacks, and by when: profile, offence check, licence, hours of training."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.defaults import CHECK_MONTHS, WORKER_WARNING_DAYS
from qa_app.domain.month_grid import months_on
from qa_app.domain.trained_hours import HoursAsked, hours_needed
from qa_app.domain.workers import CheckOutcome, WorkerKind

_ONE_DAY = timedelta(days=1)


class Lack(StrEnum):
    """What is missing or ends soon; the gravest first."""

    CHECK_NOT_CLEAR = "check_not_clear"
    CHECK_MISSING = "check_missing"
    CHECK_OVERDUE = "check_overdue"
    CHECK_WAITING = "check_waiting"
    LICENCE_MISSING = "licence_missing"
    LICENCE_OVER = "licence_over"
    UNDER_NOBODY = "under_nobody"
    PROFILE_MISSING = "profile_missing"
    HOURS_MISSING = "hours_missing"
    CHECK_DUE = "check_due"
    LICENCE_ENDS = "licence_ends"


SOON = frozenset({Lack.CHECK_DUE, Lack.LICENCE_ENDS})
"""What is in order today and is to be renewed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a worker on a day.

    Attributes:
        started_on: First day in post.
        kind: On what footing; None without a profile.
        meets_children: Whether in contact with children; True where nothing is known.
        is_under_somebody: False for a student or volunteer whose worker has left.
        last_clear: Last answer that was clear; None without one.
        last_outcome: What the last answer found; None without one.
        is_asked: True when an inquiry after the last answer waits.
        licence_until: Last day of the licence for their area that holds longest; `date.max`
            for one without an end; None without a licence.
        asks_licence: True where the city accepts certificates for their area.
        minutes: Minutes of training in the window.
    """

    started_on: date
    kind: WorkerKind | None
    meets_children: bool = True
    is_under_somebody: bool = True
    last_clear: date | None = None
    last_outcome: CheckOutcome | None = None
    is_asked: bool = False
    licence_until: date | None = None
    asks_licence: bool = True
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing that is missing.

    Attributes:
        what: It.
        by: By when, or since when it is over; None where it is missing altogether.
        hours: Hours still missing; None elsewhere.
    """

    what: Lack
    by: date | None = None
    hours: Fraction | None = None


def check_until(answered_on: date) -> date:
    """Say until when an answer about an offence record counts.

    Args:
        answered_on: When it was answered.

    Returns:
        The last day on which it is not older than `CHECK_MONTHS`.
    """
    return months_on(answered_on, CHECK_MONTHS) - _ONE_DAY


def lacks_of(one: Standing, rule: HoursAsked, today: date) -> tuple[Lacking, ...]:
    """List what a worker lacks.

    Args:
        one: What is known.
        rule: Hours of training that are asked.
        today: Local day.

    Returns:
        The gravest first; empty when all is in order.
    """
    found = [*_check(one, today)]
    if one.kind is None:
        found.append(Lacking(Lack.PROFILE_MISSING))
    if not one.is_under_somebody:
        found.append(Lacking(Lack.UNDER_NOBODY))
    if one.kind in {None, WorkerKind.WORKER}:
        found += [*_licence(one, today), *_hours(one, rule, today)]
    order = tuple(Lack)
    return tuple(sorted(found, key=lambda lacking: order.index(lacking.what)))


def _check(one: Standing, today: date) -> list[Lacking]:
    if not one.meets_children:
        return []
    if one.last_outcome is CheckOutcome.NOT_CLEAR:
        return [Lacking(Lack.CHECK_NOT_CLEAR)]
    if one.last_clear is not None:
        until = check_until(one.last_clear)
        if until >= today:
            return [Lacking(Lack.CHECK_DUE, until)] if _is_soon(until, today) else []
        return [Lacking(Lack.CHECK_WAITING if one.is_asked else Lack.CHECK_OVERDUE, until)]
    return [Lacking(Lack.CHECK_WAITING if one.is_asked else Lack.CHECK_MISSING)]


def _licence(one: Standing, today: date) -> list[Lacking]:
    if not one.asks_licence:
        return []
    if one.licence_until is None:
        return [Lacking(Lack.LICENCE_MISSING)]
    if one.licence_until < today:
        return [Lacking(Lack.LICENCE_OVER, one.licence_until)]
    if _is_soon(one.licence_until, today):
        return [Lacking(Lack.LICENCE_ENDS, one.licence_until)]
    return []


def _hours(one: Standing, rule: HoursAsked, today: date) -> list[Lacking]:
    needed = hours_needed(rule, one.started_on, today)
    missing = None if needed is None else needed - Fraction(one.minutes, 60)
    return [Lacking(Lack.HOURS_MISSING, hours=missing)] if missing and missing > 0 else []


def _is_soon(until: date, today: date) -> bool:
    return (until - today).days <= max(WORKER_WARNING_DAYS)
