"""What may be said to have happened in an open case, and when: never what lies ahead."""

from dataclasses import dataclass
from datetime import date, datetime

from qa_app.domain.errors import InvalidError
from qa_app.domain.moments import Moment

EARLIEST = date(1990, 1, 1)
"""No case that is open today began earlier; an earlier year is a slip."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened in an open case.

    Attributes:
        event: Code of the event.
        moment: When.
    """

    event: str
    moment: Moment


def check_moment(moment: Moment, now: datetime) -> None:
    """Refuse a moment at which nothing can have happened.

    Args:
        moment: A local day, perhaps with a time of day.
        now: The present, local.

    Raises:
        InvalidError: It lies ahead (`time_ahead`), or before `EARLIEST` (`day_too_early`).
    """
    if moment.is_after(now):
        raise InvalidError("time_ahead")
    if moment.day < EARLIEST:
        raise InvalidError("day_too_early")
