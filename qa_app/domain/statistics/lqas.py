"""Lot quality assurance: whether a centre passes, and with which risks of judging wrongly.

A centre passes when at least `least` of the files drawn conform. Everything is exact.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, count
from math import ceil, comb, floor

from qa_app.domain.defaults import LQAS_RISK_PCT
from qa_app.domain.errors import InvalidError
from qa_app.domain.statistics.hypergeometric import Lot, at_most, ways

_RISK = Fraction(LQAS_RISK_PCT, 100)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is good, what is poor, and what risks are borne.

    Attributes:
        upper: Share of conforming files of a centre that should pass, 0..1.
        lower: Share of one that should not, below `upper`.
        alpha: Most risk that a good centre fails, 0..1.
        beta: Most risk that a poor centre passes, which is the children's risk, 0..1.
    """

    upper: Fraction
    lower: Fraction
    alpha: Fraction = _RISK
    beta: Fraction = _RISK

    def __post_init__(self) -> None:
        if not 0 <= self.lower < self.upper <= 1:
            raise InvalidError("bad_thresholds")


@dataclass(frozen=True, slots=True)
class LqasRule:
    """A rule and its risks.

    Attributes:
        size: Files to read.
        least: How many of them have to conform.
        alpha: Risk that a centre at the upper share fails, exact.
        beta: Risk that a centre at the lower share passes, exact.
    """

    size: int
    least: int
    alpha: Fraction
    beta: Fraction


@dataclass(frozen=True, slots=True)
class Ends:
    """How many files conform at a good and at a poor centre.

    Attributes:
        good: Conforming files at the upper share, the next whole number from above.
        poor: Conforming files at the lower share, the next whole number from below.
    """

    good: int
    poor: int


def ends_of(bounds: Bounds, population: int) -> Ends:
    """Give the numbers of conforming files at which both risks are borne.

    Args:
        bounds: Shares; its risks are not looked at.
        population: Files of the frame.

    Returns:
        The numbers, 0..population.
    """
    return Ends(ceil(bounds.upper * population), floor(bounds.lower * population))


def lqas_plan(bounds: Bounds, population: int | None = None) -> LqasRule:
    """Find the smallest sample that keeps both risks.

    Args:
        bounds: Shares and risks.
        population: Files of the frame, 1 or more; None when nobody knows how many.

    Returns:
        The rule; of several with the same size the one with the least risks together.

    Raises:
        InvalidError: There are no files (`no_files`).

    Source: docs/methods/sampling.md, after Valadez and others.
    """
    if population is not None and population < 1:
        raise InvalidError("no_files")
    # with every file read nobody is misjudged, so a finite search ends
    sizes = count(1) if population is None else range(1, population + 1)
    return next(found for size in sizes if (found := _kept(size, bounds, population)))


def lqas_risks(size: int, least: int, bounds: Bounds, population: int | None = None) -> LqasRule:
    """Give the risks of a rule.

    Args:
        size: Files read.
        least: How many of them have to conform, 0..size + 1.
        bounds: Shares; its risks are not looked at.
        population: Files of the frame; None when nobody knows how many.

    Returns:
        The rule with its risks.
    """
    return next(rule for rule in _rules(size, bounds, population) if rule.least == least)


def lqas_best(size: int, bounds: Bounds, population: int | None = None) -> LqasRule:
    """Give the rule with the least risk of either kind for a number of files that is given.

    Args:
        size: Files read, 0 or more; no more than there are.
        bounds: Shares; its risks are not looked at.
        population: Files of the frame; None when nobody knows how many.

    Returns:
        The rule whose two risks together are least; the milder of two that are alike.
    """
    return min(_rules(size, bounds, population), key=lambda rule: rule.alpha + rule.beta)


def pass_chance(size: int, least: int, lot: Lot) -> Fraction:
    """Give the chance that a centre with some number of conforming files passes.

    Args:
        size: Files read, 0..size of the lot.
        least: How many of them have to conform.
        lot: Files of the frame, and how many conform.

    Returns:
        The probability, exact: one point of the rule's operating characteristic.
    """
    return 1 - at_most(lot, size, least - 1)


def lqas_passes(conforming: int, read: int, rule: LqasRule) -> bool | None:
    """Tell whether a centre passes.

    Args:
        conforming: Files read that conform.
        read: Files read.
        rule: The rule.

    Returns:
        True when it passes; None while fewer files were read than the rule asks for: to stop
        early would make it void.
    """
    return None if read < rule.size else conforming >= rule.least


def _kept(size: int, bounds: Bounds, population: int | None) -> LqasRule | None:
    below, under = _both(size, bounds, population)
    # in whole numbers first: most sizes keep no rule, and fractions are dear
    first = next(
        (d for d in range(size + 2) if _is_within(under[-1] - under[d], under[-1], bounds.beta)),
        size + 2,
    )
    kept = [
        _rule(size, least, below, under)
        for least in range(first, size + 2)
        if _is_within(below[least], below[-1], bounds.alpha)
    ]
    return min(kept, key=lambda rule: rule.alpha + rule.beta) if kept else None


def _is_within(part: int, whole: int, risk: Fraction) -> bool:
    return part * risk.denominator <= risk.numerator * whole


def _rules(size: int, bounds: Bounds, population: int | None) -> Iterator[LqasRule]:
    below, under = _both(size, bounds, population)
    return (_rule(size, least, below, under) for least in range(size + 2))


def _rule(size: int, least: int, below: Sequence[int], under: Sequence[int]) -> LqasRule:
    alpha, beta = Fraction(below[least], below[-1]), 1 - Fraction(under[least], under[-1])
    return LqasRule(size, least, alpha, beta)


def _both(size: int, bounds: Bounds, population: int | None) -> tuple[list[int], list[int]]:
    good = poor = None
    if population is not None:
        ends = ends_of(bounds, population)
        good, poor = ends.good, ends.poor
    return (
        _sums(_weights(size, bounds.upper, population, good)),
        _sums(_weights(size, bounds.lower, population, poor)),
    )


def _sums(weights: Sequence[int]) -> list[int]:
    # entry k: everything below k conforming files
    return list(accumulate(weights, initial=0))


def _weights(
    size: int, share: Fraction, population: int | None, conforming: int | None
) -> list[int]:
    if population is not None and conforming is not None:
        return list(ways(Lot(population, conforming), size))
    good, all_ = share.numerator, share.denominator
    return [comb(size, k) * good**k * (all_ - good) ** (size - k) for k in range(size + 1)]
