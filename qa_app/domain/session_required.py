"""Supervision that the rhythm asks for, month by month, whether or not anybody planned it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from qa_app.domain.credit import WHOLE
from qa_app.domain.rhythm import sessions_owed
from qa_app.domain.rhythm_defaults import RHYTHM_UNTIL_DAYS
from qa_app.domain.session_coverage import Figures
from qa_app.domain.supervision import SessionType

_NEW = timedelta(days=max(RHYTHM_UNTIL_DAYS))
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


def required_figures(groups: Iterable[MonthsAlike]) -> Mapping[date | int, Figures]:
    """Count what was due by the rhythm of each calendar month, and how much of it was held.

    Nothing is averaged: two sessions in one month make up for none in another, and a session more
    than was due adds nothing.

    Args:
        groups: Months of practitioners.

    Returns:
        Month or practitioner to due, held, late and missed.
    """
    owed: dict[tuple[date, date, date | None, int | None], int] = {}
    counts: dict[date | int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in groups:
        # only the first half year in post makes a difference: all who are past it are alike
        started_on = one.started_on if one.started_on > one.month - _NEW else date.min
        key = (one.month, started_on, one.ended_on, one.every_days)
        if key not in owed:
            owed[key] = sessions_owed(*key)
        due = owed[key]
        held = min(one.held, due)
        # those in time are counted first
        late = max(held - (one.held - one.late), 0)
        for place, number in enumerate((due, held, late)):
            counts[one.of][place] += number * one.count
    return {
        of: Figures(due=due, held=held, late=late, missed=due - held)
        for of, (due, held, late) in counts.items()
    }
