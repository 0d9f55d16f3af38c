"""XmR charts: one number for each period, with the limits that its own ups and downs give."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.statistics.control_charts import RANGE_LIMIT, screened

LIMIT_OF_RANGE = Fraction(266, 100)
"""Limits lie so many mean moving ranges from the mean: three standard deviations, 3 / 1.128."""

INNER = Fraction(2, 3)
"""Share of the way to a limit from which two of three points count as near it."""


@dataclass(frozen=True, slots=True)
class XmrLimits:
    """What a row of numbers does as long as nothing changes.

    Attributes:
        count: Numbers that shaped the limits.
        mean: Their mean; None without any.
        range_mean: Mean distance of neighbours after screening; None with fewer than two.
    """

    count: int
    mean: Fraction | None
    range_mean: Fraction | None

    @property
    def low(self) -> Fraction | None:
        """Lower limit; None where there is none."""
        return self._at(-1)

    @property
    def high(self) -> Fraction | None:
        """Upper limit; None where there is none."""
        return self._at(1)

    @property
    def inner_low(self) -> Fraction | None:
        """Where the outer third begins below; None where there are no limits."""
        return self._at(-INNER)

    @property
    def inner_high(self) -> Fraction | None:
        """Where the outer third begins above; None where there are no limits."""
        return self._at(INNER)

    @property
    def range_high(self) -> Fraction | None:
        """Upper limit of the distance of two neighbours; None where there is none."""
        return None if self.range_mean is None else RANGE_LIMIT * self.range_mean

    def _at(self, part: int | Fraction) -> Fraction | None:
        if self.mean is None or self.range_mean is None:
            return None
        return self.mean + part * LIMIT_OF_RANGE * self.range_mean


def xmr_limits(
    values: Sequence[Fraction | int | None],
    first: int | None = None,
    *,
    is_screened: bool = True,
) -> XmrLimits:
    """Give mean and limits of a row of numbers.

    Args:
        values: In order of time; missing ones are passed over.
        first: Only so many from the first on shape them, missing ones counted; None takes all.
        is_screened: Leaves out single large jumps, so that one outlier does not widen the limits
            that should show it.

    Returns:
        The limits; only a mean from one number, nothing from none. Never clipped to a scale:
        clip when drawing.

    Source: docs/methods/charts.md; Montgomery; Nelson 1982 for the screening.
    """
    shaping = [Fraction(value) for value in values[:first] if value is not None]
    if not shaping:
        return XmrLimits(0, None, None)
    jumps = [abs(after - before) for before, after in itertools.pairwise(shaping)]
    if is_screened:
        jumps = screened(jumps)
    mean = sum(shaping, Fraction(0)) / len(shaping)
    ranges = sum(jumps, Fraction(0)) / len(jumps) if jumps else None
    return XmrLimits(len(shaping), mean, ranges)
