"""Control charts of shares and of rates: which points lie beyond what chance alone would bring."""

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import sqrt
from typing import TypeVar

Number = int | Fraction
Jump = TypeVar("Jump", float, Fraction)

SIGMAS = 3
"""How many standard errors from the centre the limits lie."""

RANGE_OF_SIGMA = 1.128
"""Mean distance of two neighbours in standard deviations (d2 for two): Montgomery, appendix VI."""

RANGE_LIMIT = Fraction(3267, 1000)
"""Moving ranges from so many times their mean on are screened out: Nelson 1982."""


class Kind(StrEnum):
    """What a point counts."""

    SHARE = "share"
    RATE = "rate"


class ChartStatus(StrEnum):
    """Whether there are limits."""

    OK = "ok"
    NO_DATA = "no_data"
    NO_VARIATION = "degenerate_baseline"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Baseline:
    """Which points shape the centre and the limits.

    Attributes:
        first: Only so many from the first on; None takes all.
        left_out: Places (from 0) that do not shape them and are still tested.
    """

    first: int | None = None
    left_out: Collection[int] = ()

    def places(self, count: int) -> list[int]:
        """List the points that shape the limits.

        Args:
            count: Points altogether.

        Returns:
            Their places, from 0.
        """
        most = count if self.first is None else min(self.first, count)
        return [place for place in range(most) if place not in self.left_out]


ALL_POINTS = Baseline()


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One period.

    Attributes:
        value: Counted over possible, exact; None without anything possible.
        low: Lower limit, never below 0; None where there is none.
        high: Upper limit, of a share never above 1; likewise.
        is_outside: True strictly beyond a limit.
    """

    value: Fraction | None
    low: float | None = None
    high: float | None = None
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A control chart of shares or rates.

    Attributes:
        status: Whether there are limits, and why not.
        centre: All that was counted over all that was possible; None without anything.
        points: In order of time.
        sigma_z: How much wider than by chance alone the points spread; 1 without correction,
            None where it cannot be told.
    """

    status: ChartStatus
    centre: Fraction | None
    points: tuple[ControlPoint, ...]
    sigma_z: float | None = None


def control_chart(
    kind: Kind,
    counted: Sequence[Number | None],
    possible: Sequence[Number | None],
    baseline: Baseline = ALL_POINTS,
) -> ControlChart:
    """Draw a p chart (shares) or a u chart (rates) with limits at three standard errors.

    Args:
        kind: Shares of what was possible, or events for each unit of it.
        counted: For each period what was counted, 0 or more; None where nothing is known.
        possible: For each period what it is counted over; None or 0 gives an empty period.
        baseline: Which points shape the limits.

    Returns:
        The chart. Whether a point lies outside is decided exactly, without roots. No limits and
        nothing outside where the baseline never varies (all or nothing): that is neither an
        achievement nor an alarm.

    Source: docs/methods/charts.md; Montgomery, Introduction to Statistical Quality Control.
    """
    values, sizes = _values(counted, possible)
    centre = _centre(counted, sizes, baseline)
    spread = _spread(kind, centre)
    if centre is None or not spread:
        return _without_limits(centre, values)
    points = []
    for value, size in zip(values, sizes, strict=True):
        if value is None or size is None:
            points.append(ControlPoint(None))
            continue
        low, high = _limits(kind, centre, SIGMAS * sqrt(spread / size))
        is_outside = (value - centre) ** 2 * size > SIGMAS**2 * spread
        points.append(ControlPoint(value, low, high, is_outside))
    return ControlChart(ChartStatus.OK, centre, tuple(points), 1.0)


