"""Pages on which a form is filled."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.web.own_forms.forms import OwnFormConfirm, OwnFormUpload
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class NameLine:
    """A name or key, in English and in Chinese, what it gives, and how it stands in a cell."""

    name: str
    chinese: str
    gives: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFormPage(Page):
    """Where a form is chosen; what may stand in it.

    Attributes:
        form: The form that sends it.
        names: What may be asked for.
        keys: What narrows it.
        areas: Code and name of each area of expertise.
        periods: Kind of a period, and ways to write it.
    """

    template: ClassVar[str] = "own_forms/index.html"

    form: OwnFormUpload
    names: tuple[NameLine, ...]
    keys: tuple[NameLine, ...]
    areas: tuple[tuple[str, BilingualText], ...]
    periods: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class CellLine:
    """A placeholder: its sheet and cell, as it stands there, what comes in its place.

    Attributes:
        sheet: Name of the sheet.
        at: Place of the cell.
        asked: What stands between the braces.
        value: What comes there; empty where there is no value.
        gap: Why there is no value; empty where there is one.
    """

    sheet: str
    at: str
    asked: str
    value: str
    gap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFormPreview(Page):
    """What a form would say, before it is taken away."""

    template: ClassVar[str] = "own_forms/preview.html"

    form: OwnFormConfirm
    filled: int
    without: tuple[CellLine, ...]
    with_value: tuple[CellLine, ...]
    more: int
