"""Acts on rubrics and their drafts, as the journal tells them."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricPublished(Event):
    """A rubric version was frozen; `alone` says why no second person published it, if none did."""

    action: ClassVar[str] = "rubric:publish"
    object_type: ClassVar[str] = "rubric_version"
    rubric: str
    version: str
    fingerprint: str
    alone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricDraftStarted(Event):
    """A draft of a rubric was begun: empty, from a version, or from a file."""

    action: ClassVar[str] = "rubric:start"
    object_type: ClassVar[str] = "rubric_draft"
    rubric: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricDraftSaved(Event):
    """The content of a draft was replaced."""

    action: ClassVar[str] = "rubric:save"
    object_type: ClassVar[str] = "rubric_draft"
    rubric: str
    revision: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricDraftMoved(Event):
    """A draft was handed in, returned to its author, or discarded."""

    action: ClassVar[str] = "rubric:move"
    object_type: ClassVar[str] = "rubric_draft"
    rubric: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCompared(Event):
    """A person said whether a reworded item can still be compared with the version before."""

    action: ClassVar[str] = "rubric:compare"
    object_type: ClassVar[str] = "rubric_draft"
    rubric: str
    key: str
    comparison: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricRetired(Event):
    """A published version is not offered any more."""

    action: ClassVar[str] = "rubric:retire"
    object_type: ClassVar[str] = "rubric_version"
    rubric: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricTranslated(Event):
    """Missing texts of a published version were given in a further language."""

    action: ClassVar[str] = "rubric:translate"
    object_type: ClassVar[str] = "rubric_version"
    rubric: str
    version: str
    count: int
