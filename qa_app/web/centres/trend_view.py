"""What a trend page shows: one chart, its small ones, its table, its words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from qa_app.domain.chart_notes import NumberedNote
from qa_app.domain.defaults import CHART_MONTHS, SPARKLINE_POINTS
from qa_app.domain.limit_findings import limit_findings, on_one_ground
from qa_app.domain.period_codes import period_code
from qa_app.domain.rubric import Rubric
from qa_app.domain.score_axis import AxisKind, ScoreAxis, axis_of
from qa_app.domain.series import Coverage, Point, Series, series_since
from qa_app.domain.shares import Measure
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import WHOLE_FILE
from qa_app.domain.trend_findings import findings_of
from qa_app.queries.linked_trends import NOT_LINKED, LinkedTrend
from qa_app.queries.trends import RubricTrend
from qa_app.reports.charts import Chart, chart_svg
from qa_app.reports.charts import small as only_small
from qa_app.reports.plotly_figure import plotly_figure
from qa_app.reports.trend_chart import Drawn, span_of, trend_chart
from qa_app.web.centres.area_lines import PeriodLine, period_line
from qa_app.web.centres.charted import (
    Charted,
    CutsOf,
    Wanted,
    charted,
    limit_cells,
    offered,
    second_band,
)
from qa_app.web.centres.linked_view import (
    LinkedView,
    break_sentences,
    linked_series,
    linked_views,
    version_numbers,
)
from qa_app.web.centres.trend_words import notes_of, said_of
from qa_app.wording import Words, share_trends, trend_limits
from qa_app.wording import trends as wording

_SMALL = 100


@dataclass(frozen=True, slots=True)
class SmallChart:
    """One section among the small charts.

    Attributes:
        section: Its code.
        title: Its title.
        headline: What it shows, and what the limits say of the latest period.
        icons: The same as signs with their words.
        svg: The picture; None when no period is rated.
    """

    section: str
    title: BilingualText
    headline: str
    icons: tuple[tuple[str, str], ...]
    svg: Markup | None


@dataclass(frozen=True, slots=True)
class Besides:
    """A series that stands apart from the main one.

    Attributes:
        coverage: Which files.
        words: What they are.
        headline: What they show.
        periods: Its table, newest first.
    """

    coverage: Coverage
    words: str
    headline: str
    periods: tuple[PeriodLine, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a page stands on besides its series.

    Attributes:
        cuts_of: Where limits begin anew.
        notes: What happened, to be marked on the chart.
        behind: From `item_addresses.behind_parts`; empty where dots lead nowhere.
    """

    cuts_of: CutsOf
    notes: Sequence[NumberedNote] = ()
    behind: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class TrendView:
    """One rubric of one scope.

    Attributes:
        rubric: The version in use.
        section: Section shown; empty for whole files.
        section_title: Its title; empty for whole files.
        measure: What the chart shows.
        measures: What can be shown, each with its name.
        value_words: What a table calls its number.
        coverage: Which files the chart shows.
        headline: The finding, for the title.
        lede: What else there is to say.
        svg: The chart; None when no period is rated.
        limits: What the lines across are, for each stretch that has some.
        has_bounds: True when a stretch has limits.
        has_median: True when a stretch has a median.
        icons: What the latest point says and whether the line is kept: sign and word.
        chart_reason: Which chart it is and why.
        version_rules: Why the line breaks at each new version.
        small: The sections, when whole files are shown.
        sections: Code and title of every section.
        periods: The table, newest first, as far back as a sparkline reaches.
        earlier: What came before.
        has_more: True where older periods stand only in the table to keep.
        besides: Series that stand apart.
        unit_words: What the numbers at the left are.
        line: Percentage at which the line of the criterion stands; 0 without one.
        linked: Lines over several versions, newest first; whole files only.
        line_breaks: Where no such line goes on and why, newest first, unless the chart says it;
            whole files only.
    """

    rubric: Rubric
    section: str
    section_title: BilingualText
    measure: Measure
    measures: tuple[tuple[Measure, str], ...]
    value_words: str
    coverage: Coverage
    headline: str
    lede: str
    svg: Markup | None
    limits: tuple[str, ...]
    has_bounds: bool
    has_median: bool
    icons: tuple[tuple[str, str], ...]
    chart_reason: str
    version_rules: tuple[str, ...]
    small: tuple[SmallChart, ...]
    sections: tuple[tuple[str, BilingualText], ...]
    periods: tuple[PeriodLine, ...]
    earlier: tuple[PeriodLine, ...]
    has_more: bool
    besides: tuple[Besides, ...]
    unit_words: str
    line: int
    linked: tuple[LinkedView, ...]
    line_breaks: tuple[str, ...]


