"""Where a session stands on a day: planned, due, held, held late, missed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.supervision import SessionState


class Standing(StrEnum):
    """How a session counts on a day."""

    PLANNED = "planned"
    DUE = "due"
    HELD = "held"
    HELD_LATE = "held_late"
    MISSED = "missed"
    MADE_UP = "made_up"
    ENDED = "ended"


OWED = frozenset({Standing.DUE, Standing.MISSED})
"""What still has to take place."""


@dataclass(frozen=True, slots=True)
class SessionCourse:
    """What decides where a session stands.

    Attributes:
        state: Planned, held or cancelled.
        planned_on: Its day; of one that was held, the day on which it took place.
        moved_from_on: Its day before the first move; None when it was never moved.
        due_on: The day by which it was due; None when nothing was.
        replacement: Where the session stands that replaces a cancelled one; None without one.
    """

    state: SessionState
    planned_on: date
    moved_from_on: date | None = None
    due_on: date | None = None
    replacement: Standing | None = None


def standing_of(course: SessionCourse, today: date) -> Standing:
    """Tell how a session counts.

    Args:
        course: What became of it.
        today: The present.

    Returns:
        Held, or held late when that was after the day by which it was due, or without one after
        its first day. A day that went by without it: missed. Cancelled counts as missed until the
        session in its place is held, and as ended when nothing takes its place.
    """
    if course.state is SessionState.HELD:
        in_time = course.due_on or course.moved_from_on or course.planned_on
        return Standing.HELD if course.planned_on <= in_time else Standing.HELD_LATE
    if course.state is SessionState.CANCELLED:
        return _of_cancelled(course.replacement)
    if course.planned_on < today:
        return Standing.MISSED
    return Standing.DUE if course.planned_on == today else Standing.PLANNED


def _of_cancelled(replacement: Standing | None) -> Standing:
    if replacement in {None, Standing.ENDED}:
        return Standing.ENDED
    held = {Standing.HELD, Standing.HELD_LATE, Standing.MADE_UP}
    return Standing.MADE_UP if replacement in held else Standing.MISSED
