"""What the journal tells of the register of workers and of training; codes, never words."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerChanged(Event):
    """Something about a worker was recorded, corrected or ended."""

    action: ClassVar[str] = "worker:change"
    object_type: ClassVar[str] = "practitioner"
    fact: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingChanged(Event):
    """Something about training was recorded, corrected or ended."""

    action: ClassVar[str] = "training:change"
    object_type: ClassVar[str] = "training"
    fact: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CeilingSet(Event):
    """A ceiling of cases in hand was set for an area of a place."""

    action: ClassVar[str] = "ceiling:set"
    object_type: ClassVar[str] = "place"
    area: str
    count: int
