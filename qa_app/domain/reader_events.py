"""Acts about who reads, as the journal tells them."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRecorded(Event):
    """A tie of a person to a centre or a worker was recorded or declared."""

    action: ClassVar[str] = "tie:record"
    object_type: ClassVar[str] = "account"
    tie: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TieEnded(Event):
    """A tie got its last day; it may go on to bar for a while."""

    action: ClassVar[str] = "tie:end"
    object_type: ClassVar[str] = "account"
    tie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacitySet(Event):
    """How many files a week a person reads, and in which areas."""

    action: ClassVar[str] = "reader:set_capacity"
    object_type: ClassVar[str] = "account"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesAssigned(Event):
    """Untouched drafts of a session got the readers that a planner accepted."""

    action: ClassVar[str] = "reader:assign"
    object_type: ClassVar[str] = "supervision_session"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeHandedIn(Event):
    """A reader handed a practice file in; the figures tell how alike its answers are."""

    action: ClassVar[str] = "calibration:hand_in"
    object_type: ClassVar[str] = "practice_reading"
    rubric: str
    version: str
    is_passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamProfileSet(Event):
    """The team's profile changed, and with it what is relaxed from then on."""

    action: ClassVar[str] = "team:set_profile"
    object_type: ClassVar[str] = "setting"
    profile: str
    relaxed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoHatsAnswered(Event):
    """That one person may be two administrators was confirmed or refused by a second person.

    `step` is `confirm` or `drop`.
    """

    action: ClassVar[str] = "team:answer_two_hats"
    object_type: ClassVar[str] = "setting"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeKept(Event):
    """Answers to a practice file were kept, to go on later."""

    action: ClassVar[str] = "calibration:keep"
    object_type: ClassVar[str] = "practice_reading"
    rubric: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHandedOver(Event):
    """A draft went to another reader; what was saved stays saved by whoever saved it."""

    action: ClassVar[str] = "audit:hand_over"
    object_type: ClassVar[str] = "audit"
    from_account: int | None
    to_account: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderNamed(Event):
    """A draw got another reader for what nobody has begun to read; nothing was drawn anew."""

    action: ClassVar[str] = "sample:name_reader"
    object_type: ClassVar[str] = "draw"
    from_account: int
    to_account: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReassigned(Event):
    """A planned session got another supervisor."""

    action: ClassVar[str] = "session:reassign"
    object_type: ClassVar[str] = "supervision_session"
    from_account: int | None
    to_account: int
    reason: str
