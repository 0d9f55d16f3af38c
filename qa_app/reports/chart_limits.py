"""Limits of a chart as plain values and as SVG: one mean and two limits for each stretch."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from qa_app.reports.svg import across, element, words


class Look(StrEnum):
    """How a point is drawn: by shape first, then by colour."""

    PLAIN = "plain"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Step:
    """Limits that hold between two places.

    Attributes:
        left: Where they begin, 0..1 from the left.
        right: Where they end.
        low: The lower one, drawn no lower than 0.
        high: The upper one, drawn no higher than 1.
    """

    left: Fraction
    right: Fraction
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class ChartStretch:
    """The mean and the limits of the points between two places.

    Attributes:
        left: Where it begins, 0..1 from the left.
        right: Where it ends.
        mean: Its mean, 0..1 from below; of a run chart its median.
        steps: Its limits, from the left, each beginning where the one before ends; empty on a run
            chart.
        is_trial: True while the limits may still move.
        words: What they are, for the caption.
    """

    left: Fraction
    right: Fraction
    mean: Fraction
    steps: tuple[Step, ...]
    is_trial: bool
    words: str


def stretch_svg(stretch: ChartStretch, height: int, top: int) -> str:
    """Draw a mean and its limits.

    Args:
        stretch: What is drawn.
        height: Pixels of the plot.
        top: Pixels above it.

    Returns:
        A line across for the mean, and one for each limit, stepped where they differ from point
        to point; dashes while on trial.
    """
    trial = " pl-trial" if stretch.is_trial else ""
    title = element("title", words(stretch.words))

    def line(look: str, ends: tuple[Fraction, Fraction], ats: tuple[Fraction, Fraction]) -> str:
        return element(
            "line",
            title if ends[0] != ends[1] else "",
            class_=f"{look}{trial}",
            x1=across(ends[0]),
            x2=across(ends[1]),
            y1=top + height * (1 - ats[0]),
            y2=top + height * (1 - ats[1]),
        )

    middle = "pl-mean" if stretch.steps else "pl-median"
    drawn = [line(middle, (stretch.left, stretch.right), (stretch.mean, stretch.mean))]
    for one in stretch.steps:
        drawn += [line("pl-bound", (one.left, one.right), (at, at)) for at in (one.low, one.high)]
    for one, following in pairwise(stretch.steps):
        ends = (one.right, one.right)
        drawn += [line("pl-bound", ends, (one.low, following.low))] * (one.low != following.low)
        drawn += [line("pl-bound", ends, (one.high, following.high))] * (one.high != following.high)
    return "".join(drawn)


def steps_of(ends: Sequence[tuple[Fraction, Fraction, Fraction]]) -> tuple[Step, ...]:
    """Lay limits out between points.

    Args:
        ends: Place, lower and upper limit of each point, from the left.

    Returns:
        Steps that change midway between two points; like neighbours are one step.
    """
    steps: list[Step] = []
    for (at, low, high), (following, _low, _high) in zip(ends, (*ends[1:], ends[-1]), strict=True):
        left = steps[-1].right if steps else ends[0][0]
        step = Step(left, (at + following) / 2, low, high)
        if steps and (steps[-1].low, steps[-1].high) == (low, high):
            step = Step(steps.pop().left, step.right, low, high)
        steps.append(step)
    return tuple(steps)


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
