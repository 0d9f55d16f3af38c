"""Centres by name, each with its number and the interval around it; never by rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qa_app.reports.chart_limits import Look, dot_svg
from qa_app.reports.svg import across, element, picture, words

_ROW, _TOP, _FOOT = 44, 22, 6
_NAME, _LINE = 16, 30
_CAP, _DOT = 5, 4.5
_CAPPED_MOST = 60


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One centre.

    Attributes:
        name: Its name, in the reader's language.
        value: Where its number lies, 0..1; None where none is shown.
        low: Lower end of the interval; None where there is none.
        high: Upper end.
        look: Whether it stands out.
        is_final: False draws it hollow.
        words: Its number with what it rests on.
    """

    name: str
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    look: Look
    is_final: bool
    words: str


@dataclass(frozen=True, slots=True)
class IntervalPlot:
    """What is drawn.

    Attributes:
        key: Unique on its page.
        heading: What it shows.
        description: The same in a sentence.
        rows: By name.
        ticks: Places on the scale with their words.
        line: Place of the line that numbers are held against; None without one.
    """

    key: str
    heading: str
    description: str
    rows: Sequence[IntervalRow]
    ticks: Sequence[tuple[Fraction, str]]
    line: Fraction | None


def interval_plot_svg(plot: IntervalPlot) -> str:
    """Draw a plot.

    Args:
        plot: What is drawn.

    Returns:
        SVG as wide as its place; each name stands above its interval, so that long names fit on a
        narrow screen.
    """
    height = _TOP + _ROW * len(plot.rows) + _FOOT
    body = "".join(
        (
            *(_tick(at, said, height) for at, said in plot.ticks),
            "" if plot.line is None else _across(plot.line, height),
            *(
                _row(row, _TOP + _ROW * number, has_caps=len(plot.rows) <= _CAPPED_MOST)
                for number, row in enumerate(plot.rows)
            ),
        )
    )
    return picture(
        "pl-intervals", plot.key, plot.heading, plot.description, size=("100%", height), body=body
    )


def _tick(at: Fraction, said: str, height: int) -> str:
    x = across(at)
    anchor = {0: "", 1: " pl-end"}.get(int(at) if at in {0, 1} else -1, " pl-middle")
    return element("line", class_="pl-grid", x1=x, x2=x, y1=_TOP - 4, y2=height) + element(
        "text", words(said), class_=f"pl-tick{anchor}", x=x, y=14
    )


def _across(at: Fraction, height: int) -> str:
    x = across(at)
    return element("line", class_="pl-limit", x1=x, x2=x, y1=_TOP - 4, y2=height)


def _row(row: IntervalRow, top: int, *, has_caps: bool) -> str:
    y = top + _LINE
    name = element("text", words(row.name), class_="pl-value", y=top + _NAME, data_content="")
    said = element(
        "text", words(row.words), class_="pl-tick pl-said pl-end", x="100%", y=top + _NAME
    )
    return name + said + _whisker(row, y, has_caps=has_caps) + _dot(row, y)


def _whisker(row: IntervalRow, y: int, *, has_caps: bool) -> str:
    if row.low is None or row.high is None or row.low == row.high:
        return ""
    low, high = across(row.low), across(row.high)
    caps = "".join(
        element("line", class_="pl-whisker", x1=x, x2=x, y1=y - _CAP, y2=y + _CAP)
        for x in ((low, high) if has_caps else ())
    )
    return element("line", class_="pl-whisker", x1=low, x2=high, y1=y, y2=y) + caps


def _dot(row: IntervalRow, y: int) -> str:
    if row.value is None:
        return ""
    look = "pl-dot" if row.is_final else "pl-dot pl-dot-open"
    return dot_svg(row.look, (across(row.value), Fraction(y)), _DOT, class_=look, title=row.words)
