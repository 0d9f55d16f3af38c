"""When a worker's capacity is assessed and their work observed next, and by which rule."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qa_app.domain.defaults import ASSESSMENT_DAYS
from qa_app.domain.learning import assessment_due
from qa_app.domain.quarters import quarter_of


class WorkReason(StrEnum):
    """Which rule says when."""

    FIRST_ASSESSMENT = "first_assessment"
    SECOND_ASSESSMENT = "second_assessment"
    LATER_ASSESSMENT = "later_assessment"
    OBSERVED_EACH_QUARTER = "observed_each_quarter"


@dataclass(frozen=True, slots=True)
class WorkDue:
    """When the next one is due.

    Attributes:
        on: The last day on which it is in time.
        reason: The rule.
        days: Days that the rule leaves; None for once in each quarter.
    """

    on: date
    reason: WorkReason
    days: int | None = None


_ASSESSMENTS = (
    WorkReason.FIRST_ASSESSMENT,
    WorkReason.SECOND_ASSESSMENT,
    WorkReason.LATER_ASSESSMENT,
)


def next_assessment(started_on: date, held: Collection[date]) -> WorkDue:
    """Find by when a worker's capacity is to be assessed next.

    Args:
        started_on: First day in post.
        held: Days on which it was assessed, or will be.

    Returns:
        The day of `assessment_due`, with its rule.
    """
    place = min(len(held), len(_ASSESSMENTS) - 1)
    on = assessment_due(started_on, held)
    return WorkDue(on, _ASSESSMENTS[place], ASSESSMENT_DAYS[place])


def next_observation(started_on: date, held: Collection[date], today: date) -> WorkDue:
    """Find by when a worker is to be observed at work next: once in each calendar quarter.

    Args:
        started_on: First day in post.
        held: Days on which they were observed, or will be.
        today: The present.

    Returns:
        The last day of the quarter after the one in which they began or were observed last, or
        of the running quarter where that is later: a quarter that was missed is not made up for.

    Source: domain.md (e), one observation per worker per quarter.
    """
    following = quarter_of(max((started_on, *held))).last + timedelta(days=1)
    last = max(quarter_of(following).last, quarter_of(today).last)
    return WorkDue(last, WorkReason.OBSERVED_EACH_QUARTER)