def trend_view(
    words: Words, trend: RubricTrend, wanted: Wanted, linked: LinkedTrend, ground: Ground
) -> TrendView | None:
    """Lay a trend page out.

    Args:
        words: The page's language.
        trend: The rubric's series.
        wanted: Which section, and what of it; what is not offered is shown as scores.
        linked: What joins its versions.
        ground: What else it stands on.

    Returns:
        The page's content; None when the rubric has no such section. Everything said rests on all
        periods; drawn and listed are those of the last `CHART_MONTHS`.
    """
    rubric, coverage, section = trend.current, trend.main_coverage, wanted.section
    titles = _sections(trend)
    if section and section not in titles:
        return None
    chart = charted(words, trend, _offered(trend, wanted), ground.cuts_of)
    is_plain = chart.measure is Measure.SCORE and not section
    linked = linked if is_plain else NOT_LINKED
    said = said_of(words, trend, chart, section, linked)
    noted = replace(
        _drawn(words, trend, chart.drawn, linked), notes=ground.notes, behind=_behind(trend, ground)
    )
    drawn = _chart(words, trend, "trend", noted)
    periods = _periods(words, trend, chart)
    shown_stretches = [one for segment in drawn.segments for one in segment.stretches]
    notes = notes_of(words, trend, wanted, chart)
    return TrendView(
        rubric=rubric,
        section=section,
        section_title=titles.get(section, BilingualText()),
        measure=chart.measure,
        measures=tuple(
            (one, share_trends.measure(words, one, second_band(trend)))
            for one in offered(trend, WHOLE_FILE)
        ),
        value_words=share_trends.column(words, chart.measure, second_band(trend)),
        coverage=coverage,
        headline=said[0],
        lede=wording.paragraph(words, (*said[1:], *notes, wording.shown(words, coverage))),
        svg=_svg(drawn) if chart.series.rated else None,
        limits=tuple(one.words for one in shown_stretches),
        has_bounds=any(one.steps for one in shown_stretches),
        has_median=any(not one.steps for one in shown_stretches),
        icons=trend_limits.icons(words, chart.now),
        chart_reason=""
        if chart.now is None
        else wording.paragraph(
            words, trend_limits.chart_reason(words, chart.now, chart.drawn.stretches)
        ),
        version_rules=tuple(mark.why for mark in drawn.breaks),
        has_more=chart.drawn.series != chart.series,
        small=_small(words, trend, titles, ground.cuts_of) if is_plain else (),
        sections=tuple(titles.items()),
        periods=periods[:SPARKLINE_POINTS],
        earlier=periods[SPARKLINE_POINTS:],
        besides=() if chart.lead else _besides(words, trend, coverage, section),
        unit_words=_unit(chart.axis),
        line=max(chart.axis.lines, default=0),
        linked=linked_views(words, trend, linked, ground.cuts_of(WHOLE_FILE)),
        line_breaks=tuple(
            one
            for one in break_sentences(words, trend, linked)
            if all(one not in mark.why for mark in drawn.breaks)
        ),
    )


def _offered(trend: RubricTrend, wanted: Wanted) -> Wanted:
    is_offered = wanted.measure in offered(trend, wanted.section)
    return wanted if is_offered else Wanted(wanted.section)


def _unit(axis: ScoreAxis) -> str:
    if axis.kind is AxisKind.SHARE:
        return str(_("share of files, in per cent"))
    return str(_("points out of 100") if axis.lines else _("levels of the rubric's scale"))


def figure_of(
    words: Words, trend: RubricTrend, wanted: Wanted, linked: LinkedTrend, ground: Ground
) -> dict[str, Any]:
    """Build the interactive form of a trend page's chart.

    Args:
        words: The page's language.
        trend: The rubric's series.
        wanted: Which section, and what of it; what is not offered is shown as scores.
        linked: What joins its versions.
        ground: What else it stands on.

    Returns:
        The figure for plotly.js; the sections beside whole files have pictures of their own.
    """
    chart = charted(words, trend, _offered(trend, wanted), ground.cuts_of)
    name = chart.lead or plain_title(words, _sections(trend).get(wanted.section))
    linked = NOT_LINKED if wanted.section or chart.lead else linked
    noted = replace(_drawn(words, trend, chart.drawn, linked), notes=ground.notes)
    drawn = _chart(words, trend, "trend", noted)
    return plotly_figure(words, drawn, name)