def prime_chart(
    kind: Kind,
    counted: Sequence[Number | None],
    possible: Sequence[Number | None],
    baseline: Baseline = ALL_POINTS,
    *,
    is_screened: bool = False,
) -> ControlChart:
    """Draw a p' or u' chart: limits as wide as the points really spread from one to the next.

    Where periods are large, the limits of `control_chart` collapse and most points seem special.

    Args:
        kind: Shares, or rates.
        counted: As in `control_chart`.
        possible: As in `control_chart`.
        baseline: Which points shape the limits.
        is_screened: Leaves out jumps that are far larger than the mean jump (Nelson 1982).

    Returns:
        The chart; `TOO_FEW` and no limits with fewer than two points in the baseline,
        `NO_VARIATION` and no limits where those do not differ.

    Source: docs/methods/charts.md; Laney 2002, Quality Engineering 14(4).
    """
    values, sizes = _values(counted, possible)
    centre = _centre(counted, sizes, baseline)
    spread = _spread(kind, centre)
    if centre is None or not spread:
        return _without_limits(centre, values)
    scores = [
        float(value - centre) / sqrt(spread / size)
        for place in baseline.places(len(values))
        if (value := values[place]) is not None and (size := sizes[place]) is not None
    ]
    jumps = [abs(after - before) for before, after in itertools.pairwise(scores)]
    if is_screened:
        jumps = screened(jumps)
    if not jumps:
        bare = tuple(ControlPoint(value) for value in values)
        return ControlChart(ChartStatus.TOO_FEW, centre, bare)
    sigma_z = sum(jumps) / len(jumps) / RANGE_OF_SIGMA
    if not sigma_z:
        # limits without a width would make an alarm of whatever comes next
        return replace(_without_limits(centre, values), sigma_z=sigma_z)
    points = []
    for value, size in zip(values, sizes, strict=True):
        if value is None or size is None:
            points.append(ControlPoint(None))
            continue
        low, high = _limits(kind, centre, SIGMAS * sigma_z * sqrt(spread / size))
        points.append(ControlPoint(value, low, high, not low <= value <= high))
    return ControlChart(ChartStatus.OK, centre, tuple(points), sigma_z)


def screened(jumps: Sequence[Jump]) -> list[Jump]:
    """Leave out jumps from one point to the next that cannot be of the ordinary kind, once.

    Args:
        jumps: Distances of neighbours, 0 or more.

    Returns:
        Those below `RANGE_LIMIT` times their mean; all of them where nothing jumps.

    Source: docs/methods/charts.md; Nelson 1982, Journal of Quality Technology 14.
    """
    total = sum(jumps)
    if not total:
        return list(jumps)
    return [jump for jump in jumps if Fraction(jump) * len(jumps) < RANGE_LIMIT * Fraction(total)]


def _values(
    counted: Sequence[Number | None], possible: Sequence[Number | None]
) -> tuple[list[Fraction | None], list[Number | None]]:
    sizes = [
        size if size and count is not None else None
        for count, size in zip(counted, possible, strict=True)
    ]
    values = [
        None if count is None or not size else Fraction(count) / size
        for count, size in zip(counted, sizes, strict=True)
    ]
    return values, sizes


def _centre(
    counted: Sequence[Number | None], sizes: Sequence[Number | None], baseline: Baseline
) -> Fraction | None:
    total, over = Fraction(0), Fraction(0)
    for place in baseline.places(len(sizes)):
        count, size = counted[place], sizes[place]
        if count is not None and size is not None:
            total, over = total + count, over + size
    return total / over if over else None


def _spread(kind: Kind, centre: Fraction | None) -> Fraction:
    if centre is None:
        return Fraction(0)
    return centre * (1 - centre) if kind is Kind.SHARE else centre


def _limits(kind: Kind, centre: Fraction, reach: float) -> tuple[float, float]:
    high = float(centre) + reach
    return max(0.0, float(centre) - reach), min(1.0, high) if kind is Kind.SHARE else high


def _without_limits(centre: Fraction | None, values: Sequence[Fraction | None]) -> ControlChart:
    status = ChartStatus.NO_DATA if centre is None else ChartStatus.NO_VARIATION
    return ControlChart(status, centre, tuple(ControlPoint(value) for value in values))
