"""How many files answer a question as closely as is wanted."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from qa_app.domain.statistics.distributions import normal_quantile
from qa_app.domain.statistics.intervals import CONFIDENCE

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Precision:
    """How closely a share is to be known.

    Attributes:
        margin: Half of the interval's width, above 0 and below 1.
        confidence: Between 0 and 1.
        share: The share expected; one half when nothing is known, which asks for most files.
    """

    margin: Fraction
    confidence: Fraction = CONFIDENCE
    share: Fraction = _HALF


def files_exactly(population: int | None, wanted: Precision, z: float | None = None) -> float:
    """Give the size of a sample before it is made a whole number.

    Args:
        population: Files of the frame; None when nobody knows how many there are.
        wanted: How closely the share is to be known.
        z: Quantile to use instead of the one that the confidence gives.

    Returns:
        Files, 0 or more.

    Source: Cochran 1977, with the correction for finite populations.
    """
    if population is not None and population <= 0:
        return 0.0
    if z is None:
        z = normal_quantile(float(1 - (1 - wanted.confidence) / 2))
    unbounded = z * z * float(wanted.share * (1 - wanted.share) / wanted.margin**2)
    if population is None:
        return unbounded
    return unbounded / (1 + (unbounded - 1) / population)


def files_for(population: int | None, wanted: Precision, z: float | None = None) -> int:
    """Give the number of files that a precision asks for.

    Args:
        population: Files of the frame; None when nobody knows how many there are.
        wanted: How closely the share is to be known.
        z: Quantile to use instead of the one that the confidence gives.

    Returns:
        Whole files, never more than there are.
    """
    size = ceil(files_exactly(population, wanted, z))
    return size if population is None else min(size, max(population, 0))
