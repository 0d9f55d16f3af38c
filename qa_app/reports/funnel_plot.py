"""A funnel: shares of centres over how many files each rests on, between limits that narrow."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import Any

from qa_app.domain.statistics.funnel import Limits
from qa_app.reports.chart_limits import Look, dot_svg
from qa_app.reports.plotly_figure import CONFIG, GRID, INK, LINE, PAPER, SECOND, in_language
from qa_app.reports.svg import across, element, picture, words
from qa_app.wording import Words

HEIGHT = 320
_TOP, _FOOT, _LINE = 16, 22, 20
_DOT = 5
_SQUARE = 8
_WIDTH = 1000
_NAMED_MOST = 8
_NAME_ROOM = 4
_NEAR_RIGHT = Fraction(4, 5)
_TICKS = tuple(Fraction(number, 5) for number in range(6))
_WHOLE_PCT = 100


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One centre.

    Attributes:
        count: Files.
        share: 0..1.
        look: Beyond the outer limits, and on which side.
        is_near: True beyond the inner limits only.
        name: Its name, in the reader's language.
        words: The whole of it in words.
    """

    count: int
    share: Fraction
    look: Look
    is_near: bool
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class FunnelPlot:
    """What is drawn, every word in one language.

    Attributes:
        key: Unique on its page.
        heading: What it shows.
        description: The same in a sentence.
        points: The centres.
        middle: What they are held against, 0..1.
        curve: Limits at numbers of files, in their order.
        middle_words: What the middle is.
        look_words: What the inner limits are.
        act_words: What the outer limits are.
        count_words: What stands below.
        share_words: What stands at the left.
        points_words: What the points are.
    """

    key: str
    heading: str
    description: str
    points: Sequence[FunnelPoint]
    middle: Fraction
    curve: Sequence[tuple[int, Limits]]
    middle_words: str
    look_words: str
    act_words: str
    count_words: str
    share_words: str
    points_words: str

    @property
    def most(self) -> int:
        """Files at the right edge."""
        return self.curve[-1][0]


