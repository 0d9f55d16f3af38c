"""Referrals of cases to centres, by reference only: their steps, and whether they were in time."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from qa_app.domain.defaults import (
    FIRST_MEETING_WORKING_DAYS,
    REFERRAL_ACCEPT_WORKING_DAYS,
    REFERRAL_START_WORKING_DAYS,
)
from qa_app.domain.errors import InvalidError
from qa_app.domain.service_threads import check_day, check_reference, due_after
from qa_app.domain.working_days import WorkingCalendar


class Body(StrEnum):
    """Who refers."""

    POLICE = "police"
    PROCURATORATE = "procuratorate"
    COURT = "court"
    JUSTICE = "justice"
    CIVIL_AFFAIRS = "civil_affairs"
    HOSPITAL = "hospital"
    SCHOOL = "school"
    WOMENS_FEDERATION = "womens_federation"
    CENTRE = "centre"
    OTHER = "other"


JUDICIAL: Final = frozenset({Body.POLICE, Body.PROCURATORATE, Body.COURT, Body.JUSTICE})
"""Bodies that handle cases: police, procuratorate, court, justice administration."""


class Decline(StrEnum):
    """Why a referral was not taken."""

    OUT_OF_AREA = "out_of_area"
    NO_CAPACITY = "no_capacity"
    NO_CONSENT = "no_consent"
    CONFLICT = "conflict"
    ELSEWHERE = "elsewhere"
    OTHER = "other"


class ReferralStep(StrEnum):
    """What happens to a referral after it was received."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    ASSIGNED = "assigned"
    MET = "met"
    STARTED = "started"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral as it stands.

    Attributes:
        area: Area of expertise.
        reference: By which both sides know the case.
        body: Who referred.
        received_on: Local day on which it came.
        accepted_on: When it was taken; None before. The other days likewise.
        declined_on: When it was not taken.
        decline_reason: Why; None unless it was declined.
        assigned_on: When somebody was named for it (legal aid: the lawyer).
        met_on: When that person first met the child.
        started_on: When service began.
        closed_on: When service ended.
        accept_due_on: Last day in time to take or decline it; None where the holiday table ends.
        start_due_on: Last day in time to begin; None before it was accepted, or likewise.
        meet_due_on: Last day in time for the first meeting; None before somebody was named.
    """

    area: str
    reference: str
    body: Body
    received_on: date
    accepted_on: date | None = None
    declined_on: date | None = None
    decline_reason: Decline | None = None
    assigned_on: date | None = None
    met_on: date | None = None
    started_on: date | None = None
    closed_on: date | None = None
    accept_due_on: date | None = None
    start_due_on: date | None = None
    meet_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as it was sent.

    Attributes:
        step: Which.
        on: Local day.
        reason: Why it was declined; None for other steps.
    """

    step: ReferralStep
    on: date
    reason: Decline | None = None


def received(referral: Referral, today: date, calendar: WorkingCalendar) -> Referral:
    """Check a referral that came, and reckon by when it has to be taken.

    Args:
        referral: As sent, without steps.
        today: Local day.
        calendar: Working days.

    Returns:
        The referral with its first limit.

    Raises:
        InvalidError: The reference or the day is refused (`service_threads`).
    """
    check_day(referral.received_on, today)
    due = due_after(calendar, referral.received_on, REFERRAL_ACCEPT_WORKING_DAYS)
    return replace(referral, reference=check_reference(referral.reference), accept_due_on=due)


def steps_open(referral: Referral) -> tuple[ReferralStep, ...]:
    """List the steps that may come next.

    Args:
        referral: As it stands.

    Returns:
        In their usual order; nothing once it is declined or closed.
    """
    if referral.declined_on is not None or referral.closed_on is not None:
        return ()
    if referral.accepted_on is None:
        return ReferralStep.ACCEPTED, ReferralStep.DECLINED
    steps = []
    if referral.assigned_on is None:
        steps.append(ReferralStep.ASSIGNED)
    elif referral.met_on is None:
        steps.append(ReferralStep.MET)
    steps.append(ReferralStep.CLOSED if referral.started_on else ReferralStep.STARTED)
    return tuple(steps)


