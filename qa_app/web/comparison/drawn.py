"""Pictures of a comparison: the interval plot, the funnel, small trends, the heat table."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from flask import url_for
from markupsafe import Markup

from qa_app.domain.comparison import Compared, Shown, line_pct
from qa_app.domain.defaults import COMPARED_CHARTS, COMPARED_QUARTERS
from qa_app.domain.limit_findings import on_one_ground
from qa_app.domain.month_grid import MONTHS_A_QUARTER, quarter_start
from qa_app.domain.quarter_means import (
    QuarterMean,
    period_of,
    quarter_means,
    shade_of,
)
from qa_app.domain.rounding import display
from qa_app.domain.score_axis import AxisKind, ScoreAxis
from qa_app.domain.series import NO_SERIES, Series
from qa_app.domain.shares import Measure
from qa_app.domain.statistics.funnel import Counted, Flag, limits_at
from qa_app.domain.text import NO_TEXT
from qa_app.domain.totals import WHOLE_FILE
from qa_app.domain.trend_findings import Finding, FindingCode, findings_of
from qa_app.extensions import database
from qa_app.queries.compared_places import Unit
from qa_app.queries.trends import rubric_trend
from qa_app.reports.chart_limits import Look
from qa_app.reports.charts import chart_svg
from qa_app.reports.charts import small as only_small
from qa_app.reports.funnel_plot import (
    FunnelPlot,
    FunnelPoint,
    funnel_figure,
    funnel_svg,
    sizes_drawn,
)
from qa_app.reports.interval_plot import IntervalPlot, IntervalRow, interval_plot_svg
from qa_app.reports.trend_chart import Drawn, trend_chart
from qa_app.web.comparison.found import Found
from qa_app.web.comparison.pages import HeatCell, HeatRow, UnitChart
from qa_app.wording import Words, funnels, trend_limits, trends
from qa_app.wording import comparison as wording

_SMALL = 100
_WHOLE_PCT = 100
_TICKS = tuple(Fraction(number, 5) for number in range(6))
_LOOKS = {Flag.BELOW_ACT: Look.WORSE, Flag.ABOVE_ACT: Look.BETTER}
_NEAR = frozenset({Flag.BELOW_LOOK, Flag.ABOVE_LOOK})


def name_in(words: Words, unit: Unit) -> str:
    """Name a centre or place in the page's language."""
    return unit.name.in_language(words.language)


def unit_address(found: Found, unit: Unit) -> str | None:
    """Give the page of a centre or place: its trend, or the comparison below it.

    Args:
        found: The comparison.
        unit: Which.

    Returns:
        The address; None of a centre for those who see aggregates only.
    """
    asked = found.asked
    if unit.is_place:
        return url_for(
            "comparison.show",
            place_id=unit.object_id,
            rubric=asked.version.rubric,
            version=asked.version.version,
            measure=asked.measure.value,
            end=asked.twelve.text,
        )
    if not asked.sees_files:
        return None
    return url_for("centres.trends", centre_id=unit.object_id, rubric=asked.version.rubric)


def interval_plot(words: Words, found: Found, heading: str, headline: str) -> Markup | None:
    """Draw the centres with their intervals.

    Args:
        words: The page's language.
        found: The comparison.
        heading: Title of the picture.
        headline: What it shows.

    Returns:
        The picture; None where nothing is shown.
    """
    ground, asked = found.ground, found.asked
    rows = [
        IntervalRow(
            name_in(words, found.units[number]),
            row.value,
            _end(row.low),
            _end(row.high),
            _LOOKS.get(row.flag, Look.PLAIN) if row.flag is not None else Look.PLAIN,
            is_final=not row.open_count,
            words=wording.said_value(words, ground, row),
        )
        for number in found.shown
        if (row := found.comparison.rows[number]).shown is not Shown.NO_FILES
    ]
    if not any(row.value is not None for row in rows):
        return None
    is_mean = asked.measure is Measure.SCORE
    has_line = bool(found.axis.lines) if is_mean else asked.measure is Measure.BAND
    plot = IntervalPlot(
        "intervals",
        heading,
        headline,
        rows,
        _mean_ticks(found.axis) if is_mean else _SHARE_TICKS,
        Fraction(line_pct(asked.measure), _WHOLE_PCT) if has_line else None,
    )
    return Markup(interval_plot_svg(plot))  # noqa: S704 - escaped there


_SHARE_TICKS = tuple((at, f"{int(at * _WHOLE_PCT)}%") for at in _TICKS)


def _mean_ticks(axis: ScoreAxis) -> tuple[tuple[Fraction, str], ...]:
    return tuple((one.ratio, display(one.number, 0)) for one in axis.ticks)


def _end(end: float | None) -> Fraction | None:
    return None if end is None else Fraction(end).limit_denominator(10**6)


def funnel_plot(words: Words, found: Found, heading: str, headline: str) -> FunnelPlot | None:
    """Lay the funnel out.

    Args:
        words: The page's language.
        found: The comparison.
        heading: Title of the picture.
        headline: What it shows.

    Returns:
        What is drawn as SVG and by plotly.js; None without a funnel.
    """
    made = found.comparison.funnel
    if made is None or made.theta is None:
        return None
    points = [
        _point(words, found.units[number], row, row.held)
        for number, row in enumerate(found.comparison.rows)
        if row.held is not None
    ]
    sizes = sizes_drawn(max(one.count for one in points))
    inner, outer, each, below = funnels.funnel_words(words, are_places=found.are_places)
    return FunnelPlot(
        "funnel",
        heading,
        headline,
        points,
        made.theta,
        [(size, limits_at(made.theta, size, made.tau2)) for size in sizes],
        funnels.middle_words(words, made.theta, is_standard=made.is_standard),
        inner,
        outer,
        below,
        wording.measure_name(words, found.asked.measure, found.asked.rating),
        each,
    )


