"""What the journal tells of rounds and of files replaced."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlanned(Event):
    """A review round was planned."""

    action: ClassVar[str] = "round:plan"
    object_type: ClassVar[str] = "audit_round"
    period_from: date
    period_until: date
    centres: int
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundChanged(Event):
    """The plan of a round was changed."""

    action: ClassVar[str] = "round:change"
    object_type: ClassVar[str] = "audit_round"
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCancelled(Event):
    """A round was cancelled before anything of it was drawn."""

    action: ClassVar[str] = "round:cancel"
    object_type: ClassVar[str] = "audit_round"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundVisitPlanned(Event):
    """The sessions of a round at one centre were put on a day."""

    action: ClassVar[str] = "round:visit"
    object_type: ClassVar[str] = "audit_round"
    planned_on: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReplaced(Event):
    """A drawn file left its sample; the next reserve took its place, if one was left."""

    action: ClassVar[str] = "sample:replace"
    object_type: ClassVar[str] = "draw"
    reason: str
    count: int
