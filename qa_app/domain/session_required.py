"""Supervision that the rhythm asks for, month by month, whether or not anybody planned it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from qa_app.domain.credit import WHOLE
from qa_app.domain.month_grid import last_of
from qa_app.domain.rhythm import sessions_owed
from qa_app.domain.rhythm_defaults import RHYTHM_UNTIL_DAYS
from qa_app.domain.session_coverage import Figures
from qa_app.domain.supervision import SessionType

NEW_DAYS = max(RHYTHM_UNTIL_DAYS)
"""Days in post from which on the time in post makes no difference any more."""
OF_ONE_PERSON = WHOLE - {SessionType.SUPERVISION_OF_SUPERVISORS}
"""Types that count for the rhythm of a practitioner: those held for one person."""


@dataclass(frozen=True, slots=True)
class MonthsAlike:
    """Months of practitioners who are alike in all that decides what was due and held.

    Attributes:
        of: What they are counted under: a month, or a practitioner.
        month: First day of the month.
        started_on: First day in post.
        ended_on: Last day in post; None while it lasts.
        every_days: Days from one session to the next by agreement; None leaves it to the time in
            post.
        held: Sessions that were due in this month and are held.
        late: Of these, how many late.
        count: How many such practitioners.
    """

    of: date | int
    month: date
    started_on: date
    ended_on: date | None
    every_days: int | None
    held: int
    late: int
    count: int


def owed_in(month: date, started_on: date, ended_on: date | None, every_days: int | None) -> int:
    """Count the sessions that one calendar month asks for of a practitioner.

    Args:
        month: Its first day.
        started_on: First day in post.
        ended_on: Last day in post; None while it lasts.
        every_days: What an agreement says; None leaves it to the time in post.

    Returns:
        As `sessions_owed`, which is asked once for all who are alike.
    """
    started = started_on if (month - started_on).days < NEW_DAYS else date.min
    ended = ended_on if ended_on is not None and ended_on < last_of(month) else None
    return _owed(month, started, ended, every_days)


_owed = lru_cache(maxsize=10_000)(sessions_owed)


def held_of_due(due: int, held: int, late: int) -> tuple[int, int]:
    """Tell how much of what one month asked for was held.

    Args:
        due: Sessions that it asked one practitioner for.
        held: Sessions that were due in it and are held.
        late: Of these, how many late.

    Returns:
        How many of those due are held, and how many of these late: those in time are counted
        first, and a session more than was due adds nothing.
    """
    counted = min(held, due)
    return counted, max(counted - (held - late), 0)


def required_figures(groups: Iterable[MonthsAlike]) -> Mapping[date | int, Figures]:
    """Count what was due by the rhythm of each calendar month, and how much of it was held.

    Nothing is averaged: two sessions in one month make up for none in another, and a session more
    than was due adds nothing.

    Args:
        groups: Months of practitioners.

    Returns:
        Month or practitioner to due, held, late and missed.
    """
    counts: dict[date | int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in groups:
        due = owed_in(one.month, one.started_on, one.ended_on, one.every_days)
        for place, number in enumerate((due, *held_of_due(due, one.held, one.late))):
            counts[one.of][place] += number * one.count
    return {
        of: Figures(due=due, held=held, late=late, missed=due - held)
        for of, (due, held, late) in counts.items()
    }
