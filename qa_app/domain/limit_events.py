"""What the journal tells of the limits of today: never a date of a case, never a value."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningEventRecorded(Event):
    """Something that happened in an open case was recorded."""

    action: ClassVar[str] = "limit:record"
    object_type: ClassVar[str] = "running_event"
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningEventTakenBack(Event):
    """A record of something that happened in an open case was taken back."""

    action: ClassVar[str] = "limit:take_back"
    object_type: ClassVar[str] = "running_event"
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningFactRecorded(Event):
    """A fact of an open case was said, or is said to be unknown."""

    action: ClassVar[str] = "limit:say_fact"
    object_type: ClassVar[str] = "case_file"
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningEventsImported(Event):
    """A list of what happened in open cases was taken in."""

    action: ClassVar[str] = "limit:import"
    object_type: ClassVar[str] = "running_event"
    added: int
    updated: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsWorkedOut(Event):
    """The limits of open cases were worked out anew."""

    action: ClassVar[str] = "limit:work_out"
    object_type: ClassVar[str] = "running_limit"
    count: int
