"""Centres with their intervals on paper: the same values as the SVG of the page, as vectors."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from qa_app.reports.fonts import REGULAR, drawable
from qa_app.reports.interval_plot import IntervalPlot, IntervalRow
from qa_app.reports.palette import BRAND, INK, INK_2, INK_3, LINE_SOFT

_ROW, _TOP, _SIZE, _TICK = 15.0, 14.0, 8.5, 7.0
_NAME_PART, _WORDS_PART = 0.32, 0.28
_DOT, _CAP = 2.3, 2.5
_ROWS_MOST = 30


def interval_flowables(plot: IntervalPlot, width: float) -> Iterable[Any]:
    """Set a plot, a flowable for each 30 rows, so that a page holds it.

    Args:
        plot: What is drawn.
        width: Points across.

    Yields:
        Flowables.
    """
    for first in range(0, len(plot.rows), _ROWS_MOST):
        part = replace(plot, rows=plot.rows[first : first + _ROWS_MOST])
        yield _plot_class()(part, width)


@lru_cache(maxsize=1)
def _plot_class() -> Any:
    # made here because reportlab is loaded only when a paper is printed
    from reportlab.platypus import Flowable

    class Drawn(Flowable):  # type: ignore[misc]  # reportlab has no types
        """Draws straight on the canvas."""

        def __init__(self, plot: IntervalPlot, width: float) -> None:
            super().__init__()
            self.plot, self.width = plot, width
            self.height = _TOP + _ROW * len(plot.rows) + 4

        def wrap(self, _room: float, _tall: float) -> tuple[float, float]:
            return self.width, self.height

        def draw(self) -> None:
            _draw(self.canv, self.plot, self.width, self.height)

    return Drawn


def _draw(canvas: Any, plot: IntervalPlot, width: float, height: float) -> None:
    left, right = width * _NAME_PART, width * (1 - _WORDS_PART)

    def across(at: Fraction) -> float:
        return left + float(at) * (right - left)

    canvas.saveState()
    top = height - _TOP
    for at, said in plot.ticks:
        _line(canvas, LINE_SOFT, 0.5, (across(at), 2, across(at), top))
        canvas.setFillColor(INK_3)
        canvas.setFont(REGULAR, _TICK)
        canvas.drawCentredString(across(at), top + 4, _shown(said))
    if plot.line is not None:
        canvas.setDash([1, 2])
        _line(canvas, INK_2, 0.7, (across(plot.line), 2, across(plot.line), top))
        canvas.setDash([])
    for number, row in enumerate(plot.rows):
        y = top - _ROW * (number + 0.5)
        canvas.setFont(REGULAR, _SIZE)
        canvas.setFillColor(INK)
        canvas.drawString(0, y - _SIZE / 3, _fitted(canvas, row.name, left - 12))
        canvas.setFillColor(INK_2)
        canvas.drawRightString(width, y - _SIZE / 3, _shown(row.words))
        _row(canvas, row, y, across)
    canvas.restoreState()


def _row(canvas: Any, row: IntervalRow, y: float, across: Any) -> None:
    if row.low is not None and row.high is not None:
        low, high = across(row.low), across(row.high)
        _line(canvas, BRAND, 0.9, (low, y, high, y))
        for x in (low, high):
            _line(canvas, BRAND, 0.9, (x, y - _CAP, x, y + _CAP))
    if row.value is not None:
        canvas.setStrokeColor(BRAND)
        canvas.setFillColor(BRAND if row.is_final else "#FFFFFF")
        canvas.circle(across(row.value), y, _DOT, stroke=1, fill=1)


def _line(canvas: Any, ink: str, width: float, ends: tuple[float, float, float, float]) -> None:
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(width)
    canvas.line(*ends)


def _shown(text: str) -> str:
    return "".join(run for run, _face in drawable(text, REGULAR))


def _fitted(canvas: Any, name: str, room: float) -> str:
    shown = _shown(name)
    if canvas.stringWidth(shown, REGULAR, _SIZE) <= room:
        return shown
    while shown and canvas.stringWidth(f"{shown}…", REGULAR, _SIZE) > room:
        shown = shown[:-1]
    return f"{shown}…"