def moved(referral: Referral, taken: Taken, today: date, calendar: WorkingCalendar) -> Referral:
    """Take a step.

    Args:
        referral: As it stands.
        taken: The step.
        today: Local day.
        calendar: Working days.

    Returns:
        The referral after it, with the limit that the step sets running.

    Raises:
        InvalidError: The step does not come next (`step_not_open`), its day is refused, or it is
            declined without a reason (`no_reason`).
    """
    if taken.step not in steps_open(referral):
        raise InvalidError("step_not_open")
    check_day(
        taken.on, today, referral.received_on, referral.accepted_on, _before(referral, taken.step)
    )
    if taken.step is ReferralStep.ACCEPTED:
        due = due_after(calendar, taken.on, REFERRAL_START_WORKING_DAYS)
        return replace(referral, accepted_on=taken.on, start_due_on=due)
    if taken.step is ReferralStep.DECLINED:
        if taken.reason is None:
            raise InvalidError("no_reason")
        return replace(referral, declined_on=taken.on, decline_reason=taken.reason)
    if taken.step is ReferralStep.ASSIGNED:
        due = due_after(calendar, taken.on, FIRST_MEETING_WORKING_DAYS)
        return replace(referral, assigned_on=taken.on, meet_due_on=due)
    if taken.step is ReferralStep.MET:
        return replace(referral, met_on=taken.on)
    if taken.step is ReferralStep.STARTED:
        return replace(referral, started_on=taken.on)
    return replace(referral, closed_on=taken.on)


def _before(referral: Referral, step: ReferralStep) -> date | None:
    if step is ReferralStep.MET:
        return referral.assigned_on
    if step is ReferralStep.CLOSED:
        return max(filter(None, (referral.started_on, referral.met_on)), default=None)
    return None


def with_limits(referral: Referral, calendar: WorkingCalendar) -> Referral:
    """Reckon every limit of a referral anew, as its steps set them running.

    Args:
        referral: With its steps.
        calendar: Working days.

    Returns:
        The referral with its limits; None where a step was not taken or the table ends.
    """
    accepted, assigned = referral.accepted_on, referral.assigned_on
    accept = due_after(calendar, referral.received_on, REFERRAL_ACCEPT_WORKING_DAYS)
    start = accepted and due_after(calendar, accepted, REFERRAL_START_WORKING_DAYS)
    meet = assigned and due_after(calendar, assigned, FIRST_MEETING_WORKING_DAYS)
    return replace(referral, accept_due_on=accept, start_due_on=start, meet_due_on=meet)


def next_due(referral: Referral) -> tuple[ReferralStep, date] | None:
    """Tell which limit runs, and until when.

    Args:
        referral: As it stands.

    Returns:
        What is waited for and the last day in time, the earliest first; None where none runs.
    """
    if referral.declined_on is not None or referral.closed_on is not None:
        return None
    running = [
        (due, step)
        for step, due, done in (
            (ReferralStep.ACCEPTED, referral.accept_due_on, referral.accepted_on),
            (ReferralStep.MET, referral.meet_due_on, referral.met_on),
            (ReferralStep.STARTED, referral.start_due_on, referral.started_on),
        )
        if due is not None and done is None
    ]
    if not running:
        return None
    due, step = min(running)
    return step, due


def was_on_time(referral: Referral, as_of: date) -> bool | None:
    """Judge whether a referral was accepted and started in time.

    Args:
        referral: The referral; what happened after `as_of` is not looked at.
        as_of: Last local day that counts.

    Returns:
        True or False; None while nothing is late and nothing done, for one that was declined in
        time (there is nothing to start), and where a limit could not be reckoned.
    """
    declined = _by(referral.declined_on, as_of)
    accepted = _by(referral.accepted_on, as_of)
    if referral.accept_due_on is None:
        return None
    if declined is not None:
        return None if declined <= referral.accept_due_on else False
    if accepted is None:
        return False if as_of > referral.accept_due_on else None
    if accepted > referral.accept_due_on:
        return False
    return _in_time(_by(referral.started_on, as_of), referral.start_due_on, as_of)


def first_meeting_on_time(referral: Referral, as_of: date) -> bool | None:
    """Judge whether the first meeting was in time.

    Args:
        referral: The referral; what happened after `as_of` is not looked at.
        as_of: Last local day that counts.

    Returns:
        True or False; None before somebody was named, while the limit runs, and where it could not
        be reckoned.
    """
    if _by(referral.assigned_on, as_of) is None:
        return None
    return _in_time(_by(referral.met_on, as_of), referral.meet_due_on, as_of)


def _in_time(done: date | None, due: date | None, as_of: date) -> bool | None:
    if due is None:
        return None
    if done is None:
        return False if as_of > due else None
    return done <= due


def _by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None
