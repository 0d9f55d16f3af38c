"""Acts on what is kept of people, and on keys that seal it, that the journal records."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsReduced(Event):
    """The words of texts whose time was over were taken out; codes and digests are left."""

    action: ClassVar[str] = "retention:reduce"
    object_type: ClassVar[str] = "retention"
    rule: str
    before: str
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsForgotten(Event):
    """Rows whose time was over were removed, or names and addresses of accounts."""

    action: ClassVar[str] = "retention:remove"
    object_type: ClassVar[str] = "retention"
    rule: str
    before: str
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKeyRotated(Event):
    """Everything sealed is sealed under the newest key now."""

    action: ClassVar[str] = "key:seal"
    object_type: ClassVar[str] = "field_key"
    key: str
    count: int = 0
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestKeyKept(Event):
    """The key that digests come from was put under the key that seals."""

    action: ClassVar[str] = "key:keep"
    object_type: ClassVar[str] = "field_key"
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRefused(Event):
    """The guard refused a text, or asked why it is to be kept; the text itself is nowhere."""

    action: ClassVar[str] = "guard:refuse"
    object_type: ClassVar[str] = "text"
    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    endpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextKept(Event):
    """Somebody gave a reason why what the guard asked about is kept."""

    action: ClassVar[str] = "guard:keep"
    object_type: ClassVar[str] = "text"
    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    endpoint: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedNameChanged(Event):
    """A name of a school or a community was put on the list of the guard, or taken off."""

    action: ClassVar[str] = "guard:list"
    object_type: ClassVar[str] = "guarded_name"
    kind: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPackTaken(Event):
    """The yearly pack on data of minors was taken out."""

    action: ClassVar[str] = "pack:take"
    object_type: ClassVar[str] = "audit_pack"
    year: int
