"""Possible harm to a child that nobody reported: what ends it, and by when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from qa_app.domain.defaults import ESCALATION_HOURS
from qa_app.domain.errors import InvalidError


class Outcome(StrEnum):
    """How possible unreported harm ends; nothing else ends it."""

    REPORTED = "reported"
    BEFORE = "before"
    NO_HARM = "no_harm"


REPORTS = (Outcome.REPORTED.value, Outcome.BEFORE.value)
"""Outcomes that one person says; the other one takes two."""


class NoHarmAnswer(StrEnum):
    """What the second person says to whether something was no harm."""

    NO_HARM = "no_harm"
    MAY_BE_HARM = "may_be_harm"


class Authority(StrEnum):
    """To whom harm is reported.

    Source: Minors' Protection Law art. 11 (police, civil affairs, education and others);
    the procuratorate oversees reporting.
    """

    POLICE = "police"
    CIVIL_AFFAIRS = "civil_affairs"
    EDUCATION = "education"
    PROCURATORATE = "procuratorate"


@dataclass(frozen=True, slots=True)
class OutcomeSent:
    """What somebody says was done.

    Attributes:
        kind: Code of an `Outcome`; that it was no harm is not for one person to say.
        told_to: Code of an `Authority`.
        told_at: When it was reported, aware; None unless it was reported now.
        told_on: Local day on which it had been reported before; None otherwise.
    """

    kind: str
    told_to: str = ""
    told_at: datetime | None = None
    told_on: date | None = None


def report_until(raised_at: datetime) -> datetime:
    """Tell until when possible harm must have an outcome.

    Args:
        raised_at: When it was raised.

    Returns:
        24 hours later, by the clock: nights and days off count.
    """
    return raised_at + timedelta(hours=ESCALATION_HOURS)


def check_outcome(
    sent: OutcomeSent,
    raised_at: datetime,
    now: datetime,
    today: date,
    opened_on: date | None = None,
) -> OutcomeSent:
    """Refuse an outcome that lacks what makes it one.

    Args:
        sent: What was sent.
        raised_at: When the harm was raised.
        now: The present.
        today: Its local day.
        opened_on: Day on which the case was opened; None when the whole centre is read.

    Returns:
        The outcome with only what its kind needs.

    Raises:
        InvalidError: It is none (`outcome_unknown`); the authority, the time or the day is
            missing (`authority_missing`, `time_missing`, `day_missing`); the time or day lies
            ahead (`time_ahead`); a report made now lies more than a day before the harm was
            raised (`time_before`), or one made before lies before the case was opened
            (`day_before_case`).
    """
    if sent.kind not in REPORTS:
        raise InvalidError("outcome_unknown")
    kind = Outcome(sent.kind)
    if sent.told_to not in tuple(Authority):
        raise InvalidError("authority_missing")
    if kind is Outcome.BEFORE:
        return OutcomeSent(kind.value, sent.told_to, told_on=_told_on(sent, today, opened_on))
    return OutcomeSent(kind.value, sent.told_to, told_at=_told_at(sent, raised_at, now))


def _told_on(sent: OutcomeSent, today: date, opened_on: date | None) -> date:
    if sent.told_on is None:
        raise InvalidError("day_missing")
    if sent.told_on > today:
        raise InvalidError("time_ahead")
    # what led to the case is not what its file shows now
    if opened_on is not None and sent.told_on < opened_on:
        raise InvalidError("day_before_case")
    return sent.told_on


def _told_at(sent: OutcomeSent, raised_at: datetime, now: datetime) -> datetime:
    if sent.told_at is None:
        raise InvalidError("time_missing")
    if sent.told_at > now:
        raise InvalidError("time_ahead")
    # whoever telephones first and writes afterwards does right
    if sent.told_at < raised_at - timedelta(hours=ESCALATION_HOURS):
        raise InvalidError("time_before")
    return sent.told_at
