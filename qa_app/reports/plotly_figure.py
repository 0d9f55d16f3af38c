"""The same chart for plotly.js, as a plain dictionary; plotly itself is not loaded here.

plotly.js reads a little markup in its texts, so every text is escaped.
"""

from fractions import Fraction
from html import escape
from typing import Any

from qa_app.reports.chart_limits import ChartStretch, Look
from qa_app.reports.chart_notes import noted
from qa_app.reports.charts import Chart, ChartPoint, ChartSegment, Mark
from qa_app.reports.stacked_words import ROW, rows_above
from qa_app.wording import Words
from qa_app.wording.catalogue import message as _

INK, SECOND, GRID, LINE, PAPER = "#1d4e6b", "#4a5763", "#e8ecf0", "#7f8c98", "#ffffff"
_FONT = "Helvetica Neue, Arial, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
_WIDE, _HIGH, _ROOM = 5_000, 1_000, 20
"""Whole numbers along the axes, which are shorter to send than ratios."""

_DENSE = 40
_CHINESE = "zh-CN"
DOTS, LINKED = ".pl-dot", ".pl-linked-mark"
"""Where in the drawn chart the words of a trace's points stand, in the same order."""

_ZOOM_OUT = _("Double-click to zoom back out")


def plotly_figure(words: Words, chart: Chart, name: str) -> dict[str, Any]:
    """Build the figure of a chart; its legend names each line that is drawn, and no other.

    Args:
        words: The page's language.
        chart: The main chart.
        name: What its line is called.

    Returns:
        `data`, `layout` and `config` for `Plotly.newPlot`; `narrow` replaces parts of the
        layout where there is little room; `locale` to be registered before,
        where the page is not English. What a point says when it is pointed at is not in it: the
        page's script takes it from the drawn chart.
    """
    layout = _layout(chart)
    figure: dict[str, Any] = {
        "data": _traces(chart, name),
        "layout": layout,
        "narrow": _narrow(chart, layout),
        "config": dict(CONFIG),
    }
    return in_language(words, figure)


CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "showTips": False,
    "scrollZoom": False,
    "responsive": True,
}
"""No mode bar, and nothing that could send data away."""


def in_language(words: Words, figure: dict[str, Any]) -> dict[str, Any]:
    """Give a figure the words that plotly.js itself shows.

    Args:
        words: The page's language.
        figure: With its own `config`.

    Returns:
        The figure, with a locale where the page is not English.
    """
    if words.language != "zh":
        return figure
    config = figure["config"] | {"locale": _CHINESE}
    return figure | {"locale": _chinese(words), "config": config}


def _chinese(words: Words) -> dict[str, Any]:
    return {
        "moduleType": "locale",
        "name": _CHINESE,
        "dictionary": {_ZOOM_OUT: words.say(_ZOOM_OUT)},
        "format": {"decimal": ".", "thousands": ","},
    }


def _traces(chart: Chart, name: str) -> list[dict[str, Any]]:
    is_ruled = any(mark.words for mark in chart.breaks)
    lines = [
        _trace(segment, INK if segment is chart.segments[-1] else LINE)
        | (_written(segment, is_ruled=is_ruled) if chart.is_labelled else {})
        | {"name": escape(_called(name, chart, segment)), "showlegend": True}
        for segment in chart.segments
        if segment.points
    ]
    lines += [_linked(segment) for segment in chart.linked if segment.points]
    stretches = [one for segment in chart.segments for one in segment.stretches]
    return lines + [trace for one in stretches for trace in _limits(one, stretches)]


def _trace(segment: ChartSegment, colour: str) -> dict[str, Any]:
    points = _points(segment)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [None if one is None else _across(one.x) for one in points],
        "y": [None if one is None else _up(one.y) for one in points],
        # the page's script takes the words of each point from the drawn chart: sent only once
        "meta": DOTS,
        "hoverinfo": "text",
        "connectgaps": False,
        "line": {"color": colour, "width": 1.5},
        "marker": {
            "symbol": _symbols(points),
            "size": 9 if len(points) <= _DENSE else 6,
            "line": {"width": 1.5} | _coloured([_edge(one) for one in points], colour),
        }
        | _coloured([_inside(one) for one in points], colour),
    }


_COLOURS = {Look.BETTER: "#0b5cad", Look.WORSE: "#a34708"}
"""As in the style sheet; shapes tell them apart without."""


def _edge(point: ChartPoint | None) -> str:
    return "" if point is None else _COLOURS.get(point.look, "")


