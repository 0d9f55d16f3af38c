"""What the journal tells of passwords that are asked for again."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInAgain(Event):
    """Somebody signed in gave the password again, before an act of weight."""

    action: ClassVar[str] = "session:again"
    object_type: ClassVar[str] = "account"
