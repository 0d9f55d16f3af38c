"""Quantiles of Student's t distribution, without the 33 MB that scipy takes in every worker."""

from math import exp, lgamma, log, pi, sqrt
from statistics import NormalDist
from typing import Final

_BY_SERIES: Final = 1000.0
_CLOSE: Final = 1e-13
_STEPS_MOST: Final = 200
_TINY: Final = 1e-300


def t_quantile(probability: float, freedom: float) -> float:
    """Give a quantile of Student's t distribution.

    Args:
        probability: Between 0 and 1, both left out.
        freedom: Degrees of freedom, above 0.

    Returns:
        The value below which that share lies, right to ten digits.

    Source: Abramowitz and Stegun 1964, 26.7.5 (the series; above 1,000 degrees it is enough) and
    26.5.27 with 26.5.8 (the tail as an incomplete beta function, by its continued fraction).
    """
    if probability < 1 / 2:
        return -t_quantile(1 - probability, freedom)
    found = _series(NormalDist().inv_cdf(probability), freedom)
    if freedom > _BY_SERIES or not found:
        return found
    wanted = log(1 - probability)
    for _ in range(_STEPS_MOST):
        # the tail falls along a bent line once both are logarithms: no first guess is too far off
        weight, tail = _tail(found, freedom)
        step = (log(tail) - wanted) * tail / weight
        found *= exp(step)
        if abs(step) < _CLOSE:
            break
    return found


def _series(z: float, freedom: float) -> float:
    square = z * z
    terms = (
        (square + 1) / 4,
        ((5 * square + 16) * square + 3) / 96,
        (((3 * square + 19) * square + 17) * square - 15) / 384,
        ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92160,
    )
    return z * (1 + sum(term / freedom**power for power, term in enumerate(terms, 1)))


def _tail(value: float, freedom: float) -> tuple[float, float]:
    # the density times its place, and how much lies above that place
    half, square = freedom / 2, value * value
    scale = exp(lgamma(half + 1 / 2) - lgamma(half)) / sqrt(freedom * pi)
    weight = value * scale * (1 + square / freedom) ** (-half - 1 / 2)
    share = freedom / (freedom + square)
    if share < (half + 1) / (half + 5 / 2):
        return weight, weight * _fraction(half, 1 / 2, share) / freedom
    return weight, 1 / 2 - weight * _fraction(1 / 2, half, square / (freedom + square))


def _fraction(one: float, other: float, share: float) -> float:
    # by Lentz's way: numerator and denominator are carried as ratios of neighbours
    above, below = 1.0, 1 / (1 - (one + other) * share / (one + 1) or _TINY)
    found = below
    for number in range(1, _STEPS_MOST):
        twice = one + 2 * number
        for part in (
            number * (other - number) / ((twice - 1) * twice),
            -(one + number) * (one + other + number) / (twice * (twice + 1)),
        ):
            below = 1 / (1 + part * share * below or _TINY)
            above = 1 + part * share / above or _TINY
            found *= below * above
        if abs(below * above - 1) < _CLOSE / 100:
            break
    return found
