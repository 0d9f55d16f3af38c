"""What a result that was shown waits for before it is final, and whose turn it is."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from qa_app.domain.answers import becomes_final


class Awaited(StrEnum):
    """What has to happen next, by whose turn it is."""

    MODERATION = "moderation"
    OBJECTION = "objection"
    AMENDMENT = "amendment"
    REPLY = "reply"
    ANSWER = "answer"
    HOLIDAYS = "holidays"
    SIGNATURE = "signature"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class WaitFacts:
    """What decides it.

    Attributes:
        is_shown: True once the centre was shown the result; False while two readings of its file
            are moderated.
        dispute: `OBJECTION` or `AMENDMENT` while one waits for its decision; None without.
        is_answered: True when the centre answered everything and no query waits; False while a
            query waits for its reply; None when neither is so.
        last_day: Last day to answer; None where the holiday table ends before.
        settled_at: From when on the signature can no longer be taken back.
    """

    is_shown: bool
    dispute: Awaited | None
    is_answered: bool | None
    last_day: date | None
    settled_at: datetime


@dataclass(frozen=True, slots=True)
class ResultWait:
    """What a result waits for.

    Attributes:
        what: It.
        last_day: Last day to answer, for `ANSWER`; None otherwise.
    """

    what: Awaited
    last_day: date | None = None


def result_wait(facts: WaitFacts, today: date, at: datetime) -> ResultWait:
    """Tell what a provisional result waits for.

    Args:
        facts: What decides it.
        today: Local day.
        at: The present.

    Returns:
        What keeps it, what others decide first; `CLOCK` exactly when nothing does
        (`domain.answers.becomes_final`), so that the next run makes it final.
    """
    if not facts.is_shown:
        return ResultWait(Awaited.MODERATION)
    if facts.dispute is not None:
        return ResultWait(facts.dispute)
    if facts.is_answered is False:
        return ResultWait(Awaited.REPLY)
    is_done = facts.is_answered is True
    if becomes_final(
        is_over=facts.last_day is not None and facts.last_day < today,
        # a signature that can still be taken back is not made final by a quick answer
        is_all_answered=is_done and facts.settled_at <= at,
        is_disputed=False,
    ):
        return ResultWait(Awaited.CLOCK)
    if is_done:
        return ResultWait(Awaited.SIGNATURE)
    if facts.last_day is None:
        return ResultWait(Awaited.HOLIDAYS)
    return ResultWait(Awaited.ANSWER, last_day=facts.last_day)
