"""How far readers agree: Fleiss' kappa, Gwet's AC1 and AC2, plain or weighted."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import sqrt

from qa_app.domain.statistics.agreement_parts import (
    PAIR,
    Category,
    Coefficient,
    Matrix,
    Ratings,
    Weights,
    WhyUndefined,
    agreement_in,
    counts_of,
    seen_categories,
    weights_of,
)
from qa_app.domain.statistics.intervals import CONFIDENCE
from qa_app.domain.statistics.student import t_quantile

Counts = Sequence[Sequence[int]]


def gwet_ac(
    ratings: Ratings,
    categories: Sequence[Category],
    weights: Weights = Weights.UNWEIGHTED,
    level: Fraction = CONFIDENCE,
) -> Coefficient:
    """Compute AC1, or AC2 where categories are weighed.

    Args:
        ratings: For each file what each reader gave; None where one did not rate.
        categories: Every category of the scale in its order, used or not.
        weights: How much two categories are alike.
        level: Confidence of the interval.

    Returns:
        The coefficient; not defined without pairs, or on a scale of one category.

    Source: docs/methods/agreement.md; Gwet 2014.
    """
    return gwet_ac_of(counts_of(ratings, categories), weights_of(weights, categories), level)


def gwet_ac_of(counts: Counts, weights: Matrix, level: Fraction = CONFIDENCE) -> Coefficient:
    """Compute AC1 or AC2 from counts.

    Args:
        counts: For each file its readers by category.
        weights: Likeness of the categories.
        level: Confidence of the interval.

    Returns:
        As `gwet_ac`.
    """
    size = len(weights)
    if size < PAIR:
        return _alone(counts, weights)
    factor = sum((one for row in weights for one in row), Fraction(0)) / (size * (size - 1))

    def chance(shares: Sequence[Fraction], given: Sequence[Fraction]) -> Fraction:
        return factor * sum((g * (1 - s) for g, s in zip(given, shares, strict=True)), Fraction(0))

    return _corrected(counts, weights, chance, level)


def fleiss_kappa(
    ratings: Ratings,
    categories: Sequence[Category] = (),
    weights: Weights = Weights.UNWEIGHTED,
    level: Fraction = CONFIDENCE,
) -> Coefficient:
    """Compute Fleiss' kappa for any number of readers, some of whom may not rate a file.

    Args:
        ratings: For each file what each reader gave; None where one did not rate.
        categories: Categories in their order; empty takes those that were given.
        weights: How much two categories are alike.
        level: Confidence of the interval.

    Returns:
        The coefficient; not defined without pairs, or where all gave one category.

    Source: docs/methods/agreement.md; Fleiss 1971, standard error of Gwet 2014.
    """
    known = categories or seen_categories(ratings)
    return fleiss_kappa_of(counts_of(ratings, known), weights_of(weights, known), level)


def fleiss_kappa_of(counts: Counts, weights: Matrix, level: Fraction = CONFIDENCE) -> Coefficient:
    """Compute Fleiss' kappa from counts.

    Args:
        counts: For each file its readers by category.
        weights: Likeness of the categories, the same both ways.
        level: Confidence of the interval.

    Returns:
        As `fleiss_kappa`.
    """

    def chance(shares: Sequence[Fraction], given: Sequence[Fraction]) -> Fraction:
        alike = [
            sum((w * s for w, s in zip(of, shares, strict=True)), Fraction()) for of in weights
        ]
        return sum((g * a for g, a in zip(given, alike, strict=True)), Fraction(0))

    return _corrected(counts, weights, chance, level)


def _alone(counts: Counts, weights: Matrix) -> Coefficient:
    rows = [row for row in counts if sum(row) >= PAIR]
    if not rows:
        return Coefficient(why=WhyUndefined.NO_PAIRS)
    shares = [agreement_in(row, weights) for row in rows]
    seen = sum(shares, Fraction(0)) / len(rows)
    return Coefficient(why=WhyUndefined.SINGLE_CATEGORY, observed=seen, units=len(rows))


def _corrected(
    counts: Counts,
    weights: Matrix,
    chance: Callable[[Sequence[Fraction], Sequence[Fraction]], Fraction],
    level: Fraction,
) -> Coefficient:
    rated = [row for row in counts if sum(row)]
    paired = [row for row in rated if sum(row) >= PAIR]
    if not paired:
        return Coefficient(why=WhyUndefined.NO_PAIRS)
    seen = sum((agreement_in(row, weights) for row in paired), Fraction(0)) / len(paired)
    given = [[Fraction(n, sum(row)) for n in row] for row in rated]
    shares = [sum(column, Fraction(0)) / len(rated) for column in zip(*given, strict=True)]
    expected = chance(shares, shares)
    if expected == 1:
        return Coefficient(
            why=WhyUndefined.SINGLE_CATEGORY, observed=seen, expected=expected, units=len(paired)
        )
    value = (seen - expected) / (1 - expected)
    scale = Fraction(len(rated), len(paired))
    each = []
    for row, of in zip(rated, given, strict=True):
        own = scale * (agreement_in(row, weights) - expected) if sum(row) >= PAIR else Fraction(0)
        by_chance = 2 * (1 - value) * (chance(shares, of) - expected)
        each.append((own - by_chance) / (1 - expected))
    error = spread(each, value)
    low, high = around(value, error, len(rated), level)
    return Coefficient(value, None, seen, expected, error, low, high, len(paired))


def spread(each: Sequence[Fraction], value: Fraction) -> float | None:
    """Give the standard error of a mean from what each file contributes.

    Args:
        each: One number for each file.
        value: What they spread about.

    Returns:
        The error; None for a single file.

    Source: docs/methods/agreement.md; Gwet 2014, linearised variance.
    """
    size = len(each)
    if size < PAIR:
        return None
    return sqrt(sum(((one - value) ** 2 for one in each), Fraction(0)) / (size * (size - 1)))


def around(
    value: Fraction, error: float | None, units: int, level: Fraction
) -> tuple[float | None, float | None]:
    """Give the interval about a value by Student's t with one less than its files.

    Args:
        value: The middle.
        error: Standard error; None gives no interval.
        units: Files that were rated, 2 or more with an error.
        level: Confidence.

    Returns:
        Its ends, the upper one at most 1.
    """
    if error is None:
        return None, None
    reach = t_quantile(float((1 + level) / 2), units - 1) * error if error else 0.0
    return float(value) - reach, min(1.0, float(value) + reach)
