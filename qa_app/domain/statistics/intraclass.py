"""ICC(2,1): how far readers agree on a number, such as the score of a file."""

from collections.abc import Sequence
from fractions import Fraction

from qa_app.domain.statistics.agreement import USUAL
from qa_app.domain.statistics.agreement_parts import PAIR, Coefficient, WhyUndefined
from qa_app.domain.statistics.distributions import f_quantile


def icc2_1(
    matrix: Sequence[Sequence[int | Fraction | None]], level: Fraction = USUAL
) -> Coefficient:
    """Compute the intraclass correlation of single readings by readers drawn at random.

    Args:
        matrix: For each file the number each reader came to; files that lack one are left out.
        level: Confidence of the interval.

    Returns:
        The coefficient, `units` in files; not defined with one reader, with fewer than two
        files, or where nothing differs.

    Source: docs/methods/agreement.md; Shrout and Fleiss 1979, McGraw and Wong 1996.
    """
    readers = max(map(len, matrix), default=0)
    if readers < PAIR:
        return Coefficient(why=WhyUndefined.NEED_TWO_RATERS)
    rows = [
        [Fraction(one) for one in row if one is not None]
        for row in matrix
        if len(row) == readers and None not in row
    ]
    n, k = len(rows), readers
    if n < PAIR:
        return Coefficient(why=WhyUndefined.TOO_FEW_UNITS, units=n)
    files, columns, rest = _mean_squares(rows)
    below = files + (k - 1) * rest + k * (columns - rest) / n
    if not below:
        return Coefficient(why=WhyUndefined.NO_VARIATION, units=n)
    value = (files - rest) / below
    low, high = _ends(value, (files, columns, rest), (n, k), level)
    return Coefficient(value, low=low, high=high, units=n)


def _mean_squares(rows: Sequence[Sequence[Fraction]]) -> tuple[Fraction, Fraction, Fraction]:
    n, k = len(rows), len(rows[0])
    grand = sum((sum(row, Fraction(0)) for row in rows), Fraction(0)) / (n * k)
    row_means = [sum(row, Fraction(0)) / k for row in rows]
    column_means = [sum(column, Fraction(0)) / n for column in zip(*rows, strict=True)]
    of_rows = k * sum(((mean - grand) ** 2 for mean in row_means), Fraction(0))
    of_columns = n * sum(((mean - grand) ** 2 for mean in column_means), Fraction(0))
    total = sum(((one - grand) ** 2 for row in rows for one in row), Fraction(0))
    rest = total - of_rows - of_columns
    return of_rows / (n - 1), of_columns / (k - 1), rest / ((n - 1) * (k - 1))


def _ends(
    value: Fraction,
    squares: tuple[Fraction, Fraction, Fraction],
    size: tuple[int, int],
    level: Fraction,
) -> tuple[float, float]:
    if value == 1:
        return 1.0, 1.0
    files, columns, rest = map(float, squares)
    n, k = size
    icc = float(value)
    a = k * icc / (n * (1 - icc))
    b = 1 + k * icc * (n - 1) / (n * (1 - icc))
    spread = (a * columns) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1))
    freedom = (a * columns + b * rest) ** 2 / spread if spread else float(n - 1)
    tail = float((1 + level) / 2)
    lower, upper = f_quantile(tail, n - 1, freedom), f_quantile(tail, freedom, n - 1)
    shared = k * columns + (k * n - k - n) * rest
    low = n * (files - lower * rest) / (lower * shared + n * files)
    high = n * (upper * files - rest) / (shared + n * upper * files)
    return low, high
