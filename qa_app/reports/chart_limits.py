"""Limits of a chart as plain values and as SVG: one mean and two limits for each stretch."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qa_app.reports.svg import across, element, words


class Look(StrEnum):
    """How a point is drawn: by shape first, then by colour."""

    PLAIN = "plain"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class ChartStretch:
    """The mean and the limits of the points between two places.

    Attributes:
        left: Where it begins, 0..1 from the left.
        right: Where it ends.
        mean: Its mean, 0..1 from below.
        low: Its lower limit, drawn no lower than 0.
        high: Its upper limit, drawn no higher than 1.
        is_trial: True while the limits may still move.
        words: What they are, for the caption.
    """

    left: Fraction
    right: Fraction
    mean: Fraction
    low: Fraction
    high: Fraction
    is_trial: bool
    words: str


def stretch_svg(stretch: ChartStretch, height: int, top: int) -> str:
    """Draw a mean and its limits.

    Args:
        stretch: What is drawn.
        height: Pixels of the plot.
        top: Pixels above it.

    Returns:
        Three lines across; dashes while on trial.
    """
    trial = " pl-trial" if stretch.is_trial else ""
    return "".join(
        element(
            "line",
            element("title", words(stretch.words)),
            class_=f"{look}{trial}",
            x1=across(stretch.left),
            x2=across(stretch.right),
            y1=top + height * (1 - at),
            y2=top + height * (1 - at),
        )
        for at, look in (
            (stretch.mean, "pl-mean"),
            (stretch.low, "pl-bound"),
            (stretch.high, "pl-bound"),
        )
    )


def dot_svg(look: Look, place: tuple[str, Fraction], radius: float, **marks: str) -> str:
    """Draw a point: a disc, a triangle upwards for better, downwards for worse.

    Args:
        look: Which.
        place: Across as a percentage, and pixels from above.
        radius: Of the disc, in pixels; triangles are a little larger.
        **marks: `class_` and `title` of the point.

    Returns:
        One element.
    """
    x, y = place
    title = element("title", words(marks["title"]))
    if look is Look.PLAIN:
        return element("circle", title, class_=marks["class_"], cx=x, cy=y, r=radius)
    # a nested picture moves by a percentage, which a path cannot
    size = round(radius * 1.5, 2)
    tip = -size if look is Look.BETTER else size
    path = element(
        "path",
        title,
        class_=f"{marks['class_']} pl-dot-{look.value}",
        d=f"M0 {tip}L{size} {-tip}L{-size} {-tip}Z",
    )
    return element("svg", path, class_="pl-over", x=x, y=y)
