"""Pages of reviews that a moderator looks at."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.queries.single_moderations import SingleLine, SinglePaper
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class ShownSingle:
    """A review in the list, and why a moderator looks at it, in words."""

    line: SingleLine
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SinglesPage(Page):
    """Reviews that wait for a moderator."""

    template: ClassVar[str] = "singles/index.html"

    title: str
    singles: tuple[ShownSingle, ...]
    next_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SinglePage(Page):
    """One review that a moderator looks at, or looked at."""

    template: ClassVar[str] = "singles/show.html"

    paper: SinglePaper
    causes: tuple[str, ...]
    reason: str
    fault: str
    why_not: str
