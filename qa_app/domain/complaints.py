"""Complaints about a centre: from whom, about what, and whether they were answered in time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.defaults import COMPLAINT_ANSWER_WORKING_DAYS, SERVICE_TEXT_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import check_text
from qa_app.domain.service_threads import check_day, due_after
from qa_app.domain.text import has_words
from qa_app.domain.working_days import WorkingCalendar


class Channel(StrEnum):
    """How a complaint came."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    LETTER = "letter"
    BOX = "box"
    OTHER_BODY = "other_body"


class Topic(StrEnum):
    """What a complaint is about."""

    CONDUCT = "conduct"
    DELAY = "delay"
    QUALITY = "quality"
    PRIVACY = "privacy"
    ACCESS = "access"
    FEES = "fees"
    OTHER = "other"


class Complainant(StrEnum):
    """Who complains; never by name."""

    ANONYMOUS = "anonymous"
    CHILD = "child"
    CAREGIVER = "caregiver"
    WORKER = "worker"
    BODY = "body"
    OTHER = "other"


class Outcome(StrEnum):
    """What came of a complaint."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """A complaint as it was sent.

    Attributes:
        received_on: Local day on which it came.
        channel: How.
        topic: What about.
        complainant: From whom.
        text: What was said, without names; it is sealed.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
    """

    received_on: date
    channel: Channel
    topic: Topic
    complainant: Complainant
    text: str
    name_reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a complaint was answered.

    Attributes:
        on: Local day.
        outcome: What came of it.
        text: What was answered; it is sealed.
        name_reason: As for complaints.
    """

    on: date
    outcome: Outcome
    text: str
    name_reason: str = ""


def check_complaint(complaint: NewComplaint, today: date) -> None:
    """Refuse a complaint that may not be recorded.

    Args:
        complaint: As sent.
        today: Local day.

    Raises:
        InvalidError: Its day or its text is refused (`text_missing`, `findings.check_text`).
    """
    check_day(complaint.received_on, today)
    check_words(complaint.text, complaint.name_reason)


def check_answer(answer: Answer, received_on: date, today: date) -> None:
    """Refuse an answer that may not be recorded.

    Args:
        answer: As sent.
        received_on: When the complaint came.
        today: Local day.

    Raises:
        InvalidError: As for complaints.
    """
    check_day(answer.on, today, received_on)
    check_words(answer.text, answer.name_reason)


def check_words(text: str, name_reason: str) -> None:
    """Refuse a text that says nothing or tells who somebody is.

    Args:
        text: As typed.
        name_reason: Why what looks like a name is kept.

    Raises:
        InvalidError: It is empty (`text_missing`), or refused by `findings.check_text`.
    """
    if not has_words(text):
        raise InvalidError("text_missing")
    check_text(text, SERVICE_TEXT_MOST, name_reason=name_reason)


def answer_due(received_on: date, calendar: WorkingCalendar) -> date | None:
    """Reckon by when a complaint has to be answered.

    Args:
        received_on: When it came.
        calendar: Working days.

    Returns:
        The last day in time; None where the holiday table ends before.
    """
    return due_after(calendar, received_on, COMPLAINT_ANSWER_WORKING_DAYS)


def was_answered_on_time(due_on: date | None, answered_on: date | None, as_of: date) -> bool | None:
    """Judge whether a complaint was answered in time.

    Args:
        due_on: Last day in time; None where it could not be reckoned.
        answered_on: When it was answered; None before.
        as_of: Last local day that counts; what came later is not looked at.

    Returns:
        True or False; None while the limit runs, or cannot be told.
    """
    if due_on is None:
        return None
    if answered_on is None or answered_on > as_of:
        return False if as_of > due_on else None
    return answered_on <= due_on
