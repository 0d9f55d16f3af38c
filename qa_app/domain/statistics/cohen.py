"""Cohen's kappa of two readers, plain or weighted."""

from collections.abc import Sequence
from fractions import Fraction

from qa_app.domain.statistics.agreement import USUAL
from qa_app.domain.statistics.agreement_parts import Coefficient, Matrix, WhyUndefined, root
from qa_app.domain.statistics.distributions import normal_quantile


def cohen_kappa(
    table: Sequence[Sequence[int]], weights: Matrix, level: Fraction = USUAL
) -> Coefficient:
    """Compute Cohen's kappa.

    Args:
        table: Files by category of the first reader (rows) and of the second (columns).
        weights: Likeness of the categories.
        level: Confidence of the interval.

    Returns:
        The coefficient, its interval within -1..1; not defined without files, or where both
        readers gave one and the same category to all of them.

    Source: docs/methods/agreement.md; Cohen 1960, 1968; Fleiss, Cohen and Everitt 1969.
    """
    total = sum(map(sum, table))
    if not total:
        return Coefficient(why=WhyUndefined.NO_DATA)
    size = range(len(table))
    shares = [[Fraction(n, total) for n in row] for row in table]
    first = [sum(row, Fraction(0)) for row in shares]
    second = [sum(column, Fraction(0)) for column in zip(*shares, strict=True)]
    cells = [(i, j) for i in size for j in size]
    seen = sum((weights[i][j] * shares[i][j] for i, j in cells), Fraction(0))
    expected = sum((weights[i][j] * first[i] * second[j] for i, j in cells), Fraction(0))
    if expected == 1:
        return Coefficient(
            why=WhyUndefined.SINGLE_CATEGORY, observed=seen, expected=expected, units=total
        )
    value = (seen - expected) / (1 - expected)
    rows = [sum((second[j] * weights[i][j] for j in size), Fraction(0)) for i in size]
    columns = [sum((first[i] * weights[i][j] for i in size), Fraction(0)) for j in size]
    spread = sum(
        (
            shares[i][j] * (weights[i][j] - (rows[i] + columns[j]) * (1 - value)) ** 2
            for i, j in cells
        ),
        Fraction(0),
    )
    variance = (spread - (value - expected * (1 - value)) ** 2) / (total * (1 - expected) ** 2)
    error = root(variance)
    reach = normal_quantile(float((1 + level) / 2)) * error if error else 0.0
    low, high = max(-1.0, float(value) - reach), min(1.0, float(value) + reach)
    return Coefficient(value, None, seen, expected, error, low, high, total)
