"""The learning plan of a worker: its goals, where they come from, how they end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.defaults import AGREED_DUE_DAYS_MOST, GOAL_TEXT_MOST, WEAK_ITEMS
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import check_text
from qa_app.domain.rhythm_defaults import ASSESSMENT_DAYS
from qa_app.domain.text import BilingualText, has_words


class GoalSource(StrEnum):
    """Where a goal comes from."""

    ASSESSMENT = "assessment"
    FILE_REVIEW = "file_review"
    OBSERVATION = "observation"
    SESSION = "session"


class GoalState(StrEnum):
    """Where a goal stands."""

    OPEN = "open"
    REACHED = "reached"
    DROPPED = "dropped"


ENDS = (GoalState.REACHED, GoalState.DROPPED)
"""How a goal ends."""


@dataclass(frozen=True, slots=True)
class NewGoal:
    """A goal as it is written down.

    Attributes:
        text: What is to be learned; never empty.
        source: Where it comes from.
        due_on: By when; None without a day.
        session_id: The session in which it was set; None outside one.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
        key: Random key of the form; None when the caller has none.
    """

    text: str
    source: GoalSource
    due_on: date | None = None
    session_id: int | None = None
    name_reason: str = ""
    key: str | None = None


@dataclass(frozen=True, slots=True)
class WeakItem:
    """An item that is often not met in a worker's files.

    Attributes:
        code: The item.
        requirement: Its text.
        low: Files in which it was answered below the top option.
        files: Files in which it was answered at all.
    """

    code: str
    requirement: BilingualText
    low: int
    files: int


def check_goal(goal: NewGoal, today: date) -> None:
    """Refuse a goal that may not be written down.

    Args:
        goal: The goal.
        today: Local day.

    Raises:
        InvalidError: Nothing is written (`text_missing`), the text is refused
            (`domain.findings.check_text`), or the day lies in the past or more than
            `AGREED_DUE_DAYS_MOST` ahead (`agreed_out_of_bounds`).
    """
    if not has_words(goal.text):
        raise InvalidError("text_missing")
    check_text(goal.text, GOAL_TEXT_MOST, name_reason=goal.name_reason)
    latest = today + timedelta(days=AGREED_DUE_DAYS_MOST)
    if goal.due_on is not None and not today <= goal.due_on <= latest:
        raise InvalidError("agreed_out_of_bounds", latest=latest)


def weakest(items: Iterable[WeakItem]) -> tuple[WeakItem, ...]:
    """Choose the items that are proposed as goals.

    Args:
        items: Items of a worker's files with how often each was low.

    Returns:
        At most `WEAK_ITEMS`: those low in the largest share of files first, more files first
        where equal, then by code; what was never low is left out.
    """
    low = [one for one in items if one.low]
    ordered = sorted(low, key=lambda one: (-Fraction(one.low, one.files), -one.files, one.code))
    return tuple(ordered[:WEAK_ITEMS])


def assessment_due(started_on: date, held: Iterable[date]) -> date:
    """Find the day by which a worker's capacity is to be assessed next.

    Args:
        started_on: When the worker began.
        held: Days on which it was assessed.

    Returns:
        Within `ASSESSMENT_DAYS` of the start, of the first assessment, of any later one.

    Source: domain.md a1 13, at recruitment and again every 3-6 months; then yearly.
    """
    days = sorted(held)
    first, again, yearly = ASSESSMENT_DAYS
    if not days:
        return started_on + timedelta(days=first)
    return days[-1] + timedelta(days=again if len(days) == 1 else yearly)


def goal_place(practitioner_id: int) -> str:
    """Name what the text of a goal belongs to, for its encryption.

    Args:
        practitioner_id: The worker.

    Returns:
        Such as `learning_goal/12`. The text is JSON of `text` and, where there is one,
        `name_reason`.
    """
    return f"learning_goal/{practitioner_id}"
