"""Acts about criteria of the register, as the journal tells them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaPublished(Event):
    """A version of criteria was frozen."""

    action: ClassVar[str] = "criteria:publish"
    object_type: ClassVar[str] = "criteria_version"
    criteria: str
    version: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaDraftMoved(Event):
    """A draft of criteria was handed in, checked or discarded."""

    action: ClassVar[str] = "criteria:draft"
    object_type: ClassVar[str] = "criteria_draft"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaForced(Event):
    """A set of criteria was proposed for a stage, put in force, or declined."""

    action: ClassVar[str] = "criteria:force"
    object_type: ClassVar[str] = "criteria_in_force"
    step: str
    stage: str
    set: str
    from_day: date | None
