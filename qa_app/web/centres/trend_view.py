"""What a trend page shows: one chart, its small ones, its table, its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from qa_app.domain.charting import Stretch, stretch_now, stretches_of
from qa_app.domain.common_items import is_same_section
from qa_app.domain.defaults import SPARKLINE_POINTS
from qa_app.domain.limit_findings import limit_findings
from qa_app.domain.rubric import Rubric
from qa_app.domain.score_axis import ScoreAxis, axis_of
from qa_app.domain.series import NO_SERIES, Coverage, Series
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import WHOLE_FILE
from qa_app.domain.trend_findings import Finding, FindingCode, findings_of
from qa_app.queries.linked_trends import NOT_LINKED, LinkedTrend
from qa_app.queries.trends import RubricTrend
from qa_app.reports.charts import Chart, chart_svg
from qa_app.reports.charts import small as only_small
from qa_app.reports.plotly_figure import plotly_figure
from qa_app.reports.trend_chart import Drawn, span_of, trend_chart
from qa_app.web.centres.area_lines import PeriodLine, period_line
from qa_app.web.centres.linked_view import (
    LinkedView,
    break_sentences,
    linked_series,
    linked_views,
    version_numbers,
)
from qa_app.wording import Words, trend_limits
from qa_app.wording import trends as wording

_SMALL = 100
_WHOLE_PCT = 100
_COMPARED = frozenset({FindingCode.RISEN, FindingCode.FALLEN, FindingCode.SAME})


@dataclass(frozen=True, slots=True)
class SmallChart:
    """One section among the small charts.

    Attributes:
        section: Its code.
        title: Its title.
        headline: What it shows.
        svg: The picture; None when no period is rated.
    """

    section: str
    title: BilingualText
    headline: str
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
class TrendView:
    """One rubric of one scope.

    Attributes:
        rubric: The version in use.
        section: Section shown; empty for whole files.
        section_title: Its title; empty for whole files.
        coverage: Which files the chart shows.
        headline: The finding, for the title.
        lede: What else there is to say.
        svg: The chart; None when no period is rated.
        limits: What the lines across are, for each stretch that has some.
        icons: What the latest point says and whether the line is kept: sign and word.
        chart_reason: Which chart it is and why.
        version_rules: Why the line breaks at each new version.
        small: The sections, when whole files are shown.
        sections: Code and title of every section.
        periods: The table, newest first, as far back as a sparkline reaches.
        earlier: What came before.
        besides: Series that stand apart.
        unit_words: What the numbers at the left are.
        line: Percentage at which the line of the criterion stands; 0 without one.
        linked: Lines over several versions, newest first; whole files only.
        line_breaks: Where no such line goes on and why, newest first; whole files only.
    """

    rubric: Rubric
    section: str
    section_title: BilingualText
    coverage: Coverage
    headline: str
    lede: str
    svg: Markup | None
    limits: tuple[str, ...]
    icons: tuple[tuple[str, str], ...]
    chart_reason: str
    version_rules: tuple[str, ...]
    small: tuple[SmallChart, ...]
    sections: tuple[tuple[str, BilingualText], ...]
    periods: tuple[PeriodLine, ...]
    earlier: tuple[PeriodLine, ...]
    besides: tuple[Besides, ...]
    unit_words: str
    line: int
    linked: tuple[LinkedView, ...]
    line_breaks: tuple[str, ...]


def trend_view(
    words: Words, trend: RubricTrend, section: str, linked: LinkedTrend, *, sees_files: bool
) -> TrendView | None:
    """Lay a trend page out.

    Args:
        words: The page's language.
        trend: The rubric's series.
        section: Section code; empty for whole files.
        linked: What joins its versions.
        sees_files: True for those who may read the audits themselves.

    Returns:
        The page's content; None when the rubric has no such section.
    """
    rubric, coverage = trend.current, trend.main_coverage
    titles = _sections(trend)
    if section and section not in titles:
        return None
    series = trend.series.get((coverage, section), NO_SERIES)
    axis = axis_of(rubric)
    found = findings_of(series)
    said = [
        _of_version(words, trend, one, section, linked)
        if one.code is FindingCode.BREAK
        else wording.sentence(words, one, axis)
        for one in found
    ]
    target = _target(axis)
    stretches = stretches_of(series, target=target)
    now = stretch_now(stretches)
    if now is not None:
        told = limit_findings(now, target)
        said[0] = trend_limits.headline(words, said[0], told[0])
        said[1:1] = [trend_limits.sentence(words, one, axis) for one in told]
        if now.limits is None and found[0].code in _COMPARED:
            said.insert(1, wording.two_periods(words))
    linked = NOT_LINKED if section else linked
    chart = _chart(words, trend, "trend", _drawn(words, trend, series, linked, stretches))
    periods = _periods(words, trend, series, sees_files=sees_files)
    return TrendView(
        rubric=rubric,
        section=section,
        section_title=titles.get(section, BilingualText()),
        coverage=coverage,
        headline=said[0],
        lede=wording.paragraph(words, (*said[1:], wording.shown(words, coverage))),
        svg=_svg(chart) if series.rated else None,
        limits=tuple(one.words for segment in chart.segments for one in segment.stretches),
        icons=trend_limits.icons(words, now),
        chart_reason=""
        if now is None
        else wording.paragraph(words, trend_limits.chart_reason(words, now)),
        version_rules=tuple(mark.why for mark in chart.breaks),
        small=() if section else _small(words, trend, coverage, titles),
        sections=tuple(titles.items()),
        periods=periods[:SPARKLINE_POINTS],
        earlier=periods[SPARKLINE_POINTS:],
        besides=_besides(words, trend, coverage, section, sees_files=sees_files),
        unit_words=_("points out of 100") if axis.lines else _("levels of the rubric's scale"),
        line=max(axis.lines, default=0),
        linked=linked_views(words, trend, linked),
        line_breaks=break_sentences(words, trend, linked),
    )


def _of_version(
    words: Words, trend: RubricTrend, finding: Finding, section: str, linked: LinkedTrend
) -> str:
    """Say what the newest version means for what came before; the line below agrees with it."""
    series = trend.series.get((trend.main_coverage, section), NO_SERIES)
    pair = [one.version_id for one in series.segments[-2:]]
    is_same = (
        is_same_section(trend.versions[pair[0]], trend.versions[pair[1]], section)
        if section
        else None
    )
    is_joined = any(set(pair) <= set(one.joined.version_ids) for one in linked.lines)
    return wording.version_sentence(
        words, finding, version_numbers(trend), is_joined=is_joined, is_same_section=is_same
    )


def figure_of(
    words: Words, trend: RubricTrend, section: str, linked: LinkedTrend
) -> dict[str, Any]:
    """Build the interactive form of a trend page's chart.

    Args:
        words: The page's language.
        trend: The rubric's series.
        section: Section code; empty for whole files.
        linked: What joins its versions.

    Returns:
        The figure for plotly.js; the sections beside whole files have pictures of their own.
    """
    series = trend.series.get((trend.main_coverage, section), NO_SERIES)
    name = plain_title(words, _sections(trend).get(section))
    linked = NOT_LINKED if section else linked
    stretches = stretches_of(series, target=_target(axis_of(trend.current)))
    chart = _chart(words, trend, "trend", _drawn(words, trend, series, linked, stretches))
    return plotly_figure(words, chart, name)


def _target(axis: ScoreAxis) -> Fraction | None:
    return Fraction(max(axis.lines), _WHOLE_PCT) if axis.lines else None


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
    series: Series,
    linked: LinkedTrend,
    stretches: Sequence[Stretch],
) -> Drawn:
    return Drawn(
        series,
        axis_of(trend.current),
        version_numbers(trend),
        linked=linked_series(words, trend, linked),
        stretches=stretches,
    )


def _svg(chart: Chart, *heights: int) -> Markup:
    return Markup(chart_svg(chart, *heights))  # noqa: S704 - escaped there


def _small(
    words: Words, trend: RubricTrend, coverage: Coverage, titles: Mapping[str, BilingualText]
) -> tuple[SmallChart, ...]:
    span = span_of(trend.whole(coverage))
    axis = axis_of(trend.current)
    small = []
    for code, title in titles.items():
        series = trend.series.get((coverage, code), NO_SERIES)
        drawn = Drawn(series, axis, version_numbers(trend), span)
        chart = _chart(words, trend, f"section-{code}", drawn)
        headline = wording.sentence(words, findings_of(series)[0], axis)
        svg = _svg(only_small(chart), _SMALL) if series.rated else None
        small.append(SmallChart(code, title, headline, svg))
    return tuple(small)


def _periods(
    words: Words, trend: RubricTrend, series: Series, *, sees_files: bool
) -> tuple[PeriodLine, ...]:
    return tuple(
        period_line(words, point, trend.versions[point.version_id], sees_files=sees_files)
        for point in reversed(series.points)
    )


def _besides(
    words: Words, trend: RubricTrend, main: Coverage, section: str, *, sees_files: bool
) -> tuple[Besides, ...]:
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
            _periods(words, trend, series, sees_files=sees_files),
        )
        for coverage, series in others
    )
