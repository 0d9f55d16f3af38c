"""Pages of comparison."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from qa_app.domain.quarter_means import Shade
from qa_app.domain.text import BilingualText
from qa_app.web.pages import Choice, Page
from qa_app.web.rated import Rated


@dataclass(frozen=True, slots=True)
class RubricOfArea:
    """A rubric that files were read against.

    Attributes:
        area: Its area.
        code: Its code.
        title: Its title.
        is_chosen: True for the one shown.
    """

    area: BilingualText
    code: str
    title: BilingualText
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One centre or place in the table.

    Attributes:
        name: Its name.
        address: Its own page; None for those who may not open it.
        value: Its number with what it rests on, or why there is none.
        interval: Interval of the number.
        open_count: Files whose result may still change.
        flag: Where it lies in the funnel.
        sign: Sign of the change over time; empty where that is not shown.
        change: The same in a word.
        is_noted: True where it needs attention.
    """

    name: BilingualText
    address: str | None
    value: str
    interval: str
    open_count: int
    flag: str
    sign: str
    change: str
    is_noted: bool


@dataclass(frozen=True, slots=True)
class UnitChart:
    """The small trend of one centre or place; its sign with its word says how it changes."""

    name: BilingualText
    address: str | None
    change: tuple[str, str]
    headline: str
    svg: Markup | None


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A section in a quarter.

    Attributes:
        value: Its mean as written; empty when not rated.
        n: Files.
        shade: How it stands to the lines; decides tint and shape.
        is_hollow: True while one of its files is provisional.
        address: The trend of the section.
    """

    value: str
    n: int
    shade: Shade
    is_hollow: bool
    address: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A section in the heat table; without a title the whole file."""

    title: BilingualText
    cells: tuple[HeatCell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonPage(Page):
    """Centres of a place beside each other.

    Attributes:
        place: Name of the place.
        above: Address and name of the place above; None at the top.
        tabs: Other pages of the place.
        title: Title of the rubric.
        headline: The finding.
        lede: What it rests on.
        here_address: Address of the page without filters.
        rubrics: Rubrics to choose from.
        measures: Measures that the rubric has.
        months: Last months to choose from.
        kept: Filters of the address that the form keeps.
        versions: Versions as links.
        below: Places one step below as links.
        attention: Everything, or what needs attention.
        caption: What the numbers of the interval plot are.
        intervals: The interval plot; None where no number is shown.
        funnel: The funnel; None without one.
        funnel_words: What it holds centres against.
        figure_address: The interactive form of the funnel.
        lines: The table.
        has_funnel: True where the table says where centres lie in the funnel.
        has_changes: True where the table says how centres change.
        are_places: True where places are compared.
        charts: Small trends of this page.
        chart_pages: Pages of small trends as links.
        quarters: Columns of the heat table.
        heat: Its rows.
        heat_lines: Percentages of the lines that its cells are held against; none for levels.
        rated: What a rule rubric says of all these files; empty for others.
        csv_address: The table to keep.
    """

    template: ClassVar[str] = "comparison/show.html"

    place: str
    above: tuple[str, str] | None
    tabs: tuple[Choice, ...]
    title: BilingualText
    headline: str
    lede: str
    here_address: str
    rubrics: tuple[RubricOfArea, ...]
    measures: tuple[tuple[str, str, bool], ...]
    months: tuple[tuple[str, str, bool], ...]
    kept: tuple[tuple[str, str], ...]
    versions: tuple[Choice, ...]
    below: tuple[Choice, ...]
    attention: tuple[Choice, ...]
    caption: str
    intervals: Markup | None
    funnel: Markup | None
    funnel_words: str
    figure_address: str
    lines: tuple[UnitLine, ...]
    has_funnel: bool
    has_changes: bool
    are_places: bool
    charts: tuple[UnitChart, ...]
    chart_pages: tuple[Choice, ...]
    quarters: tuple[str, ...]
    heat: tuple[HeatRow, ...]
    heat_lines: tuple[int, ...]
    rated: Rated
    csv_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoComparisonPage(Page):
    """Nothing to compare, or an address that asks for what there is not.

    Attributes:
        place: Name of the place.
        tabs: Other pages of the place.
        faults: What is wrong with the address, in sentences; empty where nothing was read.
        months: The months asked for, in words; empty where these are wrong.
        here_address: Address of the page without filters.
        earlier: Other months as links.
        below: Places one step below as links.
    """

    template: ClassVar[str] = "comparison/none.html"

    place: str
    tabs: tuple[Choice, ...]
    faults: tuple[str, ...]
    months: str
    here_address: str
    earlier: tuple[Choice, ...]
    below: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesPage(Page):
    """The places whose centres may be compared."""

    template: ClassVar[str] = "comparison/index.html"

    places: tuple[Choice, ...]