def plain_title(words: Words, title: BilingualText | None) -> str:
    """Name a section, or whole files.

    Args:
        words: The page's language.
        title: The section's title; None for whole files.

    Returns:
        The name.
    """
    return _("Whole file") if title is None else title.in_language(words.language)


def _sections(trend: RubricTrend) -> dict[str, BilingualText]:
    """Give every section that was ever scored, the titles of the version in use first."""
    titles: dict[str, BilingualText] = {}
    scored = {section for _, section in trend.series if section != WHOLE_FILE}
    for rubric in (trend.current, *trend.versions.values()):
        for one in rubric.sections:
            if one.code in scored:
                titles.setdefault(one.code, one.title)
    return titles


def _chart(words: Words, trend: RubricTrend, key: str, drawn: Drawn) -> Chart:
    return trend_chart(words, key, trend.current.title.in_language(words.language), drawn)


def _drawn(
    words: Words,
    trend: RubricTrend,
    chart: Charted,
    linked: LinkedTrend = NOT_LINKED,
    span: tuple[int, int] | None = None,
) -> Drawn:
    # lines over several versions reach back as far as the versions' own
    first = chart.series.points[0].period.first_month if chart.series.points else 0
    return Drawn(
        chart.series,
        chart.axis,
        version_numbers(trend),
        span,
        linked=tuple(
            (name, series_since(line, first)) for name, line in linked_series(words, trend, linked)
        ),
        unjoined=linked.breaks,
        stretches=chart.stretches,
        lead=chart.lead,
    )


def _behind(trend: RubricTrend, ground: Ground) -> Callable[[Point], str] | None:
    before, after = ground.behind
    if not before:
        return None

    def address(point: Point) -> str:
        version = trend.versions[point.version_id].version
        return f"{before}{version}/{period_code(point.period)}{after}"

    return address


def _svg(chart: Chart, *heights: int) -> Markup:
    return Markup(chart_svg(chart, *heights))  # noqa: S704 - escaped there


def _small(
    words: Words, trend: RubricTrend, titles: Mapping[str, BilingualText], cuts_of: CutsOf
) -> tuple[SmallChart, ...]:
    span = span_of(charted(words, trend, Wanted(), cuts_of).drawn.series)
    small = []
    for code, title in titles.items():
        chart = charted(words, trend, Wanted(code), cuts_of)
        now = chart.now
        drawn = _chart(
            words, trend, f"section-{code}", _drawn(words, trend, chart.drawn, span=span)
        )
        headline = trend_limits.headline(
            words,
            wording.sentence(words, on_one_ground(findings_of(chart.series)[0], now), chart.axis),
            None if now is None else limit_findings(now)[0],
        )
        icons = trend_limits.icons(words, now)
        svg = _svg(only_small(drawn), _SMALL) if chart.series.rated else None
        small.append(SmallChart(code, title, headline, icons, svg))
    return tuple(small)


def _periods(words: Words, trend: RubricTrend, chart: Charted) -> tuple[PeriodLine, ...]:
    return tuple(_period(words, trend, chart, one) for one in reversed(chart.drawn.series.points))


def _period(words: Words, trend: RubricTrend, chart: Charted, point: Point) -> PeriodLine:
    line = period_line(words, point, trend.versions[point.version_id])
    limits, signal = limit_cells(words, chart, point)
    line = replace(line, limits=limits, signal=signal)
    if chart.measure is Measure.SCORE:
        return line
    told = share_trends.counted(words, chart.measure, point)
    return replace(line, value=told)


def _listed(series: Series) -> Series:
    last = max((one.period.last_month for one in series.points), default=0)
    return series_since(series, last - CHART_MONTHS + 1)


def _besides(words: Words, trend: RubricTrend, main: Coverage, section: str) -> tuple[Besides, ...]:
    axis = axis_of(trend.current)
    others = [
        (coverage, trend.series[coverage, section])
        for coverage in Coverage
        if coverage is not main and (coverage, section) in trend.series
    ]
    return tuple(
        Besides(
            coverage,
            words.say(wording.COVERAGES[coverage]),
            wording.sentence(words, findings_of(series)[0], axis),
            tuple(
                period_line(words, one, trend.versions[one.version_id])
                for one in reversed(_listed(series).points)
            ),
        )
        for coverage, series in others
    )
