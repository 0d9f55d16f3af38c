"""What every measure of agreement is made of: categories, weights, counts, a result."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import comb

Category = Hashable
Ratings = Sequence[Sequence[Category | None]]
Matrix = Sequence[Sequence[Fraction]]

PAIR = 2


class Weights(StrEnum):
    """How much two categories are alike."""

    UNWEIGHTED = "unweighted"
    LINEAR = "linear"
    QUADRATIC = "quadratic"
    ORDINAL = "ordinal"


class WhyUndefined(StrEnum):
    """Why there is no figure."""

    NO_DATA = "no_data"
    NO_PAIRS = "no_pairs"
    SINGLE_CATEGORY = "undefined_single_category"
    NO_VARIATION = "no_variation"
    NEED_TWO_RATERS = "need_two_raters"
    TOO_FEW_UNITS = "too_few_units"
    FILES_ALIKE = "files_alike"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One measure of agreement.

    Attributes:
        value: The measure, at most 1, exact; None where it is not defined.
        why: Why there is none; None where there is one.
        observed: Share of agreement that was seen, 0..1; None without pairs.
        expected: Share of agreement that chance would bring, 0..1; None without pairs.
        error: Standard error; None where it cannot be told.
        low: Lower end of the interval; None without an error.
        high: Upper end, at most 1; None without an error.
        units: Files that at least two readers rated.
    """

    value: Fraction | None = None
    why: WhyUndefined | None = None
    observed: Fraction | None = None
    expected: Fraction | None = None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    units: int = 0


def weights_of(kind: Weights, categories: Sequence[Category]) -> Matrix:
    """Give the weights of agreement between categories.

    Args:
        kind: How they are weighed.
        categories: In their order; where all of them are numbers, their distances count.

    Returns:
        For each category its likeness to each, 0..1; 1 to itself.

    Source: docs/methods/agreement.md; Cohen 1968, Gwet 2014.
    """
    size = len(categories)
    places = _places(categories)
    span = max(places, default=Fraction(0)) - min(places, default=Fraction(0))

    def likeness(one: int, other: int) -> Fraction:
        if one == other:
            return Fraction(1)
        if kind is Weights.UNWEIGHTED:
            return Fraction(0)
        if kind is Weights.ORDINAL:
            return 1 - Fraction(comb(abs(one - other) + 1, PAIR), comb(size, PAIR))
        apart = abs(places[one] - places[other]) / span
        return 1 - (apart if kind is Weights.LINEAR else apart**2)

    return [[likeness(one, other) for other in range(size)] for one in range(size)]


def _places(categories: Sequence[Category]) -> list[Fraction]:
    numbers = [Fraction(one) for one in categories if isinstance(one, int | Fraction)]
    if len(numbers) == len(categories):
        return numbers
    return [Fraction(place) for place in range(len(categories))]


def seen_categories(ratings: Ratings) -> tuple[Category, ...]:
    """List the categories that somebody gave.

    Args:
        ratings: For each file what each reader gave; None where one did not rate.

    Returns:
        Each once, in their order where they are numbers or words.
    """
    seen = {one for file in ratings for one in file if one is not None}
    return tuple(sorted(seen, key=_sortable))


def _sortable(category: Category) -> tuple[bool, Fraction, str]:
    if isinstance(category, int | Fraction):
        return False, Fraction(category), ""
    return True, Fraction(0), str(category)


def counts_of(ratings: Ratings, categories: Sequence[Category]) -> list[list[int]]:
    """Count for each file how many readers gave each category.

    Args:
        ratings: For each file what each reader gave; None where one did not rate.
        categories: In their order.

    Returns:
        One row for each file.
    """
    place = {category: at for at, category in enumerate(categories)}
    rows = []
    for file in ratings:
        row = [0] * len(categories)
        for given in file:
            if given is not None:
                row[place[given]] += 1
        rows.append(row)
    return rows


def alike_of(row: Sequence[int], weights: Matrix) -> list[Fraction]:
    """Count for each category the readers who gave it or one like it.

    Args:
        row: Readers of one file by category.
        weights: Likeness of the categories.

    Returns:
        One number for each category.
    """
    return [sum((w * n for w, n in zip(of, row, strict=True)), Fraction(0)) for of in weights]


def agreement_in(row: Sequence[int], weights: Matrix) -> Fraction:
    """Give the share of agreeing pairs of readers in one file.

    Args:
        row: Its readers by category, two or more in all.
        weights: Likeness of the categories.

    Returns:
        0..1.
    """
    readers = sum(row)
    pairs = sum((n * (a - 1) for n, a in zip(row, alike_of(row, weights), strict=True)), Fraction())
    return pairs / (readers * (readers - 1))
