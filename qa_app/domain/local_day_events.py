"""What the journal tells of local days off."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalDayChanged(Event):
    """A local day off of a branch or a centre was entered or removed."""

    action: ClassVar[str] = "holiday:local"
    object_type: ClassVar[str] = "local_day"
    on: date
    change: str
    what: str
