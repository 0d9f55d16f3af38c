"""Acts about who supervises whom, as the journal tells them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementMade(Event):
    """An agreement of supervision was made, a deputy named, or somebody deployed."""

    action: ClassVar[str] = "agreement:make"
    object_type: ClassVar[str] = "supervision_agreement"
    agreed: str
    to_account: int
    on: date
    last_day: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementChanged(Event):
    """Rhythm, length or functions of an agreement changed.

    `was_every_days` is the rhythm until then, so that what was known before can be told.
    """

    action: ClassVar[str] = "agreement:change"
    object_type: ClassVar[str] = "supervision_agreement"
    was_every_days: int | None
    every_days: int | None
    minutes: int
    functions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEnded(Event):
    """An agreement got its last day, and perhaps somebody who goes on."""

    action: ClassVar[str] = "agreement:end"
    object_type: ClassVar[str] = "supervision_agreement"
    reason: str
    last_day: date | None = None
    from_account: int | None = None
    to_account: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisorTimeSet(Event):
    """How much time a supervisor has in a month was set."""

    action: ClassVar[str] = "supervisor:set_time"
    object_type: ClassVar[str] = "account"
    minutes: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRecorded(Event):
    """Days on which a supervisor is away were recorded; why is nobody else's business."""

    action: ClassVar[str] = "absence:record"
    object_type: ClassVar[str] = "account"
    on: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceTakenBack(Event):
    """Days on which a supervisor would have been away were taken back."""

    action: ClassVar[str] = "absence:take_back"
    object_type: ClassVar[str] = "account"
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelGroupSet(Event):
    """Centres were put together for one journey, or taken apart."""

    action: ClassVar[str] = "travel:set"
    object_type: ClassVar[str] = "place"
    count: int
