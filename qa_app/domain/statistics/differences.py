"""Where the difference of two shares probably lies."""

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from qa_app.domain.statistics.intervals import CONFIDENCE, wilson


@dataclass(frozen=True, slots=True)
class Difference:
    """Second share less first, with its interval.

    Attributes:
        estimate: Difference found, exact, -1..1.
        low: Lower end.
        high: Upper end.
    """

    estimate: Fraction
    low: float
    high: float


def newcombe(
    first: tuple[int, int], second: tuple[int, int], confidence: Fraction = CONFIDENCE
) -> Difference | None:
    """Give Newcombe's interval of the difference of two independent shares.

    Args:
        first: How many conform, of how many.
        second: The same of the other sample.
        confidence: Between 0 and 1.

    Returns:
        Second less first; None when a sample is empty.

    Raises:
        InvalidError: The numbers contradict each other (`out_of_range`).

    Source: Newcombe 1998, Statistics in Medicine 17:873, method 10, without correction.
    """
    one, two = wilson(*first, confidence), wilson(*second, confidence)
    if one is None or two is None:
        return None
    a, b = float(one.estimate), float(two.estimate)
    down = sqrt((b - two.low) ** 2 + (one.high - a) ** 2)
    up = sqrt((two.high - b) ** 2 + (a - one.low) ** 2)
    return Difference(two.estimate - one.estimate, max(-1.0, b - a - down), min(1.0, b - a + up))
