"""Questions to technical experts: what about, how far they are, how long answers take."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Final

from qa_app.domain.defaults import CONSULTATION_TEXT_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.identity_guard import identity_in, names_in
from qa_app.domain.text import BilingualText, has_words

_DAY_SECONDS: Final = 86_400

TOPICS: Final = {
    "risk": BilingualText("风险评估", "Assessment of risk"),
    "trauma": BilingualText("创伤与心理", "Trauma and mental health"),
    "law": BilingualText("法律适用", "Law that applies"),
    "evidence": BilingualText("证据与询问", "Evidence and interviewing"),
    "family": BilingualText("家庭与监护", "Family and guardianship"),
    "medical": BilingualText("医疗与伤情", "Medicine and injuries"),
    "disability": BilingualText("残障与特殊需要", "Disability and special needs"),
    "schooling": BilingualText("就学与安置", "Schooling and placement"),
    "other": BilingualText("其他", "Something else"),
}
"""What experts are asked about."""


class Stage(StrEnum):
    """How far a question is."""

    ASKED = "asked"
    GIVEN = "given"
    ANSWERED = "answered"
    CLOSED = "closed"


def stage_of(
    given_at: datetime | None, answered_at: datetime | None, closed_at: datetime | None
) -> Stage:
    """Tell how far a question is.

    Args:
        given_at: When it was given to an expert; None before.
        answered_at: When the expert's answer was written down; None before.
        closed_at: When who asked closed it; None before.

    Returns:
        Its stage.
    """
    if closed_at is not None:
        return Stage.CLOSED
    if answered_at is not None:
        return Stage.ANSWERED
    return Stage.ASKED if given_at is None else Stage.GIVEN


def check_words(text: str) -> str:
    """Check a question or an answer.

    Args:
        text: As typed.

    Returns:
        The text without outer blanks.

    Raises:
        InvalidError: It says nothing (`no_words`), is too long (`long_words`), or may tell who a
            child is (`identity_in_words`): a case is named by its reference alone.
    """
    words = text.strip()
    if not has_words(words):
        raise InvalidError("no_words")
    if len(words) > CONSULTATION_TEXT_MOST:
        raise InvalidError("long_words", most=CONSULTATION_TEXT_MOST)
    if identity_in(words) is not None or names_in(words):
        raise InvalidError("identity_in_words")
    return words


def question_place(case_file_id: int) -> str:
    """Name what a question is sealed to.

    Args:
        case_file_id: The case.

    Returns:
        The name.
    """
    return f"consultation/{case_file_id}/question"


def answer_place(consultation_id: int) -> str:
    """Name what an answer is sealed to.

    Args:
        consultation_id: The question.

    Returns:
        The name.
    """
    return f"consultation/{consultation_id}/answer"


def median_days(spans: Iterable[tuple[datetime, datetime]]) -> Fraction | None:
    """Find how many days answers take.

    Args:
        spans: When each was asked and answered.

    Returns:
        The middle one in days, of an even number the mean of the two in the middle; None without
        any.
    """
    days = sorted(
        Fraction(int((answered - asked).total_seconds()), _DAY_SECONDS) for asked, answered in spans
    )
    if not days:
        return None
    half = len(days) // 2
    return days[half] if len(days) % 2 else (days[half - 1] + days[half]) / 2
