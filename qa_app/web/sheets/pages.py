"""Pages of score sheets on paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from qa_app.web.pages import Page
from qa_app.web.sheets.forms import ScansForm


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page of the sheet; `scan_id` and `filed_at` are None until one was filed."""

    page: int
    scan_id: int | None
    filed_at: datetime | None
    items: int
    unsure: int


@dataclass(frozen=True, slots=True)
class ReadRow:
    """An item as the scan was read.

    Attributes:
        item: Its code.
        text: Its requirement.
        options: Code, digit and words of each answer.
        read: The answer that was read; empty for none.
        is_sure: False when a person has to look.
        chosen: What the form proposes; empty for nothing.
        stands: What is saved so far, in words; empty for nothing.
        base: Revision of what is saved.
        image: Address of the row as it was scanned.
    """

    item: str
    text: str
    options: tuple[tuple[str, str, str], ...]
    read: str
    is_sure: bool
    chosen: str
    stands: str
    base: int
    image: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage(Page):
    """Where a sheet is printed and its scans come back."""

    template: ClassVar[str] = "sheets/show.html"

    audit_id: int
    reference: str | None
    form: ScansForm
    refused: tuple[tuple[str, str], ...]
    lines: tuple[PageLine, ...]
    rest: int
    languages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage(Page):
    """What was read, to be confirmed."""

    template: ClassVar[str] = "sheets/read.html"

    audit_id: int
    reference: str | None
    rows: tuple[ReadRow, ...]
    unsure: int
    missing: tuple[int, ...]
    wrong: tuple[str, ...]
