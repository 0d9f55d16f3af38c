"""Incidents at a centre: what went wrong, and whether it was contained and handled."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from qa_app.domain.complaints import check_words
from qa_app.domain.defaults import INCIDENT_CONTAIN_HOURS, INCIDENT_HANDLE_DAYS
from qa_app.domain.errors import InvalidError
from qa_app.domain.service_threads import check_day


class IncidentKind(StrEnum):
    """What went wrong."""

    PRIVACY = "privacy"
    HARM_BY_STAFF = "harm_by_staff"
    MISSED_REPORT = "missed_report"
    OTHER = "other"


class Judgement(StrEnum):
    """Whether it was so."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class Handling(StrEnum):
    """What the rules ask once an incident is known."""

    GUARDIANS = "guardians"
    AUTHORITY = "authority"
    MEASURES = "measures"


HANDLING: Final = tuple(Handling)
"""Everything that handling under the rules asks, in order."""


@dataclass(frozen=True, slots=True)
class NewIncident:
    """An incident as it was sent.

    Attributes:
        kind: What went wrong.
        happened_on: Local day.
        known_at: When the centre came to know of it.
        text: What happened, without names; it is sealed.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
    """

    kind: IncidentKind
    happened_on: date
    known_at: datetime
    text: str
    name_reason: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident as it stands.

    Attributes:
        kind: What went wrong.
        happened_on: Local day.
        known_at: When the centre came to know of it.
        contained_at: When no more harm could follow; None before.
        judgement: Whether it was so; None before a supervisor said.
        judged_on: When they did; None before.
        done: What was done under the rules, and on which day.
    """

    kind: IncidentKind
    happened_on: date
    known_at: datetime
    contained_at: datetime | None = None
    judgement: Judgement | None = None
    judged_on: date | None = None
    done: tuple[tuple[Handling, date], ...] = ()

    @property
    def contain_until(self) -> datetime:
        """Give the last instant in time to contain it."""
        return self.known_at + timedelta(hours=INCIDENT_CONTAIN_HOURS)

    @property
    def is_handled(self) -> bool:
        """Tell whether everything was done that the rules ask."""
        return self.contained_at is not None and len(self.done) == len(HANDLING)

    @property
    def is_open(self) -> bool:
        """Tell whether something about it is still to be done."""
        return self.judgement is not Judgement.DISMISSED and (
            self.judgement is None or not self.is_handled
        )


def check_incident(incident: NewIncident, at: datetime, today: date, known_on: date) -> None:
    """Refuse an incident that may not be recorded.

    Args:
        incident: As sent.
        at: The present.
        today: Local day.
        known_on: Local day on which it became known.

    Raises:
        InvalidError: It lies ahead (`day_ahead`), was known before it happened (`day_too_early`),
            or its text is refused.
    """
    check_day(incident.happened_on, today)
    if incident.known_at > at:
        raise InvalidError("day_ahead")
    if known_on < incident.happened_on:
        raise InvalidError("day_too_early")
    check_words(incident.text, incident.name_reason)


def contained(incident: Incident, when: datetime, at: datetime) -> Incident:
    """Say that no more harm can follow.

    Args:
        incident: As it stands.
        when: Since when.
        at: The present.

    Returns:
        The incident after it.

    Raises:
        InvalidError: It was said before or the incident was dismissed (`step_not_open`), or the
            instant lies ahead (`day_ahead`) or before it was known (`day_too_early`).
    """
    if incident.contained_at is not None or incident.judgement is Judgement.DISMISSED:
        raise InvalidError("step_not_open")
    if when > at:
        raise InvalidError("day_ahead")
    if when < incident.known_at:
        raise InvalidError("day_too_early")
    return replace(incident, contained_at=when)


def handled(
    incident: Incident, handling: Handling, on: date, today: date, known_on: date
) -> Incident:
    """Say that something was done that the rules ask.

    Args:
        incident: As it stands.
        handling: What.
        on: Local day.
        today: Local day of the present.
        known_on: Local day on which the incident became known.

    Returns:
        The incident after it.

    Raises:
        InvalidError: It was said before, or the incident was dismissed (`step_not_open`), or the
            day is refused.
    """
    is_dismissed = incident.judgement is Judgement.DISMISSED
    if is_dismissed or handling in dict(incident.done):
        raise InvalidError("step_not_open")
    check_day(on, today, known_on)
    return replace(incident, done=tuple(sorted((*incident.done, (handling, on)))))


def judged(incident: Incident, judgement: Judgement, today: date) -> Incident:
    """Say whether it was so.

    Args:
        incident: As it stands.
        judgement: Confirmed or dismissed.
        today: Local day.

    Returns:
        The incident after it.

    Raises:
        InvalidError: It was said before (`step_not_open`).
    """
    if incident.judgement is not None:
        raise InvalidError("step_not_open")
    return replace(incident, judgement=judgement, judged_on=today)


def handle_until(known_on: date) -> date:
    """Reckon by when everything has to be done that the rules ask.

    Args:
        known_on: Local day on which it became known.

    Returns:
        The last day in time.
    """
    return known_on + timedelta(days=INCIDENT_HANDLE_DAYS)


def is_unhandled_breach(incident: Incident, as_of: date) -> bool:
    """Tell whether an incident is a confirmed disclosure that was not handled under the rules.

    Args:
        incident: The incident, as it was known then.
        as_of: Last local day that counts.

    Returns:
        True for a confirmed one of which something was still to be done at the end of that day.
    """
    if incident.kind is not IncidentKind.PRIVACY or incident.judgement is not Judgement.CONFIRMED:
        return False
    if incident.judged_on is None or incident.judged_on > as_of:
        return False
    by_then = [on for _handling, on in incident.done if on <= as_of]
    return incident.contained_at is None or len(by_then) < len(HANDLING)
