"""Acts about reviews of a supervisor's quarter, as the journal tells them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisorReviewOpened(Event):
    """A review of a supervisor's quarter was begun."""

    action: ClassVar[str] = "audit:supervisor"
    object_type: ClassVar[str] = "audit"
    to_account: int
    on: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsComputed(Event):
    """What records answer was computed again, or an item left to them."""

    action: ClassVar[str] = "audit:compute"
    object_type: ClassVar[str] = "audit"
    count: int
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedOverruled(Event):
    """A reader said otherwise than records; the reason stays with the review."""

    action: ClassVar[str] = "audit:overrule"
    object_type: ClassVar[str] = "audit"
    key: str