def sizes_drawn(most: int, steps: int = 60) -> tuple[int, ...]:
    """Choose the numbers of files at which limits are drawn.

    Args:
        most: Files of the largest centre, 1 or more.
        steps: How many at most.

    Returns:
        Whole numbers, closer together where limits bend; the last one leaves some air.
    """
    edge = most + max(2, most // 20)
    return tuple(
        sorted({max(1, round(edge * (number / steps) ** 2)) for number in range(1, steps + 1)})
    )


def funnel_svg(plot: FunnelPlot) -> str:
    """Draw a funnel.

    Args:
        plot: What is drawn.

    Returns:
        SVG as wide as its place.
    """
    named = _named(plot)
    body = "".join(
        (
            *(_grid(at) for at in _TICKS),
            _curves(plot),
            *(_point(one, plot.most) for one in plot.points),
            *(_name(one, plot.most) for one in named),
            *_below(plot),
        )
    )
    return picture(
        "pl-chart-svg pl-funnel",
        plot.key,
        plot.heading,
        plot.description,
        size=("100%", _TOP + HEIGHT + _FOOT + _LINE),
        body=body,
    )


def _named(plot: FunnelPlot) -> list[FunnelPoint]:
    # names that would lie over each other stand in the table alone
    named: list[FunnelPoint] = []
    for one in plot.points:
        is_free = all(
            abs(one.share - other.share) * HEIGHT >= _LINE
            or abs(one.count - other.count) * _NAME_ROOM >= plot.most
            for other in named
        )
        if one.look is Look.WORSE and is_free and len(named) < _NAMED_MOST:
            named.append(one)
    return named


def _y(ratio: Fraction | float) -> Fraction:
    return _TOP + HEIGHT * (1 - Fraction(ratio).limit_denominator(100_000))


def _grid(at: Fraction) -> str:
    y = _y(at)
    said = words(f"{int(at * _WHOLE_PCT)}%")
    return element("line", class_="pl-grid", x1="0", x2="100%", y1=y, y2=y) + element(
        "text", said, class_="pl-tick pl-end", x=-8, y=y + 4
    )


def _curves(plot: FunnelPlot) -> str:
    y = _y(plot.middle)
    middle = element(
        "line", element("title", words(plot.middle_words)), class_="pl-mean", x1="0", x2="100%",
        y1=y, y2=y,
    )  # fmt: skip
    lines = "".join(
        element("path", class_=look, d=_path(plot, [getattr(one, end) for _n, one in plot.curve]))
        for look, ends in (
            ("pl-bound pl-look", ("look_low", "look_high")),
            ("pl-bound", ("act_low", "act_high")),
        )
        for end in ends
    )
    # a picture of its own, because only its width may stretch
    return middle + element(
        "svg",
        lines,
        class_="pl-curves",
        x="0",
        y=_TOP,
        width="100%",
        height=HEIGHT,
        viewBox=f"0 0 {_WIDTH} {HEIGHT}",
        preserveAspectRatio="none",
    )


def _path(plot: FunnelPlot, heights: Sequence[float]) -> str:
    places = [
        f"{_WIDTH * size / plot.most:.1f} {HEIGHT * (1 - height):.1f}"
        for (size, _limits), height in zip(plot.curve, heights, strict=True)
    ]
    return f"M{'L'.join(places)}"


def _point(one: FunnelPoint, most: int) -> str:
    place = across(Fraction(one.count, most)), _y(one.share)
    if one.is_near:
        # a hollow mark is a provisional result on every chart, so this one is a square
        return element(
            "rect",
            element("title", words(one.words)),
            class_="pl-dot",
            x=place[0],
            y=place[1],
            width=_SQUARE,
            height=_SQUARE,
            transform=f"translate(-{_SQUARE // 2} -{_SQUARE // 2})",
        )
    return dot_svg(one.look, place, _DOT, class_="pl-dot", title=one.words)


def _name(one: FunnelPoint, most: int) -> str:
    at = Fraction(one.count, most)
    is_right = at > _NEAR_RIGHT
    return element(
        "text",
        words(one.name),
        class_="pl-value pl-roomy" + (" pl-end" if is_right else ""),
        x=across(at),
        dx=-10 if is_right else 10,
        y=_y(one.share) + 4,
        data_content="",
    )


def _below(plot: FunnelPlot) -> list[str]:
    y = _TOP + HEIGHT + _FOOT
    step = max(1, plot.most // 5)
    marks = [
        element(
            "text",
            words(str(size)),
            class_="pl-tick pl-middle",
            x=across(Fraction(size, plot.most)),
            y=y,
        )
        for size in range(step, plot.most + 1, step)
    ]
    said = element(
        "text", words(plot.count_words), class_="pl-tick pl-middle", x="50%", y=y + _LINE
    )
    return [*marks, said]


def funnel_figure(said: Words, plot: FunnelPlot) -> dict[str, Any]:
    """Build the interactive form.

    Args:
        said: The page's language.
        plot: The same as is drawn.

    Returns:
        What plotly.js draws.
    """
    sizes = [size for size, _limits in plot.curve]
    lines = [
        _limit_trace(sizes, plot, ("look_low", "look_high"), plot.look_words, "dot"),
        _limit_trace(sizes, plot, ("act_low", "act_high"), plot.act_words, "solid"),
        {
            "type": "scatter",
            "mode": "lines",
            "x": [sizes[0], sizes[-1]],
            "y": [float(plot.middle)] * 2,
            "name": escape(plot.middle_words),
            "hoverinfo": "skip",
            "line": {"color": SECOND, "width": 1},
        },
    ]
    layout = _layout(plot)
    figure = {
        "data": [*lines, _points_trace(plot)],
        "layout": layout,
        "narrow": {"margin": layout["margin"] | {"l": 40, "r": 8}},
        "config": dict(CONFIG),
    }
    return in_language(said, figure)


def _limit_trace(
    sizes: list[int], plot: FunnelPlot, ends: tuple[str, str], name: str, dash: str
) -> dict[str, Any]:
    low, high = ([round(getattr(one, end), 4) for _n, one in plot.curve] for end in ends)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*sizes, None, *sizes],
        "y": [*low, None, *high],
        "name": escape(name),
        "hoverinfo": "skip",
        "line": {"color": LINE, "width": 1, "dash": dash},
    }


_SYMBOLS = {Look.PLAIN: "circle", Look.BETTER: "triangle-up", Look.WORSE: "triangle-down"}
_COLOURS = {Look.PLAIN: INK, Look.BETTER: "#0b5cad", Look.WORSE: "#a34708"}


def _points_trace(plot: FunnelPlot) -> dict[str, Any]:
    colours = [_COLOURS[one.look] for one in plot.points]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [one.count for one in plot.points],
        "y": [round(float(one.share), 4) for one in plot.points],
        "name": escape(plot.points_words),
        "hovertext": [escape(one.words) for one in plot.points],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "symbol": ["square" if one.is_near else _SYMBOLS[one.look] for one in plot.points],
            "size": 9,
            "color": colours,
        },
    }


def _layout(plot: FunnelPlot) -> dict[str, Any]:
    axis = {"showgrid": True, "gridcolor": GRID, "zeroline": False}
    return {
        "font": {"size": 13, "color": SECOND},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "margin": {"l": 56, "r": 16, "t": 16, "b": 64},
        "height": 420,
        "hovermode": "closest",
        "dragmode": "zoom",
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": -0.2, "yanchor": "top"},
        "xaxis": axis | {"range": [0, plot.most], "title": {"text": escape(plot.count_words)}},
        "yaxis": axis
        | {
            "range": [-0.02, 1.02],
            "fixedrange": True,
            "tickvals": [float(at) for at in _TICKS],
            "ticktext": [f"{int(at * _WHOLE_PCT)}%" for at in _TICKS],
        },
    }
