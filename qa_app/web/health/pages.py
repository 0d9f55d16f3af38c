"""Pages about the installation itself."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class PartLine:
    """How one part stands, in words."""

    name: str
    mark: str
    is_fault: bool
    found: str
    mend: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of the installation."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPage(Page):
    """How the installation stands."""

    template: ClassVar[str] = "health/system.html"

    faults: int
    warnings: int
    has_backup: bool
    lines: tuple[PartLine, ...]
    figures: tuple[FigureLine, ...]
