"""Requests for access to a case file that is not one's own: a second person answers, for days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.trust_defaults import (
    ACCESS_ASKED_DAYS,
    ACCESS_DAYS_MOST,
    ACCESS_WORDS_LEAST,
    ACCESS_WORDS_MOST,
)


class AccessPurpose(StrEnum):
    """What somebody wants to open a file for."""

    SUPERVISION = "supervision"
    TAKE_OVER = "take_over"
    COMPLAINT = "complaint"
    SECOND_LOOK = "second_look"
    OUTSIDE = "outside"


class AccessRefusal(StrEnum):
    """Why access is not given; who asked reads it."""

    PURPOSE = "purpose"
    ELSEWHERE = "elsewhere"
    TIE = "tie"
    SEALED = "sealed"
    TALK = "talk"


class AccessState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    ENDED = "ended"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a request.

    Attributes:
        asked_at: When it was asked.
        is_approved: What was answered; None before.
        expires_at: When access ends by itself; None unless it was approved.
        ended_at: When it ended before that; None otherwise.
    """

    asked_at: datetime
    is_approved: bool | None
    expires_at: datetime | None
    ended_at: datetime | None


def access_state(known: Standing, now: datetime) -> AccessState:
    """Tell where a request stands.

    Args:
        known: What is known of it.
        now: The present.

    Returns:
        Its state; one that nobody answered in time lapses, and so does access that was given.

    Source: docs/defaults.md, `ACCESS_ASKED_DAYS`.
    """
    if known.is_approved is False:
        return AccessState.REFUSED
    if known.ended_at is not None:
        return AccessState.ENDED
    if known.is_approved is None:
        is_over = now >= known.asked_at + timedelta(days=ACCESS_ASKED_DAYS)
        return AccessState.LAPSED if is_over else AccessState.ASKED
    is_over = known.expires_at is None or now >= known.expires_at
    return AccessState.LAPSED if is_over else AccessState.APPROVED


def expires_at(answered_at: datetime, days: int) -> datetime:
    """Tell when approved access ends by itself.

    Args:
        answered_at: When it was approved.
        days: For how many days it was asked.

    Returns:
        The first instant at which it holds no more.
    """
    return answered_at + timedelta(days=days)


def check_request(words: str, days: int) -> None:
    """Refuse a request that does not say what for, or for too long.

    Args:
        words: What for, in the asker's words.
        days: For how many days.

    Raises:
        InvalidError: Too few or too many words (`access_words`), or too many days or none
            (`access_days`).

    Source: docs/defaults.md, `ACCESS_DAYS_MOST`, `ACCESS_WORDS_LEAST`, `ACCESS_WORDS_MOST`.
    """
    faults = []
    if not ACCESS_WORDS_LEAST <= len(words.strip()) <= ACCESS_WORDS_MOST:
        faults.append("access_words")
    if not 1 <= days <= ACCESS_DAYS_MOST:
        faults.append("access_days")
    if faults:
        raise InvalidError(*faults)


def check_answer(state: AccessState, *, is_own: bool) -> None:
    """Refuse an answer that cannot be given.

    Args:
        state: Where the request stands.
        is_own: True when whoever answers asked themselves.

    Raises:
        ConflictError: It is their own (`same_person`), or does not wait any more
            (`access_answered`).
    """
    if is_own:
        raise ConflictError("same_person")
    if state is not AccessState.ASKED:
        raise ConflictError("access_answered")


def check_end(state: AccessState) -> None:
    """Refuse to end what has ended.

    Args:
        state: Where the request stands.

    Raises:
        ConflictError: It neither waits nor opens anything (`access_over`).
    """
    if state not in {AccessState.ASKED, AccessState.APPROVED}:
        raise ConflictError("access_over")