def _inside(point: ChartPoint | None) -> str:
    return PAPER if point is not None and not point.is_final else _edge(point)


def _coloured(colours: list[str], usual: str) -> dict[str, Any]:
    # numbers of a scale are shorter to send than the colours of every point
    used = ["", *sorted(set(colours) - {""})]
    if len(used) == 1:
        return {"color": usual}
    last = len(used) - 1
    return {
        "color": [used.index(one) for one in colours],
        "cmin": 0,
        "cmax": last,
        "colorscale": [[at / last, one or usual] for at, one in enumerate(used)],
    }


def _linked(segment: ChartSegment) -> dict[str, Any]:
    trace = _trace(segment, SECOND)
    return trace | {
        "name": escape(segment.name),
        "meta": LINKED,
        # below the points of the versions, whose shapes say better and worse
        "zorder": -1,
        "showlegend": True,
        "line": trace["line"] | {"dash": "dot"},
        "marker": trace["marker"] | {"symbol": "square", "size": 7},
    }


def _points(segment: ChartSegment) -> list[ChartPoint | None]:
    points: list[ChartPoint | None] = []
    for line in (*segment.lines, *((one,) for one in segment.strays)):
        points += [None, *line] if points else line
    return points


_WORDS_WIDE, _WORDS_TALL = Fraction(7, 100), Fraction(8, 100)
"""Room that the words of a point take up, as shares of the chart."""


def _written(segment: ChartSegment, *, is_ruled: bool) -> dict[str, Any]:
    points = _points(segment)
    sides = _sides(points, is_ruled=is_ruled)
    return {
        "mode": "lines+markers+text",
        "text": ["" if one is None else escape(f"{one.value} (n {one.count})") for one in points],
        "textposition": sides if "bottom center" in sides else "top center",
        "textfont": {"size": 12},
        "cliponaxis": False,
    }


def _sides(points: list[ChartPoint | None], *, is_ruled: bool) -> list[str]:
    # words that would run into those of the point before stand below their own point, as do those
    # of points at the top, where the words of rules stand
    sides: list[str] = []
    before: ChartPoint | None = None
    for one in points:
        is_near = (
            one is not None
            and before is not None
            and abs(one.x - before.x) < _WORDS_WIDE
            and abs(one.y - before.y) < _WORDS_TALL
        )
        is_top = is_ruled and one is not None and one.y > 1 - _WORDS_TALL
        is_below = is_top or (is_near and sides[-1] == "top center")
        sides.append("bottom center" if is_below else "top center")
        before = one
    return sides


def _called(name: str, chart: Chart, segment: ChartSegment) -> str:
    return name if len(chart.segments) == 1 else f"{name} {segment.name}"


_SYMBOLS = {Look.PLAIN: 0, Look.BETTER: 5, Look.WORSE: 6}
"""Numbers of plotly.js for a disc, a triangle upwards and one downwards."""


def _symbols(points: list[ChartPoint | None]) -> int | list[int]:
    looks = [Look.PLAIN if one is None else one.look for one in points]
    if set(looks) <= {Look.PLAIN}:
        return _SYMBOLS[Look.PLAIN]
    return [_SYMBOLS[look] for look in looks]


def _limits(stretch: ChartStretch, every: list[ChartStretch]) -> list[dict[str, Any]]:
    ends = [_across(stretch.left), _across(stretch.right)]
    said = escape(stretch.words)
    line = {"color": LINE, "width": 1, "dash": "dash" if stretch.is_trial else "solid"}
    common = {
        "type": "scatter",
        "mode": "lines",
        "hoverinfo": "name",
        "hoverlabel": {"namelength": -1},
        "name": said,
    }
    is_named = stretch is every[-1]
    inked = line | {"color": SECOND} | ({} if stretch.steps else {"dash": "longdash"})
    middle = common | {"x": ends, "y": [_up(stretch.mean)] * 2, "line": inked}
    if not stretch.steps:
        return [middle | {"showlegend": is_named}]
    edges = [_across(one.left) for one in stretch.steps] + ends[1:]
    lows, highs = [_up(one.low) for one in stretch.steps], [_up(one.high) for one in stretch.steps]
    bounds = common | {
        "x": [*edges, None, *edges],
        # each limit holds from its edge to the next one
        "y": [*lows, lows[-1], None, *highs, highs[-1]],
        "line": line | {"shape": "hv"},
        "showlegend": is_named,
    }
    return [bounds, middle | {"showlegend": False, "hoverinfo": "skip", "name": ""}]


