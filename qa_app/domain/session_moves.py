"""Why a session goes to another day, and what becomes of a day that a unit proposes."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Literal

from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.supervision import may_be_planned


class MoveReason(StrEnum):
    """Why a session goes to another day or time."""

    SUPERVISOR_AWAY = "supervisor_away"
    UNIT_ASKED = "unit_asked"
    STAFF_AWAY = "staff_away"
    COURT = "court"
    EMERGENCY = "emergency"
    TRAVEL = "travel"
    DAY_OFF = "day_off"
    CLASH = "clash"
    RECORDED = "recorded"


BY_PLANNER = tuple(one for one in MoveReason if one is not MoveReason.RECORDED)
"""Reasons that somebody gives who moves a session; that its record names the day, nobody gives."""


BY_UNIT = (
    MoveReason.STAFF_AWAY,
    MoveReason.COURT,
    MoveReason.EMERGENCY,
    MoveReason.DAY_OFF,
    MoveReason.CLASH,
)
"""Reasons that a unit gives for a day that it proposes."""


class DayAnswer(StrEnum):
    """What became of a day that a unit proposed."""

    TAKEN = "taken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


PlannersAnswer = Literal[DayAnswer.TAKEN, DayAnswer.DECLINED]
"""What who plans says to a proposed day; that it is withdrawn, its own side says."""


@dataclass(frozen=True, slots=True)
class SessionDay:
    """When a session is.

    Attributes:
        on: The day.
        at: Local time; None when not agreed.
    """

    on: date
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A move as it is asked for.

    Attributes:
        seen: When the session was, on the page of who moves it.
        to: When it is to be.
        reason: Why.
        is_meant: True when something speaks against it (`refuse_untold`), and the person who
            moves it was told.
    """

    seen: SessionDay
    to: SessionDay
    reason: MoveReason
    is_meant: bool = False


def check_move(standing: SessionDay, move: Move, today: date) -> None:
    """Refuse a move that cannot be made.

    Args:
        standing: When the session is now.
        move: What is asked for.
        today: The present.

    Raises:
        ConflictError: Somebody else moved it meanwhile (`moved_meanwhile`, with when it is now
            and when it was to be).
        InvalidError: It stays where it is (`same_day`); the day has gone by or lies too far
            ahead (`unfit_day`).
    """
    if standing != move.seen:
        raise ConflictError("moved_meanwhile", now=standing, wanted=move.to)
    if move.to == standing:
        raise InvalidError("same_day")
    if move.to.on < today or not may_be_planned(move.to.on, today):
        raise InvalidError("unfit_day")
