"""Pages of coverage."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.web.pages import Choice, Page
from qa_app.wording.said_coverage import SaidCoverage


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePage(Page):
    """What was due and held, by month, part, person, area and type."""

    template: ClassVar[str] = "coverage/index.html"

    of: str
    told: SaidCoverage
    svg: str
    above: tuple[Choice, ...]
    mine: tuple[Choice, ...]
    unseen: tuple[Choice, ...]
    quarter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCoveragePage(Page):
    """Nothing of what is shown is this person's."""

    template: ClassVar[str] = "coverage/none.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterPage(Page):
    """The supervision report of a quarter as a page."""

    template: ClassVar[str] = "coverage/report.html"

    of: str
    told: SaidCoverage
    title: str
    subject: str
    svg: str
    quarter: str
    quarters: tuple[Choice, ...]
    languages: tuple[tuple[str, str], ...]
    reviewed: int | None
