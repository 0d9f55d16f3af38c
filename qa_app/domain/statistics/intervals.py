"""Where a share probably lies, given what was found in a sample."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Final

from qa_app.domain.defaults import CONFIDENCE_PCT
from qa_app.domain.errors import InvalidError
from qa_app.domain.statistics.distributions import beta_quantile, normal_quantile
from qa_app.domain.statistics.hypergeometric import Lot, at_most

CONFIDENCE = Fraction(CONFIDENCE_PCT, 100)
"""Level of confidence of an interval."""

Z_95: Final = 1.959963984540054
"""Quantile of the standard normal distribution that both ends of 95 % stand at."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A share with its interval.

    Attributes:
        estimate: Share found, exact.
        low: Lower end, 0..1.
        high: Upper end, 0..1.
    """

    estimate: Fraction
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CountInterval:
    """How many of a known number of files probably conform.

    Attributes:
        estimate: Share found in the sample, exact.
        population: Files altogether.
        low_count: The fewest that fit with what was found.
        high_count: The most that fit.
    """

    estimate: Fraction
    population: int
    low_count: int
    high_count: int

    @property
    def low(self) -> Fraction:
        """Lower end as a share, 0..1."""
        return Fraction(self.low_count, self.population)

    @property
    def high(self) -> Fraction:
        """Upper end as a share, 0..1."""
        return Fraction(self.high_count, self.population)


def wilson(found: int, count: int, confidence: Fraction = CONFIDENCE) -> Interval | None:
    """Give Wilson's interval of a share, for samples from no known number.

    Args:
        found: How many conform, 0..count.
        count: Size of the sample, 0 or more.
        confidence: Between 0 and 1.

    Returns:
        The interval; None for an empty sample.

    Raises:
        InvalidError: The numbers contradict each other (`out_of_range`).

    Source: Newcombe 1998, method 3.
    """
    _check(found, count)
    if not count:
        return None
    low, high = wilson_ends(found, count, _z(confidence))
    return Interval(Fraction(found, count), low, high)


def wilson_ends(found: int, count: int, z: float = Z_95) -> tuple[float, float]:
    """Give both ends of Wilson's interval of a share.

    Args:
        found: How many conform, 0..count.
        count: Size of the sample, at least 1.
        z: Quantile of the standard normal distribution; that of 95 % without one.

    Returns:
        Lower and upper end, 0..1, each by the same steps as `reports/verdicts.js`.
    """
    share, spread = found / count, z * z / count
    middle = share + spread / 2
    half = z * sqrt(share * (1 - share) / count + spread / (4 * count))
    # rounding must not make the ends miss 0 and 1 by a hair
    low = 0.0 if found == 0 else (middle - half) / (1 + spread)
    high = 1.0 if found == count else (middle + half) / (1 + spread)
    return low, high


def clopper_pearson(found: int, count: int, confidence: Fraction = CONFIDENCE) -> Interval | None:
    """Give the exact interval of a share, never narrower than it says: for evidence.

    Args:
        found: How many conform, 0..count.
        count: Size of the sample, 0 or more.
        confidence: Between 0 and 1.

    Returns:
        The interval; None for an empty sample.

    Raises:
        InvalidError: The numbers contradict each other (`out_of_range`).

    Source: docs/methods/sampling.md; Clopper and Pearson 1934, Biometrika 26.
    """
    _check(found, count)
    if not count:
        return None
    tail = float((1 - confidence) / 2)
    low = beta_quantile(tail, found, count - found + 1) if found else 0.0
    high = beta_quantile(1 - tail, found + 1, count - found) if found < count else 1.0
    return Interval(Fraction(found, count), low, high)


def hypergeometric(
    found: int, count: int, population: int, confidence: Fraction = CONFIDENCE
) -> CountInterval | None:
    """Tell how many of all files conform, when it is known how many there are.

    Args:
        found: How many of the sample conform, 0..count.
        count: Size of the sample, 0..population.
        population: Files of the frame.
        confidence: Between 0 and 1.

    Returns:
        Every number of conforming files that what was found does not speak against on either
        side; one number when all files were read. None for an empty sample.

    Raises:
        InvalidError: The numbers contradict each other (`out_of_range`).

    Source: docs/methods/sampling.md; inversion of the exact test.
    """
    _check(found, count)
    if count > population:
        raise InvalidError("out_of_range")
    if not count:
        return None
    tail = (1 - confidence) / 2
    fewest, most = found, population - (count - found)
    low = _first(
        fewest, most, lambda all_: 1 - at_most(Lot(population, all_), count, found - 1) > tail
    )
    high = most - _first(
        0, most - fewest, lambda less: at_most(Lot(population, most - less), count, found) > tail
    )
    return CountInterval(Fraction(found, count), population, low, high)


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    # what holds once holds from there on, and it holds at the end
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _check(found: int, count: int) -> None:
    if not 0 <= found <= count:
        raise InvalidError("out_of_range")


def _z(confidence: Fraction) -> float:
    return normal_quantile(float(1 - (1 - confidence) / 2))
