"""Acts about keys and papers that the journal records."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRotated(Event):
    """A new key signs papers from now on; those before it verify."""

    action: ClassVar[str] = "key:rotate"
    object_type: ClassVar[str] = "signing_key"
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked(Event):
    """What a key signed from a day on does not count any more; `first_day` is written ISO."""

    action: ClassVar[str] = "key:revoke"
    object_type: ClassVar[str] = "signing_key"
    fingerprint: str
    why: str
    first_day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIssued(Event):
    """A paper about a decision was issued, or issued anew."""

    action: ClassVar[str] = "paper:issue"
    object_type: ClassVar[str] = "register_paper"
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRevoked(Event):
    """A paper about a decision does not count any more."""

    action: ClassVar[str] = "paper:revoke"
    object_type: ClassVar[str] = "register_paper"
    why: str
