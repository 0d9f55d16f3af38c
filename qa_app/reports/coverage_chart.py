"""The run chart of coverage: shares of sessions held, month by month, around their median."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from qa_app.domain.month_grid import MONTHS_A_QUARTER
from qa_app.domain.rounding import display
from qa_app.domain.session_coverage import Figures, run_of
from qa_app.reports.charts import Chart, ChartPoint, ChartSegment, Mark
from qa_app.reports.fonts import REGULAR
from qa_app.reports.palette import INK, INK_2, INK_3, LINE_SOFT
from qa_app.wording import Words
from qa_app.wording import coverage as wording
from qa_app.wording.catalogue import message as _

_HUNDRED = 100
_TICKS = (Fraction(0), Fraction(1, 2), Fraction(1))
_NAME = _("share held")
_HEIGHT, _LEFT, _FOOT, _TOP = 110.0, 30.0, 16.0, 8.0
_DOT, _TICK = 2.4, 7.5

Months = Sequence[tuple[date, Figures]]


def coverage_chart(words: Words, key: str, heading: str, months: Months) -> Chart | None:
    """Lay the run chart out.

    Args:
        words: The language.
        key: Unique on its page.
        heading: Whose sessions.
        months: Months that are over, in order.

    Returns:
        The chart; None where no month had a session due.
    """
    run = run_of([figures.share for _month, figures in months])
    if run.centre is None:
        return None
    count = len(months)
    lines: list[list[ChartPoint]] = [[]]
    for number, (month, figures) in enumerate(months):
        share = figures.share
        if share is None:
            lines.append([])
            continue
        lines[-1].append(
            ChartPoint(
                x=Fraction(2 * number + 1, 2 * count),
                y=share,
                is_final=True,
                value=display(share * _HUNDRED, 0),
                count=str(figures.due),
                words=wording.point_words(words, month, figures),
            )
        )
    return Chart(
        key=key,
        heading=heading,
        description=wording.run_sentence(words, run),
        segments=(
            ChartSegment(
                name=words.say(_NAME),
                lines=tuple(tuple(line) for line in lines if line),
                median=Fraction(run.centre).limit_denominator(10_000),
            ),
        ),
        breaks=(),
        limits=(),
        heights=tuple(Mark(tick, display(tick * _HUNDRED, 0)) for tick in _TICKS),
        rules=tuple(
            Fraction(number, count) for number, (month, _f) in enumerate(months) if month.month == 1
        ),
        rows=(
            tuple(
                Mark(
                    Fraction(2 * number + 1, 2 * count),
                    _mark(month, is_first=number == 0),
                    is_wide_only=month.month % (2 * MONTHS_A_QUARTER) != 1,
                )
                for number, (month, _figures) in enumerate(months)
                if month.month % MONTHS_A_QUARTER == 1
            ),
        ),
        count_words="",
    )


def _mark(month: date, *, is_first: bool) -> str:
    return f"{month.year}-{month.month:02}" if is_first or month.month == 1 else f"{month.month:02}"


def chart_drawing(chart: Chart, width: float) -> Any:
    """Draw the same chart for paper.

    Args:
        chart: As `coverage_chart` laid it out.
        width: Points across.

    Returns:
        A flowable.
    """
    from reportlab.graphics.shapes import Drawing

    drawing = Drawing(width, _HEIGHT + _FOOT + _TOP)
    room = width - _LEFT
    for shape in (
        *_frame(chart, width),
        *(one for segment in chart.segments for one in _line(segment, room, width)),
        *(
            _tick(_across(mark.at, room), 3, mark.words, "middle")
            for row in chart.rows
            for mark in row
        ),
    ):
        drawing.add(shape)
    return drawing


def _across(ratio: Fraction, room: float) -> float:
    return _LEFT + float(ratio) * room


def _up(ratio: Fraction) -> float:
    return _FOOT + float(ratio) * _HEIGHT


def _tick(left: float, low: float, words: str, anchor: str) -> Any:
    from reportlab.graphics.shapes import String
    from reportlab.lib.colors import HexColor

    look = {"fontName": REGULAR, "fontSize": _TICK, "fillColor": HexColor(INK_3)}
    return String(left, low, words, textAnchor=anchor, **look)


def _frame(chart: Chart, width: float) -> Iterable[Any]:
    from reportlab.graphics.shapes import Line
    from reportlab.lib.colors import HexColor

    soft = HexColor(LINE_SOFT)
    for mark in chart.heights:
        yield Line(_LEFT, _up(mark.at), width, _up(mark.at), strokeColor=soft)
        yield _tick(_LEFT - 4, _up(mark.at) - _TICK / 3, mark.words, "end")
    for at in chart.rules:
        left = _across(at, width - _LEFT)
        yield Line(left, _FOOT, left, _FOOT + _HEIGHT, strokeColor=soft)


def _line(segment: ChartSegment, room: float, width: float) -> Iterable[Any]:
    from reportlab.graphics.shapes import Circle, Line
    from reportlab.lib.colors import HexColor

    ink = HexColor(INK)
    if segment.median is not None:
        y = _up(segment.median)
        yield Line(_LEFT, y, width, y, strokeColor=HexColor(INK_2), strokeDashArray=[3, 2])
    for line in segment.lines:
        places = [(_across(point.x, room), _up(point.y)) for point in line]
        for one, other in pairwise(places):
            yield Line(*one, *other, strokeColor=ink, strokeWidth=0.8)
        for place in places:
            yield Circle(*place, _DOT, fillColor=ink, strokeColor=ink)
