"""What children and caregivers think: asked on the centre's device or on paper, never by link."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from qa_app.domain.defaults import ASKINGS_A_DAY, FEEDBACK_WORDS_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.feedback_batches import Batch
from qa_app.domain.findings import check_text
from qa_app.domain.statistics.intervals import Interval, wilson
from qa_app.domain.text import has_words

QUESTIONS: Final = 5
LOWEST, HIGHEST = 1, 5
UNSAFE_FACTS: Final = frozenset({"guardian_suspect", "caregiver_suspect", "rep_is_offender"})
"""Facts of a case by which whoever looks after the child may be the one who did harm."""


class Asked(StrEnum):
    """Who is asked; never by name."""

    YOUNG_CHILD = "young_child"
    CHILD = "child"
    CAREGIVER = "caregiver"


class Way(StrEnum):
    """How they are asked, or that asking was not safe."""

    DEVICE = "device"
    PAPER = "paper"
    UNSAFE = "unsafe"


class Basis(StrEnum):
    """On what asking was held to be safe."""

    CASE = "case"
    TICKED = "ticked"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Device:
    """The centre's device, which is handed to somebody.

    Attributes:
        token_digest: SHA-256 of the token that opens the page.
        session_id: The session on it, which ends: nobody who is asked may get into it; None where
            there is none.
    """

    token_digest: str
    session_id: int | None


@dataclass(frozen=True, slots=True)
class NewAsking:
    """An asking as it was sent.

    Attributes:
        area: Area of expertise.
        asked: Who is asked.
        way: How.
        reference: The case, to look at what its facts say of the guardian; it is not kept.
        is_ticked: The manager says that asking is safe.
        language: `zh` or `en`.
        device: The device; None on paper and where asking was unsafe.
    """

    area: str
    asked: Asked
    way: Way
    reference: str = ""
    is_ticked: bool = False
    language: str = "zh"
    device: Device | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody said.

    Attributes:
        answers: Five numbers from 1 (not at all) to 5 (very much).
        words: In their own words; empty where they wrote nothing. They are sealed.
    """

    answers: tuple[int, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be told of whole batches of answers.

    Attributes:
        asked: Askings counted with the batches.
        replies: Answers in them; 0 without a whole batch.
        mean: Mean of all five questions; None without a whole batch.
        by_question: Mean of each question; empty likewise.
    """

    asked: int
    replies: int
    mean: Fraction | None
    by_question: tuple[Fraction, ...]

    @property
    def reply_interval(self) -> Interval | None:
        """Give the share that answered with Wilson's interval of 95 %; None without a batch."""
        return wilson(self.replies, self.asked)


def basis_of(asking: NewAsking, facts: frozenset[str]) -> Basis:
    """Decide whether somebody may be asked.

    Args:
        asking: As sent.
        facts: Facts of the named case that are true; empty where no case was named.

    Returns:
        On what it is held to be safe.

    Raises:
        InvalidError: It is to be on the device and there is none (`no_device`), the case says that
            a guardian is suspected (`guardian_suspected`), or nobody said that asking is safe
            (`not_said_safe`).
    """
    if asking.way is Way.UNSAFE:
        return Basis.UNSAFE
    if asking.way is Way.DEVICE and asking.device is None:
        raise InvalidError("no_device")
    if facts & UNSAFE_FACTS:
        raise InvalidError("guardian_suspected")
    if not asking.is_ticked:
        raise InvalidError("not_said_safe")
    return Basis.CASE if asking.reference else Basis.TICKED


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """How many were asked already.

    Attributes:
        today: By the same person today.
        group: Children, or caregivers, of the area within `ASKING_PERIOD_DAYS`.
        cases: Cases of the area that were open at any time within those days.
    """

    today: int
    group: int
    cases: int


@dataclass(frozen=True, slots=True)
class AskingPace:
    """How askings of a period came about.

    Attributes:
        people: How many people asked.
        days: On how many days.
        most: How many were asked on the day with the most.
    """

    people: int
    days: int
    most: int


def group_of(asked: Asked) -> frozenset[Asked]:
    """Say with whom somebody is counted: children, or caregivers.

    Args:
        asked: Who is asked.

    Returns:
        All that are counted together.
    """
    one = frozenset({Asked.CAREGIVER})
    return one if asked in one else frozenset(Asked) - one


def check_bounds(before: AskedBefore) -> None:
    """Refuse to ask more people than can be there.

    Args:
        before: How many were asked already.

    Raises:
        InvalidError: The person has asked enough today (`asked_enough_today`), or as many were
            asked as there were cases (`asked_all_cases`).
    """
    if before.today >= ASKINGS_A_DAY:
        raise InvalidError("asked_enough_today")
    if before.group >= before.cases:
        raise InvalidError("asked_all_cases", cases=before.cases)


def check_reply(reply: Reply) -> None:
    """Refuse a reply that may not be kept.

    Args:
        reply: As sent.

    Raises:
        InvalidError: A question has no answer from 1 to 5 (`answer_missing`), or the words are
            refused (`findings.check_text`; no reason lets a name pass here).
    """
    if len(reply.answers) != QUESTIONS or not all(
        LOWEST <= one <= HIGHEST for one in reply.answers
    ):
        raise InvalidError("answer_missing")
    if has_words(reply.words):
        check_text(reply.words, FEEDBACK_WORDS_MOST, name_reason="")


def mean_of(replies: Sequence[Sequence[int]]) -> Fraction | None:
    """Give the mean of all answers.

    Args:
        replies: Five answers each.

    Returns:
        The exact mean; None without replies.
    """
    answers = [one for reply in replies for one in reply]
    return Fraction(sum(answers), len(answers)) if answers else None


def figures_of(batches: Sequence[Batch]) -> Figures:
    """Give what may be told of whole batches of answers.

    Args:
        batches: Of one centre and area, of one way or of both.

    Returns:
        The figures, without means where no batch is whole.
    """
    replies = [answers for one in batches for answers in one.answers]
    by_question = tuple(
        Fraction(sum(reply[place] for reply in replies), len(replies))
        for place in range(QUESTIONS)
        if replies
    )
    asked = sum(one.asked for one in batches)
    return Figures(asked, len(replies), mean_of(replies), by_question)
