"""What the journal records of the library of standards."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardImported(Event):
    """A document was taken in from a file with its clauses."""

    action: ClassVar[str] = "standard:import"
    object_type: ClassVar[str] = "standard_document"
    change: str
    count: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardChanged(Event):
    """A document was written, changed, put in force or superseded."""

    action: ClassVar[str] = "standard:change"
    object_type: ClassVar[str] = "standard_document"
    change: str
    revision: int
    successor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseChanged(Event):
    """A clause of a document was written or changed; `object_id` is such as `MPL#11`."""

    action: ClassVar[str] = "clause:change"
    object_type: ClassVar[str] = "standard_clause"
    change: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhrasesChanged(Event):
    """The phrases for the notes of items were set; `object_id` is such as `legal_aid/A1`."""

    action: ClassVar[str] = "phrase:change"
    object_type: ClassVar[str] = "item_phrase"
    rubric: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCompared(Event):
    """A published version was compared with the one before, or a person said it of an item."""

    action: ClassVar[str] = "rubric:compare_version"
    object_type: ClassVar[str] = "rubric_version"
    rubric: str
    version: str
    count: int
    key: str | None = None
    comparison: str | None = None
