"""A share of all files from samples of their strata."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class StratumFound:
    """What was found in one stratum.

    Attributes:
        population: Its files, 1 or more.
        count: Files read, 0..population.
        found: Files read that conform, 0..count.
    """

    population: int
    count: int
    found: int


class WhyNone(StrEnum):
    """Why there is no estimate."""

    NO_DATA = "no_data"
    SINGLE_UNIT = "single_unit_stratum"


@dataclass(frozen=True, slots=True)
class StratifiedEstimate:
    """The share of all files.

    Attributes:
        share: Every stratum weighed by its files, exact.
        variance: Square of the standard error, exact.
    """

    share: Fraction
    variance: Fraction

    @property
    def standard_error(self) -> float:
        """Standard error of the share."""
        return sqrt(self.variance)


def stratified_estimate(strata: Sequence[StratumFound]) -> StratifiedEstimate | WhyNone:
    """Estimate a share of all files.

    Args:
        strata: What was found in each.

    Returns:
        The estimate; why there is none when a stratum was not read (`NO_DATA`), or only one
        file of a larger one was, from which no spread can be told (`SINGLE_UNIT`).

    Source: docs/methods/sampling.md; Cochran 1977.
    """
    population = sum(one.population for one in strata)
    if not population or any(one.count == 0 for one in strata):
        return WhyNone.NO_DATA
    share, variance = Fraction(0), Fraction(0)
    for one in strata:
        weight, part = Fraction(one.population, population), Fraction(one.found, one.count)
        share += weight * part
        if one.count == one.population:
            continue
        if one.count < _FEWEST:
            return WhyNone.SINGLE_UNIT
        unread = 1 - Fraction(one.count, one.population)
        variance += weight**2 * unread * part * (1 - part) / (one.count - 1)
    return StratifiedEstimate(share, variance)
