"""Drawing without putting back, in whole numbers: no probability is ever rounded."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import comb


@dataclass(frozen=True, slots=True)
class Lot:
    """A known number of files, of which some conform.

    Attributes:
        size: Files altogether, 0 or more.
        conforming: Those that conform, 0..size.
    """

    size: int
    conforming: int


def ways(lot: Lot, drawn: int) -> Iterator[int]:
    """Count the ways to draw 0, 1, 2 ... conforming files.

    Args:
        lot: What is drawn from.
        drawn: How many files are drawn, 0..size.

    Yields:
        For each count from 0 to `drawn` in how many ways; all of them add up to the number
        of ways to draw so many files.
    """
    others = lot.size - lot.conforming
    for found in range(drawn + 1):
        missing = drawn - found
        if found > lot.conforming or missing > others:
            yield 0
        else:
            yield comb(lot.conforming, found) * comb(others, missing)


def at_most(lot: Lot, drawn: int, found: int) -> Fraction:
    """Give the chance of drawing no more than so many conforming files.

    Args:
        lot: What is drawn from.
        drawn: How many files are drawn, 0..size.
        found: How many may conform; below 0 nothing is left.

    Returns:
        The probability, exact.
    """
    if found < 0:
        return Fraction(0)
    # the shorter tail is the cheaper one
    if found <= drawn // 2:
        return Fraction(_tail(lot, drawn, 0, found), comb(lot.size, drawn))
    return 1 - Fraction(_tail(lot, drawn, found + 1, drawn), comb(lot.size, drawn))


def _tail(lot: Lot, drawn: int, first: int, last: int) -> int:
    others = lot.size - lot.conforming
    first, last = max(first, drawn - others, 0), min(last, lot.conforming, drawn)
    if first > last:
        return 0
    term = comb(lot.conforming, first) * comb(others, drawn - first)
    total = term
    for found in range(first, last):
        # each term follows from the one before; the division leaves no remainder
        term = (
            term
            * (lot.conforming - found)
            * (drawn - found)
            // ((found + 1) * (others - drawn + found + 1))
        )
        total += term
    return total
