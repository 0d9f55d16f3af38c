"""Acts about reviews of a region's year, as the journal tells them."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionReviewOpened(Event):
    """A review of a region's year was begun."""

    action: ClassVar[str] = "audit:region"
    object_type: ClassVar[str] = "audit"
    region: str
    year: int
