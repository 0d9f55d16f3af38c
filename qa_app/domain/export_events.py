"""What the journal records of data that leaves the platform."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsExported(Event):
    """Results were taken away item by item; `object_id` is the mark that every row carries.

    `request` is the approved request; None where none is needed.
    """

    action: ClassVar[str] = "items:export"
    object_type: ClassVar[str] = "item_export"
    purpose: str
    form: str
    since: str | None
    until: str | None
    request: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsRequested(Event):
    """Somebody asked to take results away item by item."""

    action: ClassVar[str] = "items:request"
    object_type: ClassVar[str] = "export_request"
    purpose: str
    form: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAnswered(Event):
    """A request to take results away was approved or refused; `refusal` is None if approved."""

    action: ClassVar[str] = "items:answer"
    object_type: ClassVar[str] = "export_request"
    step: str
    refusal: str | None
