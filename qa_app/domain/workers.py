"""Workers by code: what is recorded of them, and what may be recorded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.errors import InvalidError
from qa_app.domain.register_terms import AreaCertificates

_WHOLE = 100


class WorkerKind(StrEnum):
    """On what footing somebody works."""

    WORKER = "worker"
    STUDENT = "student"
    VOLUNTEER = "volunteer"


class Tier(StrEnum):
    """Level of the workforce."""

    SUPERVISION = "supervision"
    STATUTORY = "statutory"
    COMMUNITY = "community"


class LicenceLevel(StrEnum):
    """Level of a licence, for the kinds that have levels."""

    ASSISTANT = "assistant"
    MID = "mid"
    SENIOR = "senior"


class CheckOutcome(StrEnum):
    """What an inquiry into an offence record found."""

    CLEAR = "clear"
    NOT_CLEAR = "not_clear"


class AnsweredBy(StrEnum):
    """Which body answered the inquiry."""

    POLICE = "police"
    PROCURATORATE = "procuratorate"
    OTHER = "other"


class LeftWhy(StrEnum):
    """Why somebody left; never in words."""

    RESIGNED = "resigned"
    CONTRACT_ENDED = "contract_ended"
    MOVED = "moved"
    RETIRED = "retired"
    DISMISSED = "dismissed"
    OTHER = "other"


class EndedWhy(StrEnum):
    """Why a row of the register does not hold any more."""

    CORRECTED = "corrected"
    OVER = "over"
    MISTAKEN = "mistaken"


class FactKind(StrEnum):
    """What is recorded of a worker."""

    PROFILE = "profile"
    LICENCE = "licence"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class NewWorkerProfile:
    """What a worker is from a day on.

    Attributes:
        from_on: First day on which it holds.
        kind: On what footing.
        tier: Level of the workforce.
        is_paid: True for paid work.
        full_time_percent: Share of a full-time post, 1 to 100.
        meets_children: True for who is in contact with children.
        under: Code of the worker who answers for a student or volunteer; empty for none.
    """

    from_on: date
    kind: WorkerKind
    tier: Tier
    is_paid: bool
    full_time_percent: int
    meets_children: bool
    under: str = ""


@dataclass(frozen=True, slots=True)
class NewLicence:
    """A certificate that a worker holds.

    Attributes:
        kind: Code of the table of certificates.
        level: Its level; empty where the kind has none.
        valid_from: First day.
        valid_until: Last day; None without one.
    """

    kind: str
    level: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class NewCheck:
    """An inquiry into an offence record.

    Attributes:
        asked_on: When it was asked.
        answered_on: When it was answered; None while it is not.
        outcome: What was found; None while it is not answered.
        answered_by: Which body answered; None while it is not.
    """

    asked_on: date
    answered_on: date | None = None
    outcome: CheckOutcome | None = None
    answered_by: AnsweredBy | None = None


def check_profile(new: NewWorkerProfile, started_on: date, today: date) -> None:
    """Refuse a profile that cannot be.

    Args:
        new: The profile.
        started_on: First day of the worker in post.
        today: Local day.

    Raises:
        InvalidError: The day lies before the post or ahead of today (`profile_day`), the share
            is no share (`full_time_share`), or a student or volunteer is under nobody, or a
            worker under somebody (`under_missing`, `under_unfit`).
    """
    if not started_on <= new.from_on <= today:
        raise InvalidError("profile_day")
    if not 1 <= new.full_time_percent <= _WHOLE:
        raise InvalidError("full_time_share")
    if new.kind is WorkerKind.WORKER and new.under:
        raise InvalidError("under_unfit")
    if new.kind is not WorkerKind.WORKER and not new.under:
        raise InvalidError("under_missing")


def licence_area(new: NewLicence, tables: Iterable[AreaCertificates]) -> str:
    """Refuse a licence that cannot be, and say for which area its kind is accepted.

    Args:
        new: The licence.
        tables: The city's table of certificates.

    Returns:
        Code of the area.

    Raises:
        InvalidError: The kind is not in the table (`licence_unknown`), the level is none
            (`licence_level`), or it ends before it begins (`ends_before_start`).
    """
    if new.level and new.level not in {one.value for one in LicenceLevel}:
        raise InvalidError("licence_level")
    if new.valid_until is not None and new.valid_until < new.valid_from:
        raise InvalidError("ends_before_start")
    for table in tables:
        if new.kind in {one.code for one in table.accepted}:
            return table.area
    raise InvalidError("licence_unknown", kind=new.kind)


def check_check(new: NewCheck, today: date) -> None:
    """Refuse an inquiry that cannot be.

    Args:
        new: The inquiry.
        today: Local day.

    Raises:
        InvalidError: A day lies ahead of today or the answer before the question (`check_day`),
            or only a part of the answer is given (`check_half_answered`).
    """
    parts = (new.answered_on, new.outcome, new.answered_by)
    if any(one is None for one in parts) and any(one is not None for one in parts):
        raise InvalidError("check_half_answered")
    if new.asked_on > today:
        raise InvalidError("check_day")
    if new.answered_on is not None and not new.asked_on <= new.answered_on <= today:
        raise InvalidError("check_day")


NewFact = NewWorkerProfile | NewLicence | NewCheck

FACT_OF: dict[type[NewFact], FactKind] = {
    NewWorkerProfile: FactKind.PROFILE,
    NewLicence: FactKind.LICENCE,
    NewCheck: FactKind.CHECK,
}
"""What each of them is."""


@dataclass(frozen=True, slots=True)
class SentFact:
    """What is to be recorded of a worker, as it was sent.

    Attributes:
        fact: It.
        replaces: The row that it corrects; None for a new one.
        key: Random key of the form; None when the caller has none.
    """

    fact: NewFact
    replaces: int | None = None
    key: str | None = None
