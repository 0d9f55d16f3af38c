"""Requests to take results away item by item: a second person approves, for a limited time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from qa_app.domain.defaults import EXPORT_APPROVAL_DAYS
from qa_app.domain.errors import ConflictError

_LASTS = timedelta(days=EXPORT_APPROVAL_DAYS)


class RequestState(StrEnum):
    """Where a request stands; one that nobody answered in time, and an approval, lapse."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"


class RefusalReason(StrEnum):
    """Why results are not let go; who asked reads it."""

    TOO_WIDE = "too_wide"
    PURPOSE = "purpose"
    NO_AGREEMENT = "no_agreement"
    ELSEWHERE = "elsewhere"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to a request.

    Attributes:
        is_approved: True when its results may be taken away.
        at: When it was said.
    """

    is_approved: bool
    at: datetime


def lapses_at(asked_at: datetime, answer: Answer | None) -> datetime:
    """Tell when a request, or its approval, lapses.

    Args:
        asked_at: When it was asked for.
        answer: What was said to it; None before.

    Returns:
        The first instant at which it counts no more.

    Source: docs/defaults.md, `EXPORT_APPROVAL_DAYS`.
    """
    return (asked_at if answer is None else answer.at) + _LASTS


def request_state(asked_at: datetime, answer: Answer | None, now: datetime) -> RequestState:
    """Tell where a request stands.

    Args:
        asked_at: When it was asked for.
        answer: What was said to it; None before.
        now: The present.

    Returns:
        Its state.
    """
    if answer is not None and not answer.is_approved:
        return RequestState.REFUSED
    if now >= lapses_at(asked_at, answer):
        return RequestState.LAPSED
    return RequestState.ASKED if answer is None else RequestState.APPROVED


def check_answer_to(state: RequestState, *, is_own: bool, is_again: bool = False) -> None:
    """Refuse an answer to a request that cannot be given.

    Args:
        state: Where the request stands.
        is_own: True when whoever answers asked for it themselves.
        is_again: True when they gave the first of two approvals.

    Raises:
        ConflictError: It is the answerer's own (`same_person`), was answered
            (`export_answered`), lapsed (`export_lapsed`), or waits for somebody else
            (`same_approver`).
    """
    if is_own:
        raise ConflictError("same_person")
    if state is RequestState.LAPSED:
        raise ConflictError("export_lapsed")
    if state is not RequestState.ASKED:
        raise ConflictError("export_answered")
    if is_again:
        raise ConflictError("same_approver")


def check_taking(state: RequestState) -> None:
    """Refuse to let results go that nobody approved, or whose approval lapsed.

    Args:
        state: Where the request stands.

    Raises:
        ConflictError: It lapsed (`export_lapsed`), or is not approved (`export_not_approved`).
    """
    if state is RequestState.LAPSED:
        raise ConflictError("export_lapsed")
    if state is not RequestState.APPROVED:
        raise ConflictError("export_not_approved")
