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
    """Somebody said what became of it; `authority` is empty and `second` 0 where they are not."""

    action: ClassVar[str] = "harm:settle"
    object_type: ClassVar[str] = "escalation"
    outcome: str
    authority: str
    second: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFlagged(Event):
    """A reader asked for moderation of an item, or took that back."""

    action: ClassVar[str] = "item:flag"
    object_type: ClassVar[str] = "audit"
    key: str
    reason: str
    step: str
