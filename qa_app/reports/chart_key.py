"""What the signs of a chart mean, for a row below it on paper."""

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import Any

from qa_app.reports.chart_drawing import BETTER, WORSE
from qa_app.reports.chart_limits import Look
from qa_app.reports.charts import Chart
from qa_app.reports.fonts import REGULAR, drawable
from qa_app.reports.palette import BRAND, INK_2, INK_3, LINE_STRONG
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_SIZE, _ROW, _SIGN, _GAP, _DOT = 7.0, 10.0, 15.0, 12.0, 2.3


class Sign(Enum):
    """A sign that charts on paper use."""

    FINAL = auto()
    PROVISIONAL = auto()
    EARLIER = auto()
    BETTER = auto()
    WORSE = auto()
    LIMITS = auto()
    TRIAL = auto()


_NAMES: dict[Sign, str] = {
    Sign.FINAL: _("final"),
    Sign.PROVISIONAL: _("provisional"),
    Sign.EARLIER: _("earlier version"),
    Sign.BETTER: _("better"),
    Sign.WORSE: _("worse"),
    Sign.LIMITS: _("mean and limits"),
    Sign.TRIAL: _("mean and trial limits"),
}


def signs_of(chart: Chart) -> tuple[Sign, ...]:
    """Tell which signs a chart uses.

    Args:
        chart: The chart.

    Returns:
        Each once, in the order of a key.
    """
    looks = {point.look for point in chart.points}
    trials = {one.is_trial for part in chart.segments for one in part.stretches if one.steps}
    used = {
        Sign.FINAL: any(point.is_final for point in chart.points),
        Sign.PROVISIONAL: not all(point.is_final for point in chart.points),
        Sign.EARLIER: len(chart.segments) > 1,
        Sign.BETTER: Look.BETTER in looks,
        Sign.WORSE: Look.WORSE in looks,
        Sign.LIMITS: False in trials,
        Sign.TRIAL: True in trials,
    }
    return tuple(sign for sign, is_used in used.items() if is_used)


def key_of(words: Words, chart: Chart) -> tuple[tuple[Sign, str], ...]:
    """Say what the signs of a chart mean.

    Args:
        words: The language.
        chart: The chart.

    Returns:
        Each sign that it uses, with its meaning.
    """
    return tuple((sign, words.say(_NAMES[sign])) for sign in signs_of(chart))


def key_flowable(key: Sequence[tuple[Sign, str]], width: float) -> Any:
    """Set the key of a chart.

    Args:
        key: From `key_of`.
        width: Points across; what has no room goes on in another row.

    Returns:
        A flowable.
    """
    return _key_class()(key, width)


@lru_cache(maxsize=1)
def _key_class() -> Any:
    # made here because reportlab is loaded only when a paper is printed
    from reportlab.platypus import Flowable

    class Drawn(Flowable):  # type: ignore[misc]  # reportlab has no types
        """Draws straight on the canvas, as the chart above it."""

        def __init__(self, key: Sequence[tuple[Sign, str]], width: float) -> None:
            super().__init__()
            self.places = list(_placed(key, width))
            self.width = width
            self.height = _ROW * (1 + max((row for row, *_rest in self.places), default=0)) + 4

        def wrap(self, _room: float, _tall: float) -> tuple[float, float]:
            return self.width, self.height

        def draw(self) -> None:
            for row, x, sign, text in self.places:
                y = self.height - _ROW * row - _SIZE
                self.canv.saveState()
                _draw(self.canv, sign, x, y + _SIZE / 3)
                self.canv.setFillColor(INK_2)
                self.canv.setFont(REGULAR, _SIZE)
                self.canv.drawString(x + _SIGN, y, text)
                self.canv.restoreState()

    return Drawn


def _placed(
    key: Sequence[tuple[Sign, str]], width: float
) -> Iterable[tuple[int, float, Sign, str]]:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    row, x = 0, 0.0
    for sign, text in key:
        shown = "".join(run for run, _face in drawable(text, REGULAR))
        part = _SIGN + stringWidth(shown, REGULAR, _SIZE) + _GAP
        if x and x + part > width:
            row, x = row + 1, 0.0
        yield row, x, sign, shown
        x += part


def _draw(canvas: Any, sign: Sign, x: float, y: float) -> None:
    middle = x + _SIGN / 2 - 2
    if sign in {Sign.LIMITS, Sign.TRIAL}:
        canvas.setStrokeColor(INK_2)
        canvas.setLineWidth(0.8)
        canvas.line(x, y, x + _SIGN - 4, y)
        canvas.setStrokeColor(LINE_STRONG)
        canvas.setDash([6, 2.5] if sign is Sign.TRIAL else [])
        for at in (y - 3, y + 3):
            canvas.line(x, at, x + _SIGN - 4, at)
        return
    inks = {Sign.EARLIER: INK_3, Sign.BETTER: BETTER, Sign.WORSE: WORSE}
    ink = inks.get(sign, BRAND)
    canvas.setStrokeColor(ink)
    canvas.setFillColor("#FFFFFF" if sign is Sign.PROVISIONAL else ink)
    canvas.setLineWidth(0.9)
    if sign not in {Sign.BETTER, Sign.WORSE}:
        canvas.circle(middle, y, _DOT, stroke=1, fill=1)
        return
    tip = _DOT * (1.7 if sign is Sign.BETTER else -1.7)
    path = canvas.beginPath()
    path.moveTo(middle, y + tip)
    path.lineTo(middle + _DOT * 1.6, y - tip * 0.8)
    path.lineTo(middle - _DOT * 1.6, y - tip * 0.8)
    path.close()
    canvas.drawPath(path, stroke=1, fill=1)
