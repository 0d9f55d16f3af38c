"""What the journal tells of what leaves a supervision record; never its words.

`name_reason` is the digest of the reason why what looks like a name is kept; None without one.
"""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAgreed(Event):
    """An action was written into a record, or taken out of it while that is written."""

    action: ClassVar[str] = "action:agree"
    object_type: ClassVar[str] = "supervision_session"
    step: str
    owner: str = ""
    name_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChanged(Event):
    """A goal was put into a worker's learning plan, or came to an end."""

    action: ClassVar[str] = "learning:change"
    object_type: ClassVar[str] = "practitioner"
    step: str
    source: str = ""
    name_reason: str | None = None