def _point(words: Words, unit: Unit, row: Compared, held: Counted) -> FunnelPoint:
    name = name_in(words, unit)
    return FunnelPoint(
        held.count,
        Fraction(held.found, held.count),
        _LOOKS.get(row.flag, Look.PLAIN) if row.flag is not None else Look.PLAIN,
        row.flag in _NEAR,
        name,
        funnels.point_words(words, name, row, held),
    )


def drawn_funnel(plot: FunnelPlot | None) -> Markup | None:
    """Draw the funnel for the first look."""
    return None if plot is None else Markup(funnel_svg(plot))  # noqa: S704 - escaped there


def interactive_funnel(words: Words, plot: FunnelPlot) -> dict[str, Any]:
    """Give the funnel to plotly.js."""
    return funnel_figure(words, plot)


def chart_pages(found: Found) -> int:
    """Count the pages of small charts."""
    charted = len(found.charted) if found.series else 0
    return max(1, -(-charted // COMPARED_CHARTS))


def unit_charts(words: Words, found: Found) -> tuple[UnitChart, ...]:
    """Draw the small trends of one page, all over the same months.

    Args:
        words: The page's language.
        found: The comparison.

    Returns:
        By name; none for those who see aggregates only.
    """
    if not found.series:
        return ()
    end = quarter_start(found.asked.twelve.last) + MONTHS_A_QUARTER
    span = end - COMPARED_QUARTERS * MONTHS_A_QUARTER, end
    versions = {found.asked.version.version_id: found.asked.version.version}
    charts = []
    shown = signs(words, found)
    for number in found.on_page:
        unit, series = found.units[number], found.series[number]
        drawn = Drawn(_since(series, span[0]), found.axis, versions, span)
        chart = trend_chart(words, f"trend-{unit.scope[0]}{unit.object_id}", unit.code, drawn)
        svg = chart_svg(only_small(chart), _SMALL) if drawn.series.rated else None
        charts.append(
            UnitChart(
                unit.name,
                unit_address(found, unit),
                shown.get(number, ("", "")),
                trends.sentence(words, _said_beside(found, number), found.axis, versions),
                None if svg is None else Markup(svg),  # noqa: S704 - escaped there
            )
        )
    return tuple(charts)


def _said_beside(found: Found, number: int) -> Finding:
    # where limits tell how it changes, the step from one period to the next would contradict them
    now = found.now[number]
    headline = on_one_ground(findings_of(found.series[number])[0], now)
    is_told = now is not None and now.now is not None and headline.previous is not None
    return replace(headline, code=FindingCode.FIRST, previous=None) if is_told else headline


def _since(series: Series, month: int) -> Series:
    # limits come from all that there is; a small picture has room for the last years only
    segments = (
        replace(one, points=tuple(p for p in one.points if p.period.first_month >= month))
        for one in series.segments
    )
    return Series(tuple(one for one in segments if one.points))


def heat_rows(words: Words, found: Found) -> tuple[tuple[str, ...], tuple[HeatRow, ...]]:
    """Lay the sections of the place out by quarter.

    Args:
        words: The page's language.
        found: The comparison.

    Returns:
        Names of the quarters, oldest first, and a row for whole files and each section; nothing
        for those who see aggregates only.
    """
    asked = found.asked
    if not asked.sees_files:
        return (), ()
    trend = rubric_trend(database(), asked.within.scope, asked.version.rubric)
    if trend is None:
        return (), ()
    last = quarter_start(asked.twelve.last)
    quarters = range(last - (COMPARED_QUARTERS - 1) * MONTHS_A_QUARTER, last + 1, MONTHS_A_QUARTER)
    rows = []
    for code, title in ((WHOLE_FILE, NO_TEXT), *((x.code, x.title) for x in asked.rubric.sections)):
        series = trend.series.get((asked.version.coverage, code), NO_SERIES)
        means = quarter_means(series)
        cells = tuple(
            _cell(found, code, means.get((quarter, asked.version.version_id)))
            for quarter in quarters
        )
        if any(cells):
            rows.append(HeatRow(title, cells))
    # what came before the version has no column
    first = min((next(n for n, one in enumerate(row.cells) if one) for row in rows), default=0)
    running = asked.within.scope.running
    names = tuple(
        trends.period(words, period_of(one).while_runs(running)) for one in quarters[first:]
    )
    return names, tuple(replace(row, cells=row.cells[first:]) for row in rows)


def _cell(found: Found, section: str, mean: QuarterMean | None) -> HeatCell | None:
    if mean is None:
        return None
    axis, asked = found.axis, found.asked
    digits = 0 if axis.kind is AxisKind.PERCENT else 1
    return HeatCell(
        "" if mean.value is None else display(axis.shown(mean.value), digits),
        mean.file_count,
        shade_of(mean.value, axis.lines),
        mean.is_hollow,
        url_for(
            "centres.place_trends",
            place_id=asked.within.scope.object_id,
            rubric=asked.version.rubric,
            section=section or None,
        ),
    )


def signs(words: Words, found: Found) -> Mapping[int, tuple[str, str]]:
    """Say how each centre changes, by its own limits.

    Args:
        words: The page's language.
        found: The comparison.

    Returns:
        Place of a unit to sign and word; nothing for those who see aggregates only.
    """
    shown = {}
    for number, (now, months) in enumerate(zip(found.now, found.silent, strict=True)):
        icons = trend_limits.icons(words, now)
        if months:
            shown[number] = wording.silent(words, found.ground, months)
        elif icons:
            shown[number] = icons[0]
    return shown
