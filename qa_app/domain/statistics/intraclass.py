"""ICC(1,1): how far readers agree on a number, whoever reads: such as the score of a file."""

from collections.abc import Sequence
from fractions import Fraction

from qa_app.domain.statistics.agreement_parts import PAIR, Coefficient, WhyUndefined
from qa_app.domain.statistics.distributions import f_quantile
from qa_app.domain.statistics.intervals import CONFIDENCE


def icc1_1(
    matrix: Sequence[Sequence[int | Fraction | None]], level: Fraction = CONFIDENCE
) -> Coefficient:
    """Compute the intraclass correlation of single readings where each file has its own readers.

    Who of them is named first does not matter.

    Args:
        matrix: For each file the number each of its readers came to; files that lack one are
            left out.
        level: Confidence of the interval.

    Returns:
        The coefficient, `units` in files; not defined with one reader (`NEED_TWO_RATERS`), with
        fewer than two files (`TOO_FEW_UNITS`), where nothing differs (`NO_VARIATION`), and where
        files do not differ on the mean of their readers (`FILES_ALIKE`).

    Source: docs/methods/agreement.md; Shrout and Fleiss 1979, McGraw and Wong 1996, one-way
    random model.
    """
    readers = max(map(len, matrix), default=0)
    if readers < PAIR:
        return Coefficient(why=WhyUndefined.NEED_TWO_RATERS)
    rows = [
        [Fraction(one) for one in row if one is not None]
        for row in matrix
        if len(row) == readers and None not in row
    ]
    size = len(rows)
    if size < PAIR:
        return Coefficient(why=WhyUndefined.TOO_FEW_UNITS, units=size)
    between, within = _mean_squares(rows)
    if not between:
        why = WhyUndefined.FILES_ALIKE if within else WhyUndefined.NO_VARIATION
        return Coefficient(why=why, units=size)
    value = (between - within) / (between + (readers - 1) * within)
    low, high = (1.0, 1.0) if not within else _ends(between / within, (size, readers), level)
    return Coefficient(value, low=low, high=high, units=size)


def _mean_squares(rows: Sequence[Sequence[Fraction]]) -> tuple[Fraction, Fraction]:
    size, readers = len(rows), len(rows[0])
    means = [sum(row, Fraction(0)) / readers for row in rows]
    grand = sum(means, Fraction(0)) / size
    between = readers * sum(((mean - grand) ** 2 for mean in means), Fraction(0))
    within = sum(
        ((one - mean) ** 2 for row, mean in zip(rows, means, strict=True) for one in row),
        Fraction(0),
    )
    return between / (size - 1), within / (size * (readers - 1))


def _ends(ratio: Fraction, size: tuple[int, int], level: Fraction) -> tuple[float, float]:
    files, readers = size
    tail, above, below = float((1 + level) / 2), files - 1, files * (readers - 1)
    lower = float(ratio) / f_quantile(tail, above, below)
    upper = float(ratio) * f_quantile(tail, below, above)
    return (lower - 1) / (lower + readers - 1), (upper - 1) / (upper + readers - 1)
