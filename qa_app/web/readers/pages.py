"""Pages of who reads."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.queries.readers import Reader, TieLine
from qa_app.web.pages import Page
from qa_app.web.readers.forms import CapacityForm, EndForm, TieForm


@dataclass(frozen=True, slots=True)
class ShownTie:
    """A tie in words.

    Attributes:
        line: It.
        kind: What it is.
        reason: Why a conflict was declared; empty otherwise.
        bars: What it bars, and until when.
        may_end: True when whoever looks may give it its last day; what others recorded about
            them they may not.
    """

    line: TieLine
    kind: str
    reason: str
    bars: str
    may_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTiesPage(Page):
    """What keeps oneself from reviewing."""

    template: ClassVar[str] = "readers/own_ties.html"

    ties: tuple[ShownTie, ...]
    form: TieForm
    end_form: EndForm


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """A reader in the list."""

    reader: Reader
    areas: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadersPage(Page):
    """Everybody who reads within reach."""

    template: ClassVar[str] = "readers/index.html"

    lines: tuple[ReaderLine, ...]
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderPage(Page):
    """One reader: ties, areas and files a week."""

    template: ClassVar[str] = "readers/reader.html"

    reader: Reader
    ties: tuple[ShownTie, ...]
    form: TieForm
    end_form: EndForm
    capacity: CapacityForm
