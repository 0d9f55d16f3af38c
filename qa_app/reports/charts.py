"""A chart as plain values, and as SVG: hollow while provisional, cut where too few, no ranks."""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from qa_app.reports.chart_limits import ChartStretch, Look, dot_svg, stretch_svg
from qa_app.reports.chart_notes import NoteMark, notes_svg
from qa_app.reports.svg import across, element, picture, words

HEIGHT = 240
_TOP, _BOTTOM, _LINE = 28, 24, 20
_DOT, _DOT_SMALL, _DENSE = 4.5, 3, 40
_HALF = 3
_REACH = 2.7
_LABELLED_MOST, _NARROW_MOST = 16, 6
_RIGHT, _WIDE = Fraction(85, 100), Fraction(1, 10)
_ABOVE, _BELOW = 10, 18


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One period as it is drawn.

    Attributes:
        x: 0..1 from the left.
        y: 0..1 from below.
        is_final: False draws it hollow.
        value: Its number as written.
        count: How many files it stands on, as written.
        words: The whole of it in words.
        look: Whether it stands out, and for which way.
        address: What stands behind it; empty without a page of its own.
    """

    x: Fraction
    y: Fraction
    is_final: bool
    value: str
    count: str
    words: str
    look: Look = Look.PLAIN
    address: str = ""


@dataclass(frozen=True, slots=True)
class ChartSegment:
    """The points of one rubric version.

    Attributes:
        name: What the version is called.
        lines: Points that a line joins, one tuple for each unbroken run.
        stretches: Means and limits that its points stand under.
        median: Height of the line of a run chart; None on other charts.
        strays: Points after the rule of a newer version, which no line joins.
    """

    name: str
    lines: tuple[tuple[ChartPoint, ...], ...]
    stretches: tuple[ChartStretch, ...] = ()
    median: Fraction | None = None
    strays: tuple[ChartPoint, ...] = ()

    @property
    def joined(self) -> tuple[ChartPoint, ...]:
        """Its points up to the next version, from the left."""
        return tuple(point for line in self.lines for point in line)

    @property
    def points(self) -> tuple[ChartPoint, ...]:
        """All its points, from the left."""
        return (*self.joined, *self.strays)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something written at a place on an axis.

    Attributes:
        at: 0..1 along the axis.
        words: What is written.
        is_wide_only: True when a narrow screen has no room for it.
        why: The reason in a sentence; empty where none is needed.
        below: The same in a few words, on a line below; likewise.
    """

    at: Fraction
    words: str
    is_wide_only: bool = False
    why: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that is drawn, every word in one language.

    Attributes:
        key: Unique on its page.
        heading: What it shows.
        description: The same in a sentence.
        segments: One for each rubric version, in order of time.
        breaks: Where a version came into use, and which.
        limits: Lines across, with their words.
        heights: Marks at the left.
        rules: Starts of years, drawn as hairlines.
        rows: Rows of marks below the chart.
        count_words: What the row of file counts is called; empty leaves the row out.
        linked: Lines over several versions, on what they have in common; their values stand
            in the table only.
        notes: Marks of what happened, on the axis of time.
    """

    key: str
    heading: str
    description: str
    segments: tuple[ChartSegment, ...]
    breaks: tuple[Mark, ...]
    limits: tuple[Mark, ...]
    heights: tuple[Mark, ...]
    rules: tuple[Fraction, ...]
    rows: tuple[tuple[Mark, ...], ...]
    count_words: str
    linked: tuple[ChartSegment, ...] = ()
    notes: tuple[NoteMark, ...] = ()

    @property
    def points(self) -> tuple[ChartPoint, ...]:
        """All points of all versions."""
        return tuple(point for segment in self.segments for point in segment.points)

    @property
    def is_labelled(self) -> bool:
        """True when every value and count is written; small pictures have no room for that."""
        return bool(self.count_words) and 0 < len(self.points) <= _LABELLED_MOST


def small(chart: Chart) -> Chart:
    """Leave out what a small picture has no room for.

    Args:
        chart: The chart.

    Returns:
        The same points with the ends of the scale, the years and the last value only; rules keep
        their reasons and lose their words, which would stand over each other.
    """
    return replace(
        chart,
        limits=tuple(replace(mark, words="") for mark in chart.limits[:1]),
        breaks=tuple(replace(mark, words="", below="") for mark in chart.breaks),
        heights=(chart.heights[0], chart.heights[-1]),
        rows=chart.rows[-1:],
        count_words="",
        linked=(),
        notes=(),
    )


def chart_svg(chart: Chart, height: int = HEIGHT) -> str:
    """Draw a chart.

    Args:
        chart: What is drawn.
        height: Pixels of the plot itself, without its marks.

    Returns:
        SVG as wide as its place; letters keep their size at any width.
    """
    rows = len(chart.rows) + chart.is_labelled
    is_small = height < HEIGHT or len(chart.points) > _DENSE
    radius = _DOT_SMALL if is_small else _DOT
    body = "".join(
        (
            _grid(chart, height),
            *(_limit(mark, height) for mark in chart.limits),
            *(_break(mark, height) for mark in chart.breaks),
            *(_linked(segment, height) for segment in chart.linked),
            *(
                _segment(segment, height, is_old=segment is not chart.segments[-1], radius=radius)
                for segment in chart.segments
            ),
            _labels(chart, height),
            _rows(chart, height),
            notes_svg(chart.notes, _TOP + height),
        )
    )
    total = _TOP + height + _BOTTOM + _LINE * max(rows - 1, 0) + 4
    return picture(
        "pl-chart-svg",
        chart.key,
        chart.heading,
        chart.description,
        size=("100%", total),
        body=body,
    )


def _y(ratio: Fraction, height: int) -> Fraction:
    return _TOP + height * (1 - ratio)


def _grid(chart: Chart, height: int) -> str:
    lines = [
        element(
            "line",
            class_="pl-grid",
            x1="0",
            x2="100%",
            y1=_y(one.at, height),
            y2=_y(one.at, height),
        )
        + element("text", words(one.words), class_="pl-tick pl-end", x=-8, y=_y(one.at, height) + 4)
        for one in chart.heights
    ]
    rules = [
        element("line", class_="pl-grid", x1=across(at), x2=across(at), y1=_TOP, y2=_TOP + height)
        for at in chart.rules
    ]
    return "".join((*lines, *rules))


def _limit(mark: Mark, height: int) -> str:
    y = _y(mark.at, height)
    return element("line", class_="pl-limit", x1="0", x2="100%", y1=y, y2=y) + element(
        "text", words(mark.words), class_="pl-tick pl-roomy", x="100%", dx=8, y=y + 4
    )


def _break(mark: Mark, height: int) -> str:
    is_right = mark.at > Fraction(1, 2)
    why = element("title", words(mark.why)) if mark.why else ""
    x = across(mark.at)
    rule = element("line", why, class_="pl-break", x1=x, x2=x, y1=8, y2=_TOP + height)
    end, aside = (" pl-end", -6) if is_right else ("", 6)
    said = ((mark.words, "pl-break-words", 16), (mark.below, "pl-break-below", 29))  # px down
    return rule + "".join(
        element("text", words(one) + why, class_=f"pl-tick {look}{end}", x=x, dx=aside, y=y)
        for one, look, y in said
        if one
    )


def _segment(segment: ChartSegment, height: int, *, is_old: bool, radius: float) -> str:
    old = "pl-old" if is_old else ""
    limits = "".join(stretch_svg(stretch, height, _TOP) for stretch in segment.stretches)
    if segment.median is not None and segment.joined:
        y = _y(segment.median, height)
        left, right = across(segment.joined[0].x), across(segment.joined[-1].x)
        limits += element("line", class_="pl-median", x1=left, x2=right, y1=y, y2=y)
    lines = _joined(segment, height, _classes("pl-line", old))
    dots = "".join(
        _dot(
            point, height, radius, _classes("pl-dot", old, "" if point.is_final else "pl-dot-open")
        )
        for point in segment.points
    )
    return limits + lines + dots


def _dot(point: ChartPoint, height: int, radius: float, look: str) -> str:
    place = across(point.x), _y(point.y, height)
    dot = dot_svg(point.look, place, radius, class_=look, title=point.words)
    if not point.address:
        return dot
    # a finger needs more than the dot
    around = element("circle", class_="pl-hit", cx=place[0], cy=place[1], r=radius * _REACH)
    return element("a", around, dot, href=point.address, aria_label=point.words)


def _linked(segment: ChartSegment, height: int) -> str:
    lines = _joined(segment, height, "pl-linked")
    marks = "".join(
        element(
            "rect",
            element("title", words(point.words)),
            class_=_classes("pl-linked-mark", "" if point.is_final else "pl-dot-open"),
            x=across(point.x),
            y=_y(point.y, height),
            width=2 * _HALF,
            height=2 * _HALF,
            transform=f"translate(-{_HALF} -{_HALF})",
        )
        for point in segment.points
    )
    return lines + marks


def _joined(segment: ChartSegment, height: int, look: str) -> str:
    return "".join(
        element(
            "line",
            class_=look,
            x1=across(one.x),
            x2=across(other.x),
            y1=_y(one.y, height),
            y2=_y(other.y, height),
        )
        for line in segment.lines
        for one, other in pairwise(line)
    )


def _labels(chart: Chart, height: int) -> str:
    points = chart.points if chart.is_labelled else _ends(chart)
    is_crowded = len(points) > _NARROW_MOST
    falling = () if chart.is_labelled else _falling(chart)
    named = {segment.points[-1]: segment.name for segment in chart.segments if segment.points}
    # a phone has room for the last number, and for the ends of versions where all have theirs
    wide_only = [one for one in points if one not in named] if is_crowded else []
    wide_only += [] if chart.is_labelled else points[:-1]
    return "".join(
        element(
            "text",
            words(
                _label(point, named.get(point) if len(named) > 1 and chart.count_words else None)
            ),
            class_=_classes(
                "pl-value",
                "pl-end" if point.x > _RIGHT and not is_crowded else "pl-middle",
                "pl-roomy" if point in wide_only else "",
            ),
            x=across(point.x),
            y=_label_y(chart, point, height, is_below=point in falling),
        )
        for point in points
    )


def _ends(chart: Chart) -> tuple[ChartPoint, ...]:
    # a small picture has room for its last value only, not for that of each version
    ends = tuple(segment.points[-1] for segment in chart.segments if segment.points)
    return ends if chart.count_words else ends[-1:]


def _falling(chart: Chart) -> tuple[ChartPoint, ...]:
    # the number of a last point goes to the side that its line does not come from
    lines = [segment.lines[-1] for segment in chart.segments if segment.lines]
    return tuple(line[-1] for line in lines if len(line) > 1 and line[-2].y > line[-1].y)


def _label_y(chart: Chart, point: ChartPoint, height: int, *, is_below: bool) -> Fraction:
    # a number keeps clear of the dots whose place it covers; where each has its number, of its own
    own = _y(point.y, height)
    reach = _WIDE if point.x > _RIGHT else _WIDE / 2
    drawn = (*chart.points, *(one for segment in chart.linked for one in segment.points))
    near = [_y(one.y, height) for one in drawn if abs(one.x - point.x) < reach]
    near = [own] if chart.is_labelled else [own, *near]
    # the words of rules stand along the top, and the axis lies below
    has_words = any(mark.words for mark in chart.breaks)
    is_below |= has_words and min(near) < _TOP + _LINE
    if is_below and max(near) + _BELOW < _TOP + height:
        return max(near) + _BELOW
    return own + _BELOW if is_below else min(near) - _ABOVE


def _label(point: ChartPoint, name: str | None) -> str:
    return point.value if name is None else f"{point.value} ({name})"


def _rows(chart: Chart, height: int) -> str:
    y = _TOP + height + _BOTTOM
    drawn = []
    if chart.is_labelled:
        is_crowded = len(chart.points) > _NARROW_MOST
        drawn.append(element("text", words(chart.count_words), class_="pl-tick pl-end", x=-8, y=y))
        drawn += [
            element(
                "text",
                words(point.count),
                class_=_classes("pl-tick pl-middle", "pl-roomy" if is_crowded else ""),
                x=across(point.x),
                y=y,
            )
            for point in chart.points
        ]
        y += _LINE
    for number, row in enumerate(chart.rows):
        drawn += [
            element(
                "text",
                words(mark.words),
                class_=_classes("pl-tick pl-middle", "pl-roomy" if mark.is_wide_only else ""),
                x=across(mark.at),
                y=y + number * _LINE,
            )
            for mark in row
        ]
    return "".join(drawn)


def _classes(*names: str) -> str:
    return " ".join(name for name in names if name)
