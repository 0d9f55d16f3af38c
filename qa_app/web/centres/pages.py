"""Pages of centres."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from qa_app.domain.citations import Citation
from qa_app.domain.text import BilingualText
from qa_app.queries.actions import ActionLine
from qa_app.queries.centre_needs import CentreNeeds
from qa_app.queries.centres import CentreFilter, CentreHead, CentreLine, PlaceChoice
from qa_app.web.centre_links import Tab
from qa_app.web.centres.area_lines import AreaLine
from qa_app.web.centres.chart_beside import ChartBeside
from qa_app.web.centres.moved_view import MovedView
from qa_app.web.centres.section_items import ItemBehind
from qa_app.web.centres.trend_view import TrendView
from qa_app.web.held_criteria import VerdictWord
from qa_app.web.pages import Page
from qa_app.web.rated import Rated


@dataclass(frozen=True, slots=True)
class RubricChoice:
    """A rubric that a scope has readings of.

    Attributes:
        area: Area code.
        area_name: The area's name.
        code: The rubric.
        title: Its title.
    """

    area: str
    area_name: BilingualText
    code: str
    title: BilingualText


@dataclass(frozen=True, slots=True)
class CriteriaTile:
    """How a centre stands against the criteria, counted over all its areas.

    Attributes:
        address: The criteria page, narrowed to this centre.
        met: Criteria met.
        asked: Criteria asked.
        rest: What became of the others, with how many; empty when all are met.
    """

    address: str
    met: int
    asked: int
    rest: tuple[tuple[VerdictWord, int], ...]


@dataclass(frozen=True, slots=True)
class NeedLine:
    """Something that waits at a centre.

    Attributes:
        line: The action.
        owner: Who does it.
        state: Where it stands.
        look: How that is shown.
    """

    line: ActionLine
    owner: str
    state: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CentresPage(Page):
    """The list, narrowed to a place, with that place's areas."""

    template: ClassVar[str] = "centres/index.html"

    heading: str
    wanted: CentreFilter
    centres: tuple[CentreLine, ...]
    next_address: str | None
    is_first: bool
    places: tuple[PlaceChoice, ...]
    areas: tuple[tuple[str, BilingualText], ...]
    place: BilingualText | None
    lines: tuple[AreaLine, ...]
    trend_address: str | None
    network_address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage(Page):
    """How a centre stands."""

    template: ClassVar[str] = "centres/overview.html"

    centre: CentreHead
    tabs: list[Tab]
    headline: str
    lede: str
    lines: tuple[AreaLine, ...]
    reached: int
    rated: int
    needs: CentreNeeds | None
    need_lines: tuple[NeedLine, ...]
    today: date
    days_to_session: int | None
    session_day: date | None
    session_address: str | None
    criteria: CriteriaTile | None
    cases_address: str | None
    trend_address: str
    uncounted: str
    papers: tuple[tuple[str, str], ...]
    sums: tuple[tuple[BilingualText, Rated], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPage(Page):
    """How one rubric's results change."""

    template: ClassVar[str] = "centres/trends.html"

    scope_name: str
    tabs: list[Tab]
    rubrics: tuple[RubricChoice, ...]
    view: TrendView
    items: tuple[ItemBehind, ...]
    moved: MovedView | None
    rated: Rated
    behind: tuple[str, str]
    here_address: str
    csv_address: str
    figure_address: str
    uncounted: str
    beside: ChartBeside


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTrendPage(Page):
    """Nothing to draw yet."""

    template: ClassVar[str] = "centres/no_trends.html"

    scope_name: str
    tabs: list[Tab]
    back_address: str
    least: int


@dataclass(frozen=True, slots=True)
class ItemPeriodLine:
    """A period of the trend of an item; all in words, empty where held back."""

    period: str
    share: str
    met: str
    n: str
    limits: str = ""
    signal: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTrendPage(Page):
    """How often files meet one item.

    Attributes:
        scope_name: Whose files.
        heading: What the last period shows, and what the limits say of it.
        lede: The same in whole sentences.
        icons: The same as signs with their words.
        limits: What the lines across are.
        has_bounds: True when there are limits.
        has_median: True when there is a median.
        chart_reason: Which chart it is and why.
        cuts: Where the line breaks or limits begin anew, and why.
        rubric: Title of the rubric.
        code: Code of the item.
        text: What it asks.
        item_address: The item on the page of its version.
        section_address: The trend of its section.
        rests_on: Clauses of the library on which it rests.
        svg: The chart; None when no period has enough files.
        lines: Versions and their periods, both newest first.
        least: Files from which on a share is shown.
        least_to_ask: Files from which on a period tells of those that one would have to ask for.
        is_whole: False when small numbers are held back.
        has_to_ask: True when a period is held back for few of whose files one would have to ask.
    """

    template: ClassVar[str] = "centres/item_trend.html"

    scope_name: str
    heading: str
    lede: str
    icons: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]
    has_bounds: bool
    has_median: bool
    chart_reason: str
    cuts: tuple[str, ...]
    rubric: BilingualText
    code: str
    text: BilingualText
    item_address: str
    section_address: str
    rests_on: tuple[Citation, ...]
    svg: Markup | None
    lines: tuple[tuple[str, tuple[ItemPeriodLine, ...]], ...]
    least: int
    least_to_ask: int
    is_whole: bool
    has_to_ask: bool
