"""The interval of a mean of files, from sums alone."""

from fractions import Fraction
from math import sqrt
from typing import Final

from qa_app.domain.rounding import MILLION
from qa_app.domain.statistics.student import t_quantile

_HALF: Final = 0.975


def mean_ends(n: int, total: int, squares: int) -> tuple[Fraction, Fraction] | None:
    """Give the interval of 95 % of a mean.

    Each file weighs the same, and those that were read are taken as a small part of all: where
    many of them were read, the interval is wider than it need be, never narrower.

    Args:
        n: How many there are.
        total: Their sum.
        squares: The sum of their squares.

    Returns:
        Both ends in the unit of the values, to its millionth; None for fewer than two.

    Source: Student 1908; the same spread as in `review_measures.score_change`.
    """
    if n < 2:  # noqa: PLR2004 - one file has no spread
        return None
    mean = Fraction(total, n)
    spread = max(squares - Fraction(total**2, n), Fraction(0)) / (n - 1)
    reach = t_quantile(_HALF, n - 1) * sqrt(spread / n)
    wide = Fraction(round(reach * MILLION), MILLION)
    return mean - wide, mean + wide
