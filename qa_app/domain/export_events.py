"""What the journal records of data that leaves the platform."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsExported(Event):
    """Results were taken away item by item; `object_id` is the mark that every row carries."""

    action: ClassVar[str] = "items:export"
    object_type: ClassVar[str] = "item_export"
    purpose: str
    form: str
    since: str | None
    until: str | None
