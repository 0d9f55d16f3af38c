"""Quantiles of distributions, and the one seam to scipy for them.

What ordinary pages ask comes from the standard library and from `student.py`; scipy is loaded
when a quantile of another distribution is first asked for.
"""

from functools import cache
from statistics import NormalDist
from typing import Any


@cache
def _special() -> Any:
    # half a second and 40 MB, so only for who needs it
    from scipy import special  # noqa: PLC0415

    return special


def normal_quantile(probability: float) -> float:
    """Give a quantile of the standard normal distribution.

    Args:
        probability: Between 0 and 1, both left out.

    Returns:
        The value below which that share lies.
    """
    return NormalDist().inv_cdf(probability)


def chi_square_quantile(probability: float, freedom: int) -> float:
    """Give a quantile of a chi-square distribution.

    Args:
        probability: Between 0 and 1, both left out.
        freedom: Degrees of freedom, 1 or more.

    Returns:
        The value below which that share lies.
    """
    return float(2 * _special().gammaincinv(freedom / 2, probability))


def f_quantile(probability: float, above: float, below: float) -> float:
    """Give a quantile of an F distribution.

    Args:
        probability: Between 0 and 1, both left out.
        above: Degrees of freedom of the numerator, above 0.
        below: Degrees of freedom of the denominator, above 0.

    Returns:
        The value below which that share lies.
    """
    return float(_special().fdtri(above, below, probability))


def beta_quantile(probability: float, above: float, below: float) -> float:
    """Give a quantile of a beta distribution.

    Args:
        probability: Between 0 and 1, both left out.
        above: First shape, above 0.
        below: Second shape, above 0.

    Returns:
        The value below which that share lies, 0..1.
    """
    return float(_special().betaincinv(above, below, probability))


def binomial_at_most(found: int, trials: int, chance: float) -> float:
    """Give the probability of at most so many successes.

    Args:
        found: Successes; below 0 never happens.
        trials: 1 or more.
        chance: Of one success, 0..1.

    Returns:
        0..1.
    """
    return 0.0 if found < 0 else float(_special().bdtr(found, trials, chance))
