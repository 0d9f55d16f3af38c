"""A chart for paper: the same values as the SVG of the page, drawn as vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

from qa_app.reports.chart_limits import ChartStretch, Look
from qa_app.reports.charts import Chart, ChartPoint, ChartSegment
from qa_app.reports.fonts import REGULAR, drawable
from qa_app.reports.palette import BRAND, INK, INK_2, INK_3, LINE_SOFT, LINE_STRONG

BETTER, WORSE = "#0B5CAD", "#A34708"
"""Inks of points that stand out, as on the pages."""

_TICK, _SMALL_TICK = 7.0, 6.0
_DOT, _SMALL_DOT = 2.3, 1.6
_DENSE = 40
_ROW = 10.0
_ROOM_LEFT, _ROOM_RIGHT, _ROOM_TOP = 24.0, 66.0, 16.0
_SMALL_LEFT, _SMALL_RIGHT, _SMALL_TOP = 18.0, 22.0, 4.0


@dataclass(frozen=True, slots=True)
class _Place:
    left: float
    width: float
    low: float
    height: float
    size: float
    dot: float

    def x(self, at: Fraction | float) -> float:
        return self.left + float(at) * self.width

    def y(self, at: Fraction | float) -> float:
        return self.low + float(at) * self.height


def chart_flowable(chart: Chart, width: float, height: float, *, is_small: bool = False) -> Any:
    """Set a chart.

    Args:
        chart: What is drawn.
        width: Points across, marks at its sides included.
        height: Points of the plot itself.
        is_small: True for one of many beside each other.

    Returns:
        A flowable.
    """
    return _chart_class()(chart, width, height, is_small=is_small)


@lru_cache(maxsize=1)
def _chart_class() -> Any:
    # made here because reportlab is loaded only when a paper is printed
    from reportlab.platypus import Flowable

    class Drawn(Flowable):  # type: ignore[misc]  # reportlab has no types
        """Draws straight on the canvas: a tree of shapes takes several times as long."""

        def __init__(self, chart: Chart, width: float, height: float, *, is_small: bool) -> None:
            super().__init__()
            self.chart, self.is_small, self.plot = chart, is_small, height
            rows = len(chart.rows) + chart.is_labelled
            top = _SMALL_TOP if is_small else _ROOM_TOP
            self.width, self.height = width, height + top + rows * _ROW + 2

        def wrap(self, _room: float, _tall: float) -> tuple[float, float]:
            return self.width, self.height

        def draw(self) -> None:
            rows = len(self.chart.rows) + self.chart.is_labelled
            left, right = (
                (_SMALL_LEFT, _SMALL_RIGHT) if self.is_small else (_ROOM_LEFT, _ROOM_RIGHT)
            )
            is_dense = self.is_small or len(self.chart.points) > _DENSE
            place = _Place(
                left,
                self.width - left - right,
                rows * _ROW + 2,
                self.plot,
                _SMALL_TICK if self.is_small else _TICK,
                _SMALL_DOT if is_dense else _DOT,
            )
            _draw(self.canv, self.chart, place)

    return Drawn


def _draw(canvas: Any, chart: Chart, place: _Place) -> None:
    canvas.saveState()
    _grid(canvas, chart, place)
    _breaks(canvas, chart, place)
    for segment in chart.segments:
        for stretch in segment.stretches:
            _stretch(canvas, stretch, place)
        _segment(canvas, segment, place, is_old=segment is not chart.segments[-1])
    _values(canvas, chart, place)
    _notes(canvas, chart, place)
    _rows(canvas, chart, place)
    canvas.restoreState()


def _pen(canvas: Any, ink: str, width: float, dash: Sequence[float] = ()) -> None:
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(width)
    canvas.setDash(list(dash))


def _write(canvas: Any, text: str, at: tuple[float, float], size: float, anchor: str) -> None:
    if not text:
        return
    # nothing that the face lacks, as in every text of a paper
    shown = "".join(run for run, _face in drawable(text, REGULAR))
    canvas.setFont(REGULAR, size)
    draw = {"end": canvas.drawRightString, "middle": canvas.drawCentredString}
    draw.get(anchor, canvas.drawString)(*at, shown)


def _grid(canvas: Any, chart: Chart, place: _Place) -> None:
    right = place.left + place.width
    _pen(canvas, LINE_SOFT, 0.5)
    canvas.setFillColor(INK_3)
    for mark in chart.heights:
        y = place.y(mark.at)
        canvas.line(place.left, y, right, y)
        _write(canvas, mark.words, (place.left - 4, y - place.size / 3), place.size, "end")
    for at in chart.rules:
        canvas.line(place.x(at), place.low, place.x(at), place.low + place.height)
    _pen(canvas, INK_3, 0.5, (1, 2))
    for mark in chart.limits:
        y = place.y(mark.at)
        canvas.line(place.left, y, right, y)
        _write(canvas, mark.words, (right + 4, y - place.size / 3), place.size, "start")


def _breaks(canvas: Any, chart: Chart, place: _Place) -> None:
    top = place.low + place.height
    _pen(canvas, INK_2, 0.7, (3, 2))
    canvas.setFillColor(INK_2)
    for mark in chart.breaks:
        x, is_right = place.x(mark.at), mark.at > Fraction(1, 2)
        canvas.line(x, place.low, x, top + 8)
        if mark.words and chart.count_words:
            aside, anchor = (x - 3, "end") if is_right else (x + 3, "start")
            _write(canvas, mark.words, (aside, top + 6), place.size, anchor)
            _write(canvas, mark.below, (aside, top + 6 - 1.2 * place.size), place.size, anchor)


def _stretch(canvas: Any, stretch: ChartStretch, place: _Place) -> None:
    y = place.y(stretch.mean)
    # without limits it is the median of a run chart
    _pen(canvas, INK_2, 0.8, () if stretch.steps else (3, 2))
    canvas.line(place.x(stretch.left), y, place.x(stretch.right), y)
    _pen(canvas, LINE_STRONG, 0.8, (6, 2.5) if stretch.is_trial else ())
    for step in stretch.steps:
        for at in (step.low, step.high):
            canvas.line(place.x(step.left), place.y(at), place.x(step.right), place.y(at))
    for one, following in pairwise(stretch.steps):
        x = place.x(one.right)
        for before, after in ((one.low, following.low), (one.high, following.high)):
            if before != after:
                canvas.line(x, place.y(before), x, place.y(after))


def _segment(canvas: Any, segment: ChartSegment, place: _Place, *, is_old: bool) -> None:
    ink = INK_3 if is_old else BRAND
    if segment.median is not None and segment.joined:
        y = place.y(segment.median)
        _pen(canvas, INK_2, 0.7, (3, 2))
        canvas.line(place.x(segment.joined[0].x), y, place.x(segment.joined[-1].x), y)
    _pen(canvas, ink, 1.0)
    for line in segment.lines:
        for one, other in pairwise(line):
            canvas.line(place.x(one.x), place.y(one.y), place.x(other.x), place.y(other.y))
    for point in segment.points:
        _dot(canvas, point, place, ink)


def _dot(canvas: Any, point: ChartPoint, place: _Place, ink: str) -> None:
    x, y, size = place.x(point.x), place.y(point.y), place.dot
    if point.look is not Look.PLAIN:
        ink = BETTER if point.look is Look.BETTER else WORSE
    _pen(canvas, ink, 0.9)
    canvas.setFillColor(ink if point.is_final else "#FFFFFF")
    if point.look is Look.PLAIN:
        canvas.circle(x, y, size, stroke=1, fill=1)
        return
    tip = size * (1.7 if point.look is Look.BETTER else -1.7)
    path = canvas.beginPath()
    path.moveTo(x, y + tip)
    path.lineTo(x + size * 1.6, y - tip * 0.8)
    path.lineTo(x - size * 1.6, y - tip * 0.8)
    path.close()
    canvas.drawPath(path, stroke=1, fill=1)


def _notes(canvas: Any, chart: Chart, place: _Place) -> None:
    for note in chart.notes:
        x, y = place.x(note.at), place.low + 5 + 10 * note.row
        _pen(canvas, INK_2, 0.5)
        canvas.setFillColor("#FFFFFF")
        canvas.circle(x, y, 4, stroke=1, fill=1)
        canvas.setFillColor(INK_2)
        _write(canvas, note.number, (x, y - 2), 5.5, "middle")


def _values(canvas: Any, chart: Chart, place: _Place) -> None:
    points = chart.points
    shown = points if chart.is_labelled else points[-1:]
    canvas.setFillColor(INK)
    for point in shown:
        x, y = place.x(point.x), place.y(point.y)
        if chart.count_words:
            _write(canvas, point.value, (x, y + place.dot + 2.5), place.size, "middle")
        else:
            _write(canvas, point.value, (x + 4, y - place.size / 3), place.size, "start")


def _rows(canvas: Any, chart: Chart, place: _Place) -> None:
    canvas.setFillColor(INK_3)
    y = place.low - _ROW + 2
    if chart.is_labelled:
        _write(canvas, chart.count_words, (place.left - 4, y), place.size, "end")
        for point in chart.points:
            _write(canvas, point.count, (place.x(point.x), y), place.size, "middle")
        y -= _ROW
    for row in chart.rows:
        # a row that is crowded on paper leaves out every second mark, as on narrow screens
        is_crowded = len(row) * place.size * 4 > place.width
        for mark in row:
            if not (is_crowded and mark.is_wide_only):
                _write(canvas, mark.words, (place.x(mark.at), y), place.size, "middle")
        y -= _ROW