def _across(ratio: Fraction) -> int:
    return round(ratio * _WIDE)


def _up(ratio: Fraction) -> int:
    return round(ratio * _HIGH)


def _layout(chart: Chart) -> dict[str, Any]:
    axis = {"showgrid": True, "gridcolor": GRID, "zeroline": False, "fixedrange": False}
    ticks = _ticks(chart)
    top = 48 if any(mark.below for mark in chart.breaks) else 28
    return {
        "font": {"family": _FONT, "size": 13, "color": SECOND},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "margin": {"l": 48, "r": 128 if chart.limits else 16, "t": top, "b": 64},
        "height": 400,
        "hovermode": "closest",
        "dragmode": "zoom",
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": -0.2, "yanchor": "top"},
        "xaxis": axis
        | {
            "range": [0, _WIDE],
            "showgrid": False,
            "tickangle": 0,
            "tickvals": [_across(at) for at in ticks],
            "ticktext": ["<br>".join(ticks[at]) for at in ticks],
        },
        "yaxis": axis
        | {
            "range": [-_ROOM, _HIGH + _ROOM],
            "fixedrange": True,
            "tickvals": [_up(mark.at) for mark in chart.heights],
            "ticktext": [escape(mark.words) for mark in chart.heights],
        },
        "shapes": [_upright(at, GRID) | {"layer": "below"} for at in chart.rules]
        + [_level(mark) for mark in chart.limits]
        + [_upright(mark.at, SECOND) for mark in chart.breaks],
        "annotations": [_said_right(mark) for mark in chart.limits]
        + [_said_above(mark) for mark in chart.breaks]
        + [noted(mark) | {"x": _across(mark.at)} for mark in chart.notes],
    }


def _narrow(chart: Chart, layout: dict[str, Any]) -> dict[str, Any]:
    ticks = _ticks(chart, is_wide=False)
    breaks = [_said_above(mark) for mark in chart.breaks]
    rows = rows_above(chart.breaks)
    for said, row in zip(breaks, rows, strict=True):
        said["yshift"] = row * ROW
    notes = [noted(mark) | {"x": _across(mark.at)} for mark in chart.notes]
    top = layout["margin"]["t"] + max(rows, default=0) * ROW
    return {
        "margin": layout["margin"] | {"l": 32, "r": 8, "t": top},
        **({"annotations": [*breaks, *notes]} if any(rows) else {}),
        # no room beside the lines of the criterion: the page's script lets the legend name them
        "xaxis": {
            "tickvals": [_across(at) for at in ticks],
            "ticktext": ["<br>".join(ticks[at]) for at in ticks],
        },
    }


def _ticks(chart: Chart, *, is_wide: bool = True) -> dict[Fraction, list[str]]:
    # a year may stand below one of its quarters: one tick takes both lines
    rows = [[mark for mark in row if is_wide or not mark.is_wide_only] for row in chart.rows]
    ticks: dict[Fraction, list[str]] = {}
    filled = [row for row in rows if row]
    for number, row in enumerate(filled):
        for mark in row:
            ticks.setdefault(mark.at, [""] * len(filled))[number] = escape(mark.words)
    return ticks


def _level(mark: Mark) -> dict[str, Any]:
    height = _up(mark.at)
    line = {"color": LINE, "width": 1, "dash": "dot"}
    return {
        "name": escape(mark.words),
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": height,
        "y1": height,
        "line": line,
    }


def _upright(at: Fraction, colour: str) -> dict[str, Any]:
    place = _across(at)
    line = {"color": colour, "width": 1}
    return {
        "type": "line",
        "yref": "paper",
        "x0": place,
        "x1": place,
        "y0": 0,
        "y1": 1,
        "line": line,
    }


def _said_right(mark: Mark) -> dict[str, Any]:
    return {
        "text": escape(mark.words),
        "xref": "paper",
        "x": 1,
        "xanchor": "left",
        "xshift": 6,
        "y": _up(mark.at),
        "yanchor": "middle",
        "showarrow": False,
    }


def _said_above(mark: Mark) -> dict[str, Any]:
    return {
        "text": "<br>".join(escape(one) for one in (mark.words, mark.below) if one),
        "hovertext": escape(mark.why),
        "x": _across(mark.at),
        "xanchor": "right" if mark.at > 0.5 else "left",  # noqa: PLR2004 - the middle
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "showarrow": False,
    }
