"""Run charts: is a row of figures only chance, or did something change."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb, log2
from statistics import median

from qa_app.domain.defaults import RUN_CHART_POINTS

_CROSSINGS_QUANTILE = 20  # one in twenty


class RunStatus(StrEnum):
    """What can be said of a row of figures."""

    OK = "ok"
    TOO_FEW = "too_few"
    CONSTANT = "constant"
    NO_DATA = "no_data"


class TrendDirection(StrEnum):
    """Where a trend leads."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class RunLimits:
    """What chance alone would hardly go past.

    Attributes:
        longest_run_most: Points in a row on one side of the centre.
        crossings_least: How often the line crosses the centre.
    """

    longest_run_most: int
    crossings_least: int


@dataclass(frozen=True, slots=True)
class RunChart:
    """What a run chart says.

    Attributes:
        status: Whether anything can be said.
        centre: The line in the middle; None without any figure.
        seen: Figures that are not missing.
        useful: Of these, how many do not lie on the centre.
        longest_run: Most useful points in a row on one side; None without a useful one.
        crossings: How often the centre is crossed; None likewise.
        limits: What chance alone would hardly go past; None likewise.
        has_shift: True when the longest run is too long for chance; never below enough points.
        has_few_crossings: True when the centre is crossed too rarely for chance; likewise.
    """

    status: RunStatus
    centre: float | None
    seen: int
    useful: int
    longest_run: int | None = None
    crossings: int | None = None
    limits: RunLimits | None = None
    has_shift: bool = False
    has_few_crossings: bool = False

    @property
    def has_signal(self) -> bool:
        """Tell whether chance alone is an unlikely explanation.

        Returns:
            True for a shift or too few crossings: about one chart in twenty without a change.
        """
        return self.has_shift or self.has_few_crossings


def anhoej_limits(useful: int) -> RunLimits:
    """Give what chance alone would hardly go past, whatever the length of the chart.

    Anhøj and Olesen (2014), PLoS ONE 9(11): the longest run is round(log2 n) + 3 at most, the
    crossings are at least the 5 % quantile of a binomial distribution with n - 1 trials and a
    chance of one half.

    Args:
        useful: Points that do not lie on the centre, 1 or more.

    Returns:
        The limits.

    Raises:
        ValueError: There is no useful point.
    """
    if useful < 1:
        raise ValueError("no useful point")
    trials = useful - 1
    below, crossings = 1, 0
    # exact: the share below reaches 1/20 where 20 times the count reaches all 2^trials ways
    while below * _CROSSINGS_QUANTILE < 2**trials:
        crossings += 1
        below += comb(trials, crossings)
    return RunLimits(round(log2(useful)) + 3, crossings)


def run_chart(
    values: Sequence[float | None],
    *,
    baseline: int | None = None,
    centre: float | None = None,
    least: int = RUN_CHART_POINTS,
) -> RunChart:
    """Read a run chart.

    Args:
        values: Figures in order of time; None where one is missing, which is passed over.
        baseline: The centre is the median of this many values from the first on, missing ones
            counted; None takes all of them.
        centre: The centre itself; None takes the median.
        least: Fewer useful points than this give no signal.

    Returns:
        What it says. Points on the centre neither break nor lengthen a run.
    """
    seen = [value for value in values if value is not None]
    if centre is None:
        first = [value for value in values[:baseline] if value is not None]
        centre = median(first) if first else None
    if not seen or centre is None:
        return RunChart(RunStatus.NO_DATA, centre, len(seen), 0)
    sides = [value > centre for value in seen if value != centre]
    if not sides:
        return RunChart(RunStatus.CONSTANT, centre, len(seen), 0)
    crossings = sum(one != other for one, other in itertools.pairwise(sides))
    longest = _longest(sides)
    limits = anhoej_limits(len(sides))
    is_enough = len(sides) >= least
    return RunChart(
        RunStatus.OK if is_enough else RunStatus.TOO_FEW,
        centre,
        len(seen),
        len(sides),
        longest,
        crossings,
        limits,
        has_shift=is_enough and longest > limits.longest_run_most,
        has_few_crossings=is_enough and crossings < limits.crossings_least,
    )


def _longest(sides: Sequence[bool]) -> int:
    longest = length = 1
    for one, other in itertools.pairwise(sides):
        length = length + 1 if one == other else 1
        longest = max(longest, length)
    return longest


def longest_trend(values: Sequence[float | None]) -> tuple[int, TrendDirection | None]:
    """Find the longest row of figures that only rise, or only fall.

    Perla, Provost and Murray (2011), BMJ Quality & Safety 20: five such points are called a trend.
    It adds almost nothing to the two rules of `run_chart`, which leaves it out.

    Args:
        values: Figures in order of time; missing ones, and one equal to the one before, are left
            out.

    Returns:
        Points in it, and where it leads: the first of several as long; no direction for fewer
        than two points.
    """
    kept: list[float] = []
    for value in values:
        if value is not None and (not kept or value != kept[-1]):
            kept.append(value)
    best, direction = min(len(kept), 1), None
    length, rising = 1, None
    for one, other in itertools.pairwise(kept):
        length = length + 1 if rising == (other > one) else 2
        rising = other > one
        if length > best:
            best, direction = length, TrendDirection.UP if rising else TrendDirection.DOWN
    return best, direction
