"""Cohen's kappa: how far two readers agree beyond chance, plain or weighted; only on request."""

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt

from qa_app.domain.statistics.agreement_parts import Coefficient, Matrix, WhyUndefined
from qa_app.domain.statistics.distributions import normal_quantile
from qa_app.domain.statistics.intervals import CONFIDENCE

_ZERO = Fraction(0)


def cohen_kappa(
    table: Sequence[Sequence[int]], weights: Matrix, level: Fraction = CONFIDENCE
) -> Coefficient:
    """Compute kappa from a table of two readers.

    Args:
        table: Files by the category of the first reader (rows) and the second (columns), square.
        weights: Likeness of the categories, 1 to itself, from `weights_of`.
        level: Confidence of the interval.

    Returns:
        The coefficient, `units` in files; not defined without a file (`NO_DATA`), or where chance
        alone brings full agreement (`SINGLE_CATEGORY`).

    Source: docs/methods/agreement.md; Cohen 1960 and 1968; standard error of Fleiss, Cohen and
    Everitt 1969, Psychological Bulletin 72.
    """
    units = sum(map(sum, table))
    if not units:
        return Coefficient(why=WhyUndefined.NO_DATA)
    shares = [[Fraction(count, units) for count in row] for row in table]
    rows = [sum(row, _ZERO) for row in shares]
    columns = [sum(column, _ZERO) for column in zip(*shares, strict=True)]
    places = [(one, other) for one in range(len(table)) for other in range(len(table))]
    seen = sum((weights[i][j] * shares[i][j] for i, j in places), _ZERO)
    expected = sum((weights[i][j] * rows[i] * columns[j] for i, j in places), _ZERO)
    if expected == 1:
        return Coefficient(
            why=WhyUndefined.SINGLE_CATEGORY, observed=seen, expected=expected, units=units
        )
    value = (seen - expected) / (1 - expected)
    of_rows = [_sum(weights[i], columns) for i in range(len(table))]
    of_columns = [_sum([row[j] for row in weights], rows) for j in range(len(table))]
    square = sum(
        (
            shares[i][j]
            * (weights[i][j] * (1 - expected) - (of_rows[i] + of_columns[j]) * (1 - seen)) ** 2
            for i, j in places
        ),
        _ZERO,
    )
    variance = square - (seen * expected - 2 * expected + seen) ** 2
    error = sqrt(max(_ZERO, variance) / units) / float((1 - expected) ** 2)
    reach = normal_quantile(float((1 + level) / 2)) * error
    low, high = max(-1.0, float(value) - reach), min(1.0, float(value) + reach)
    return Coefficient(value, None, seen, expected, error, low, high, units)


def _sum(weights: Sequence[Fraction], shares: Sequence[Fraction]) -> Fraction:
    return sum((w * s for w, s in zip(weights, shares, strict=True)), _ZERO)
