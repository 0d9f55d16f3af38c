"""What the journal tells of possible unreported harm and of items flagged for moderation."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmRaised(Event):
    """A reader came upon possible harm that nobody reported."""

    action: ClassVar[str] = "harm:raise"
    object_type: ClassVar[str] = "escalation"
    audit: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmSettled(Event):
    """Somebody said to whom and when it was reported."""

    action: ClassVar[str] = "harm:settle"
    object_type: ClassVar[str] = "escalation"
    outcome: str
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoHarmAsked(Event):
    """Somebody holds that it was no harm and asked a supervisor to confirm it."""

    action: ClassVar[str] = "harm:ask"
    object_type: ClassVar[str] = "escalation"
    second: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoHarmAnswered(Event):
    """The supervisor who was asked said whether it was no harm, or may be harm."""

    action: ClassVar[str] = "harm:answer"
    object_type: ClassVar[str] = "escalation"
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFlagged(Event):
    """A reader asked for moderation of an item, or took that back."""

    action: ClassVar[str] = "item:flag"
    object_type: ClassVar[str] = "audit"
    key: str
    reason: str
    step: str
