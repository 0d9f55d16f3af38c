"""Pages of reports of quarters and years."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from qa_app.web.pages import Choice, Page
from qa_app.wording.said_period import SaidBlock
from qa_app.wording.said_printed import SaidPrinted


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report in the list.

    Attributes:
        id: It.
        name: Name of the centre or place.
        period: Its quarter or year.
        version: Its version.
        made_on: Local day on which it was made.
        is_new: True until its reader opens it.
    """

    id: int
    name: str
    period: str
    version: int
    made_on: date
    is_new: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with what it shows."""

    title: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block of the report with its pictures.

    Attributes:
        said: Its words.
        picture: Its chart; None without one.
        captions: What lines across the chart are.
        line: Percentage of the line across; 0 without one.
        small: Its small charts.
        small_name: What those show.
        has_earlier: True where it shows more than one version of the rubric.
    """

    said: SaidBlock
    picture: Picture | None
    captions: tuple[str, ...]
    line: int
    small: tuple[Picture, ...]
    small_name: str
    has_earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsPage(Page):
    """Which reports there are, what is new among them."""

    template: ClassVar[str] = "period_reports/index.html"

    finding: str
    kinds: tuple[Choice, ...]
    reports: tuple[ListedReport, ...]
    centre: str
    centre_id: int | None
    languages: tuple[tuple[str, str], ...]
    newer: str | None
    older: str | None
    reads_reviews: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage(Page):
    """One report."""

    template: ClassVar[str] = "period_reports/report.html"

    id: int
    headline: str
    paper: SaidPrinted
    blocks: tuple[ShownBlock, ...]
    versions: tuple[Choice, ...]
    languages: tuple[tuple[str, str], ...]
    is_latest: bool
