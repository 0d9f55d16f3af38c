"""Parts of pages that show what a rubric asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from qa_app.domain.asked import AskedItem
from qa_app.web.asking.background import FieldView
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPart(Page):
    """One field of the background."""

    template: ClassVar[str] = "asking/field.html"

    field: FieldView


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPart(Page):
    """One item of the workspace; what differs from reader to reader is a slot."""

    template: ClassVar[str] = "asking/item.html"

    asked: AskedItem
    mode: str
    chosen: str | None
    is_note_open: bool
    is_asked: bool
    read: tuple[str, ...]
    phrases: tuple[str, ...]
    slots: Mapping[str, Markup]
    option_words: Callable[[AskedItem, str], str]
    materials: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    basis: str
    capped_band: str
