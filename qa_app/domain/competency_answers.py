"""What is said of a worker's competencies: assessments, and what workers say they need."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qa_app.domain.competencies import Level
from qa_app.domain.defaults import (
    COMPETENCY_MATTERS_FROM,
    COMPETENCY_NEXT_DAYS,
    COMPETENCY_NOTE_MOST,
    COMPETENCY_UNSURE_UP_TO,
)
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import check_text

LEAST_MARK, MOST_MARK = 1, 4
"""Ends of the marks of a survey, for confidence and for importance."""


class AssessmentKind(StrEnum):
    """Who says it."""

    SUPERVISOR = "supervisor"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a worker says of one competency.

    Attributes:
        confidence: How sure they are of it, 1 to 4.
        importance: How much it matters to their work, 1 to 4.
    """

    confidence: int
    importance: int

    @property
    def is_need(self) -> bool:
        """True where it matters and the worker is not sure of it."""
        matters = self.importance >= COMPETENCY_MATTERS_FROM
        return matters and self.confidence <= COMPETENCY_UNSURE_UP_TO


@dataclass(frozen=True, slots=True)
class NewAssessment:
    """An assessment as it is handed in.

    Attributes:
        framework_id: The published framework.
        kind: Who says it.
        on: The day it is about.
        levels: Every competency of the framework to its level.
        next_on: By when the next one is due; None for a year later.
        note: What else there is to say; empty for nothing.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
        key: Random key of the form; None when the caller has none.
    """

    framework_id: int
    kind: AssessmentKind
    on: date
    levels: Mapping[str, Level]
    next_on: date | None = None
    note: str = ""
    name_reason: str = ""
    key: str | None = None

    @property
    def due_next(self) -> date:
        """The day by which the next one is due."""
        return self.next_on or next_assessment(self.on)


@dataclass(frozen=True, slots=True)
class NewSurvey:
    """A survey as a worker hands it in.

    Attributes:
        framework_id: The published framework.
        marks: Every competency of the framework to what the worker says of it.
        key: Random key of the form; None when the caller has none.
    """

    framework_id: int
    marks: Mapping[str, Marks]
    key: str | None = None


def next_assessment(on: date) -> date:
    """Give the usual day of the next assessment.

    Args:
        on: The day of this one.

    Returns:
        `COMPETENCY_NEXT_DAYS` later.
    """
    return on + timedelta(days=COMPETENCY_NEXT_DAYS)


def check_assessment(
    made: NewAssessment, asked: Collection[str], started_on: date, today: date
) -> None:
    """Refuse an assessment that may not be kept.

    Args:
        made: The assessment.
        asked: Competencies of its framework.
        started_on: First day in post of the worker.
        today: Local day.

    Raises:
        InvalidError: A competency has no level or is not asked (`levels_missing`), the day lies
            ahead or before the worker came (`assessment_day`), the next one is due before it or
            more than two years later (`next_day`), or the note is refused
            (`domain.findings.check_text`).
    """
    if set(made.levels) != set(asked):
        raise InvalidError("levels_missing")
    if not started_on <= made.on <= today:
        raise InvalidError("assessment_day", latest=today)
    latest = made.on + timedelta(days=2 * COMPETENCY_NEXT_DAYS)
    if not made.on < made.due_next <= latest:
        raise InvalidError("next_day", latest=latest)
    if made.note:
        check_text(made.note, COMPETENCY_NOTE_MOST, name_reason=made.name_reason)


def check_survey(made: NewSurvey, asked: Collection[str]) -> None:
    """Refuse a survey that may not be kept.

    Args:
        made: The survey.
        asked: Competencies of its framework.

    Raises:
        InvalidError: A competency has no marks, is not asked, or has marks beyond 1 to 4
            (`marks_missing`).
    """
    marks = [mark for one in made.marks.values() for mark in (one.confidence, one.importance)]
    if set(made.marks) != set(asked) or not all(LEAST_MARK <= one <= MOST_MARK for one in marks):
        raise InvalidError("marks_missing")


def note_place(practitioner_id: int) -> str:
    """Name what a note belongs to, for its encryption.

    Args:
        practitioner_id: The worker.

    Returns:
        Such as `competency_assessment/12`. The text is JSON of `text` and, where there is one,
        `name_reason`.
    """
    return f"competency_assessment/{practitioner_id}"
