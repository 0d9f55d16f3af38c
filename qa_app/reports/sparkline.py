"""The last periods of a series in one row of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from qa_app.reports.svg import element, picture, words

WIDTH, HEIGHT = 236, 52
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 200, 8, 44
_DOT = 3.2


@dataclass(frozen=True, slots=True)
class SparkPoint:
    """One period.

    Attributes:
        value: 0..1; None is a gap.
        is_final: False draws it hollow.
        joins: True when a line comes from the period before.
        words: The whole of it in words.
    """

    value: Fraction | None
    is_final: bool
    joins: bool
    words: str


@dataclass(frozen=True, slots=True)
class Sparkline:
    """What is drawn.

    Attributes:
        key: Unique on its page.
        heading: What it shows.
        description: The same in a sentence.
        points: In order of time, at most the default number.
        floor: Value at the lower edge; what is lower sits on the edge as a wedge.
        line: Value of the line across; None without one.
        last_words: Number written at the end.
    """

    key: str
    heading: str
    description: str
    points: Sequence[SparkPoint]
    floor: Fraction
    line: Fraction | None
    last_words: str


def sparkline_svg(spark: Sparkline) -> str:
    """Draw a sparkline.

    Args:
        spark: What is drawn.

    Returns:
        SVG.
    """
    step = Fraction(_RIGHT - _LEFT, max(len(spark.points) - 1, 1))
    places = [
        (_LEFT + step * number, None if one.value is None else _y(one.value, spark.floor), one)
        for number, one in enumerate(spark.points)
    ]
    parts = []
    if spark.line is not None:
        y = _y(spark.line, spark.floor)
        parts.append(element("line", class_="pl-limit", x1=0, x2=_RIGHT + 6, y1=y, y2=y))
    for (x1, y1, _before), (x2, y2, point) in pairwise(places):
        if y1 is not None and y2 is not None and point.joins:
            parts.append(element("line", class_="pl-line", x1=x1, x2=x2, y1=y1, y2=y2))
    drawn = [(x, y, point) for x, y, point in places if y is not None]
    parts += [_dot(x, y, point, spark.floor) for x, y, point in drawn]
    if drawn:
        x, y, _last = drawn[-1]
        parts.append(element("text", words(spark.last_words), class_="pl-value", x=x + 8, y=y + 4))
    return picture(
        "pl-spark",
        spark.key,
        spark.heading,
        spark.description,
        size=(WIDTH, HEIGHT),
        body="".join(parts),
    )


def _y(value: Fraction, floor: Fraction) -> Fraction:
    return _BOTTOM - (_BOTTOM - _TOP) * max(value - floor, Fraction(0)) / (1 - floor)


def _dot(x: Fraction, y: Fraction, point: SparkPoint, floor: Fraction) -> str:
    title = element("title", words(point.words))
    kind = "pl-dot" if point.is_final else "pl-dot pl-dot-open"
    if point.value is not None and point.value < floor:
        left, right, top, low = (float(n) for n in (x - 4, x + 4, y - 3, y + 4))
        path = f"M{left:.1f} {top:.1f}H{right:.1f}L{float(x):.1f} {low:.1f}z"
        return element("path", title, class_=kind, d=path)
    return element("circle", title, class_=kind, cx=x, cy=y, r=_DOT)
