"""What the journal tells of papers that came back, and of the key of a centre's numbers."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ScansFiled(Event):
    """Scanned pages of a score sheet were filed with a draft; nothing was answered by that."""

    action: ClassVar[str] = "scan:file"
    object_type: ClassVar[str] = "audit"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberKeySet(Event):
    """A centre confirmed that it keeps a key of its own for its numbers."""

    action: ClassVar[str] = "case:key"
    object_type: ClassVar[str] = "place"
