"""Acts about trials of criteria, as the journal tells them."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialAsked(Event):
    """Somebody asked for the trial of a draft of criteria."""

    action: ClassVar[str] = "criteria:ask_trial"
    object_type: ClassVar[str] = "criteria_draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaTried(Event):
    """A draft of criteria was tried on simulated centres and on the past."""

    action: ClassVar[str] = "criteria:try"
    object_type: ClassVar[str] = "criteria_draft"
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSeen(Event):
    """Somebody said that they looked at what came out."""

    action: ClassVar[str] = "criteria:look"
    object_type: ClassVar[str] = "criteria_draft"
    digest: str
    reason: str
