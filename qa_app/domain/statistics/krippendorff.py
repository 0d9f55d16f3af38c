"""Krippendorff's alpha: one figure for any number of readers, gaps and kinds of scale."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from math import sqrt

from qa_app.domain.statistics.agreement import around, spread
from qa_app.domain.statistics.agreement_parts import (
    PAIR,
    Coefficient,
    Matrix,
    WhyUndefined,
    agreement_in,
)
from qa_app.domain.statistics.intervals import CONFIDENCE

Number = int | Fraction
Coincidences = Mapping[tuple[Number, Number], Fraction]


class Level(StrEnum):
    """What differences between categories mean."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def coincidences(paired: Sequence[Sequence[Number]]) -> Coincidences:
    """Count how often two categories met in a file.

    Args:
        paired: For each file two or more ratings.

    Returns:
        For each pair of categories, both ways round, how often; fractions.
    """
    met: dict[tuple[Number, Number], Fraction] = {}
    for file in paired:
        counted, share = Counter(file), Fraction(1, len(file) - 1)
        for one, n in counted.items():
            for other, m in counted.items():
                pairs = n * (n - 1) if one == other else n * m
                met[one, other] = met.get((one, other), Fraction(0)) + share * pairs
    return met


def alpha_of(met: Coincidences, level: Level) -> Fraction | None:
    """Compute alpha from coincidences.

    Args:
        met: How often two categories met.
        level: What differences mean.

    Returns:
        Alpha; None where one category was given throughout.
    """
    totals: dict[Number, Fraction] = {}
    for (one, _other), n in met.items():
        totals[one] = totals.get(one, Fraction(0)) + n
    apart = _apart(totals, level)
    known = [one for one in sorted(totals) if totals[one]]
    total = sum(totals.values(), Fraction(0))
    by_chance = sum(
        (2 * totals[a] * totals[b] * apart(a, b) for i, a in enumerate(known) for b in known[:i]),
        Fraction(0),
    )
    if not by_chance:
        return None
    seen = sum((n * apart(a, b) for (a, b), n in met.items() if a != b), Fraction(0))
    return 1 - (total - 1) * seen / by_chance


def _apart(totals: Mapping[Number, Fraction], level: Level) -> Callable[[Number, Number], Fraction]:
    def apart(one: Number, other: Number) -> Fraction:
        if one == other:
            return Fraction(0)
        if level is Level.NOMINAL:
            return Fraction(1)
        if level is Level.INTERVAL:
            return Fraction(one - other) ** 2
        if level is Level.RATIO:
            return (Fraction(one - other) / (one + other)) ** 2
        low, high = min(one, other), max(one, other)
        between = sum((n for value, n in totals.items() if low <= value <= high), Fraction(0))
        return (between - (totals[low] + totals[high]) / 2) ** 2

    return apart


def alpha_of_files(
    files: Sequence[Sequence[Sequence[Number]]], level: Level, confidence: Fraction = CONFIDENCE
) -> Coefficient:
    """Compute alpha of many items together, with an interval that leaves out file by file.

    Items of one file resemble each other, so that each counts as one observation only in the
    value and not in the interval.

    Args:
        files: For each file, for each item that both readers rated, their ratings.
        level: What differences mean.
        confidence: Of the interval.

    Returns:
        The coefficient, `units` in files; without an interval from fewer than two files, or
        where leaving one out leaves no variation.

    Source: docs/methods/agreement.md; jackknife of Quenouille and Tukey, clustered by file.
    """
    filled = [
        coincidences(items) for file in files if (items := [i for i in file if len(i) >= PAIR])
    ]
    if not filled:
        return Coefficient(why=WhyUndefined.NO_PAIRS)
    whole: dict[tuple[Number, Number], Fraction] = {}
    for one in filled:
        for pair, n in one.items():
            whole[pair] = whole.get(pair, Fraction(0)) + n
    value, size = alpha_of(whole, level), len(filled)
    if value is None:
        return Coefficient(why=WhyUndefined.NO_VARIATION, units=size)
    left = []
    for one in filled if size >= PAIR else ():
        rest = {pair: n - one.get(pair, 0) for pair, n in whole.items()}
        without = alpha_of({pair: n for pair, n in rest.items() if n}, level)
        if without is None:
            return Coefficient(value, units=size)
        left.append(without)
    if not left:
        return Coefficient(value, units=size)
    middle = sum(left, Fraction(0)) / size
    variance = Fraction(size - 1, size) * sum(((a - middle) ** 2 for a in left), Fraction(0))
    error = sqrt(variance)
    low, high = around(value, error, size, confidence)
    return Coefficient(value, error=error, low=low, high=high, units=size)


def alpha_with_spread(
    counts: Sequence[Sequence[int]], weights: Matrix, level: Fraction = CONFIDENCE
) -> Coefficient:
    """Compute alpha of one item by weights, with an interval of the linearised variance.

    Args:
        counts: For each file its readers by category.
        weights: Likeness of the categories, the same both ways.
        level: Confidence of the interval.

    Returns:
        The coefficient; not defined without pairs, or where all gave one category.

    Source: docs/methods/agreement.md; Gwet 2014, as in irrCAC 1.4.
    """
    rated = sum(1 for row in counts if sum(row))
    rows = [row for row in counts if sum(row) >= PAIR]
    if not rows:
        return Coefficient(why=WhyUndefined.NO_PAIRS)
    size, total = len(rows), sum(map(sum, rows))
    mean = Fraction(total, size)
    shares = [Fraction(sum(column), total) for column in zip(*rows, strict=True)]
    alike = [sum((w * s for w, s in zip(of, shares, strict=True)), Fraction(0)) for of in weights]
    expected = sum((s * a for s, a in zip(shares, alike, strict=True)), Fraction(0))
    if expected == 1:
        return Coefficient(why=WhyUndefined.NO_VARIATION, expected=expected, units=size)
    own = [agreement_in(row, weights) * sum(row) / mean for row in rows]
    seen = sum(own, Fraction(0)) / size
    value = ((1 - Fraction(1, total)) * seen + Fraction(1, total) - expected) / (1 - expected)
    before = (seen - expected) / (1 - expected)
    each = []
    for row, one in zip(rows, own, strict=True):
        more = (sum(row) - mean) / mean
        chance = sum((n * a for n, a in zip(row, alike, strict=True)), Fraction(0)) / mean
        by_chance = 2 * (1 - before) * (chance - expected * more - expected)
        each.append((one - seen * more - expected - by_chance) / (1 - expected))
    error = spread(each, before)
    low, high = around(value, error, rated, level)
    return Coefficient(value, None, seen, expected, error, low, high, size)
