"""By when a worker is assessed, observed, follows a senior and has files read, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qa_app.domain.learning import assessment_due
from qa_app.domain.quarters import quarter_of
from qa_app.domain.rhythm_defaults import (
    ASSESSMENT_DAYS,
    FILES_A_QUARTER,
    RHYTHM_UNTIL_DAYS,
    SHADOWING_DAYS,
)


class WorkReason(StrEnum):
    """Which rule says when."""

    FIRST_ASSESSMENT = "first_assessment"
    SECOND_ASSESSMENT = "second_assessment"
    LATER_ASSESSMENT = "later_assessment"
    OBSERVED_EACH_QUARTER = "observed_each_quarter"
    SHADOWS_A_SENIOR = "shadows_a_senior"
    FILES_EACH_QUARTER = "files_each_quarter"


@dataclass(frozen=True, slots=True)
class WorkDue:
    """When the next one is due.

    Attributes:
        on: The last day on which it is in time.
        reason: The rule.
        days: Days that the rule leaves; None for what is asked in each quarter.
        done: How many of those meant there are: times followed, files read.
        meant: How many are meant; 0 where there is one at a time.
    """

    on: date
    reason: WorkReason
    days: int | None = None
    done: int = 0
    meant: int = 0


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


def is_new(started_on: date, today: date) -> bool:
    """Tell whether a worker is in the first six months, `RHYTHM_UNTIL_DAYS`.

    Args:
        started_on: First day in post.
        today: The present.

    Returns:
        True until the last of these days, and before the first day in post.
    """
    return (today - started_on).days < RHYTHM_UNTIL_DAYS[-1]


def next_shadowing(started_on: date, held: Collection[date], today: date) -> WorkDue | None:
    """Find by when a new worker follows a senior next.

    Args:
        started_on: First day in post.
        held: Days on which they did, or will.
        today: The present.

    Returns:
        By `SHADOWING_DAYS`, one after the other; None once there were as many, and for whoever is
        not new any more.

    Source: domain.md (e), in the first four to six weeks, at least three times.
    """
    done = len(held)
    if done >= len(SHADOWING_DAYS) or not is_new(started_on, today):
        return None
    days = SHADOWING_DAYS[done]
    on = started_on + timedelta(days=days)
    return WorkDue(on, WorkReason.SHADOWS_A_SENIOR, days, done, len(SHADOWING_DAYS))


def next_files(
    started_on: date, read: int, planned: Collection[date], today: date
) -> WorkDue | None:
    """Find by when files of a worker are to be read next: in each quarter after their first.

    Args:
        started_on: First day in post.
        read: How many of theirs were read in the running quarter.
        planned: Days on which their files will be checked.
        today: The present.

    Returns:
        The last day of the running quarter, or of the next one where enough were read or a check
        is planned; None where the next one has a check as well, or is their first.

    Source: domain.md (e), two files at least for each worker and quarter; (b), four for a new one.
    """
    usual, at_first = FILES_A_QUARTER
    meant = at_first if is_new(started_on, today) else usual
    running = quarter_of(today)
    following = quarter_of(running.last + timedelta(days=1))
    answered = {quarter_of(day) for day in planned}
    for quarter, done in ((running, read), (following, 0)):
        if quarter > quarter_of(started_on) and quarter not in answered and done < meant:
            return WorkDue(quarter.last, WorkReason.FILES_EACH_QUARTER, None, done, meant)
    return None
