"""How far readers agree on a number, such as the score of a file: ICC(1,1) and ICC(2,1)."""

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
    rows = _whole_rows(matrix)
    if isinstance(rows, Coefficient):
        return rows
    size, readers = len(rows), len(rows[0])
    between, within = _mean_squares(rows)
    if not between:
        why = WhyUndefined.FILES_ALIKE if within else WhyUndefined.NO_VARIATION
        return Coefficient(why=why, units=size)
    value = (between - within) / (between + (readers - 1) * within)
    low, high = (1.0, 1.0) if not within else _ends(between / within, (size, readers), level)
    return Coefficient(value, low=low, high=high, units=size)


def icc2_1(
    matrix: Sequence[Sequence[int | Fraction | None]], level: Fraction = CONFIDENCE
) -> Coefficient:
    """Compute the intraclass correlation of single readings where the same readers read every file.

    A reader who is always milder than the others lowers it.

    Args:
        matrix: For each file the numbers of the readers, each reader at the same place; files
            that lack one are left out.
        level: Confidence of the interval.

    Returns:
        The coefficient, `units` in files; not defined with one reader (`NEED_TWO_RATERS`), with
        fewer than two files (`TOO_FEW_UNITS`), and where nothing differs (`NO_VARIATION`).

    Source: docs/methods/agreement.md; Shrout and Fleiss 1979, McGraw and Wong 1996, two-way
    random model, absolute agreement.
    """
    rows = _whole_rows(matrix)
    if isinstance(rows, Coefficient):
        return rows
    size, readers = len(rows), len(rows[0])
    between, across, rest = _two_ways(rows)
    below = between + (readers - 1) * rest + readers * (across - rest) / size
    if not below:
        return Coefficient(why=WhyUndefined.NO_VARIATION, units=size)
    value = (between - rest) / below
    if value == 1:
        return Coefficient(value, low=1.0, high=1.0, units=size)
    if not between and not rest:
        # readers differ by the same everywhere and files do not: nothing to draw an interval from
        return Coefficient(value, units=size)
    low, high = _two_way_ends((between, across, rest), (size, readers), value, level)
    return Coefficient(value, low=low, high=high, units=size)


def _whole_rows(
    matrix: Sequence[Sequence[int | Fraction | None]],
) -> list[list[Fraction]] | Coefficient:
    readers = max(map(len, matrix), default=0)
    if readers < PAIR:
        return Coefficient(why=WhyUndefined.NEED_TWO_RATERS)
    rows = [
        [Fraction(one) for one in row if one is not None]
        for row in matrix
        if len(row) == readers and None not in row
    ]
    if len(rows) < PAIR:
        return Coefficient(why=WhyUndefined.TOO_FEW_UNITS, units=len(rows))
    return rows


def _two_ways(rows: Sequence[Sequence[Fraction]]) -> tuple[Fraction, Fraction, Fraction]:
    # mean squares of files, of readers, and of what is left
    size, readers = len(rows), len(rows[0])
    files = [sum(row, Fraction(0)) / readers for row in rows]
    columns = [sum(column, Fraction(0)) / size for column in zip(*rows, strict=True)]
    grand = sum(files, Fraction(0)) / size
    of_files = readers * sum(((mean - grand) ** 2 for mean in files), Fraction(0))
    of_readers = size * sum(((mean - grand) ** 2 for mean in columns), Fraction(0))
    total = sum(((one - grand) ** 2 for row in rows for one in row), Fraction(0))
    rest = total - of_files - of_readers
    return (
        of_files / (size - 1),
        of_readers / (readers - 1),
        rest / ((size - 1) * (readers - 1)),
    )


def _two_way_ends(
    squares: tuple[Fraction, Fraction, Fraction],
    size: tuple[int, int],
    value: Fraction,
    level: Fraction,
) -> tuple[float, float]:
    between, across, rest = map(float, squares)
    files, readers = size
    ratio = float(value / (1 - value))
    a = readers * ratio / files
    b = 1 + readers * ratio * (files - 1) / files
    freedom = (a * across + b * rest) ** 2 / (
        (a * across) ** 2 / (readers - 1) + (b * rest) ** 2 / ((files - 1) * (readers - 1))
    )
    tail = float((1 + level) / 2)
    lower = f_quantile(tail, files - 1, freedom)
    upper = f_quantile(tail, freedom, files - 1)
    others = readers * across + (readers * files - readers - files) * rest
    low = files * (between - lower * rest) / (lower * others + files * between)
    high = files * (upper * between - rest) / (others + files * upper * between)
    return low, high


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
