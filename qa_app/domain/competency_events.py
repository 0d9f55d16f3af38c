"""What the journal tells of competencies; never a level, a mark or a word of a note."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkPublished(Event):
    """A version of a competency framework was published."""

    action: ClassVar[str] = "competency:publish"
    object_type: ClassVar[str] = "competency_framework"
    area: str
    version: str
    digest: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetenciesAssessed(Event):
    """A worker's competencies were assessed, or an assessment was ended as mistaken."""

    action: ClassVar[str] = "competency:assess"
    object_type: ClassVar[str] = "practitioner"
    step: str
    kind: str = ""
    name_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsSurveyed(Event):
    """A worker said how sure they are of each competency and how much it matters."""

    action: ClassVar[str] = "competency:survey"
    object_type: ClassVar[str] = "practitioner"
