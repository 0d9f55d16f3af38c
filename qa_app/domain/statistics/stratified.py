"""How many of all files conform, from samples of their strata, without promising too much."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf, log, sqrt

from qa_app.domain.errors import InvalidError
from qa_app.domain.statistics.distributions import chi_square_quantile
from qa_app.domain.statistics.hypergeometric import Lot, at_most
from qa_app.domain.statistics.intervals import CONFIDENCE

_PAIR = 2
_HAIR = 1e-9
"""What rounding may add to a logarithm; it goes to the wider side."""


@dataclass(frozen=True, slots=True)
class StratumFound:
    """What was found in one stratum.

    Attributes:
        population: Its files, 1 or more.
        count: Files read, 0..population.
        found: Files read that conform, 0..count.
    """

    population: int
    count: int
    found: int


@dataclass(frozen=True, slots=True)
class CountRange:
    """How many files of all strata together probably conform.

    Attributes:
        low_count: The fewest that fit with what was found.
        high_count: The most that fit.
    """

    low_count: int
    high_count: int


@dataclass(frozen=True, slots=True)
class StratifiedShare:
    """The share of all strata together, each weighing as much as it has files.

    Attributes:
        estimate: 0..1, exact.
        error: Standard error, with the correction for what was read of a finite number.
    """

    estimate: Fraction
    error: float


def stratified_share(strata: Sequence[StratumFound]) -> StratifiedShare | None:
    """Estimate the share of all files that conform.

    Args:
        strata: What was found in each.

    Returns:
        The share; None without files, and where a stratum was not read at all or gave a single
        file of several: nothing tells how much such files differ, so strata have to be merged.

    Raises:
        InvalidError: The numbers contradict each other (`out_of_range`).

    Source: docs/methods/sampling.md; Cochran 1977, Sampling Techniques, 5.3 and 5.9.
    """
    if any(not 0 <= one.found <= one.count <= one.population for one in strata):
        raise InvalidError("out_of_range")
    total = sum(one.population for one in strata)
    if not total or any(one.count < min(one.population, _PAIR) for one in strata):
        return None
    estimate, square = Fraction(0), Fraction(0)
    for one in strata:
        weight, share = Fraction(one.population, total), Fraction(one.found, one.count)
        estimate += weight * share
        if one.count < one.population:
            left = 1 - Fraction(one.count, one.population)
            square += weight**2 * left * share * (1 - share) / (one.count - 1)
    return StratifiedShare(estimate, sqrt(square))


def stratified_interval(
    strata: Sequence[StratumFound], confidence: Fraction = CONFIDENCE
) -> CountRange:
    """Tell how many of all files conform, each stratum drawn for itself.

    Every stratum has its own exact chance of at least, and of at most, so many conforming files;
    Fisher's combination holds all of them together against every way in which the conforming
    files may lie. So the range holds at least as often as it says, whatever is found, also when
    all or no files conform. A stratum of which no file was read may hold anything; one that was
    read whole is known.

    Args:
        strata: What was found in each.
        confidence: Between 0 and 1.

    Returns:
        The range; one number when all files were read.

    Raises:
        InvalidError: The numbers contradict each other (`out_of_range`).

    Source: docs/methods/sampling.md; Fisher 1932, after Wendell and Schmee 1996.
    """
    if any(not 0 <= one.found <= one.count <= one.population for one in strata):
        raise InvalidError("out_of_range")
    tail = (1 - confidence) / 2
    # what speaks against many conforming files speaks for many that do not
    mirrored = [replace(one, found=one.count - one.found) for one in strata]
    total = sum(one.population for one in strata)
    return CountRange(_fewest(strata, tail), total - _fewest(mirrored, tail))


def _fewest(strata: Sequence[StratumFound], tail: Fraction) -> int:
    # which strata take part must not hang on what was found in them
    open_ = [one for one in strata if 0 < one.count < one.population]
    known = sum(one.found for one in strata if one.count == one.population)
    if not open_:
        return known
    left = chi_square_quantile(float(1 - tail), 2 * len(open_)) / 2 + _HAIR
    fewest = known + sum(one.population - (one.count - one.found) for one in open_)
    steps = [_costs(one) for one in open_]
    ahead = [next(costs, inf) for costs in steps]
    # what each further file costs grows within a stratum, so the cheapest step is always right:
    # the chance is the distribution function of the place of the last conforming file drawn,
    # whose probabilities are log-concave, and so is their sum
    while (cost := min(ahead)) <= left:
        at = ahead.index(cost)
        left -= cost
        fewest -= 1
        ahead[at] = next(steps[at], inf)
    return fewest


def _costs(one: StratumFound) -> Iterator[float]:
    # for each file less that conforms: by how much minus the logarithm of the chance grows
    before = 0.0
    for conforming in range(one.population - (one.count - one.found) - 1, one.found - 1, -1):
        chance = 1 - at_most(Lot(one.population, conforming), one.count, one.found - 1)
        now = log(chance.denominator) - log(chance.numerator)
        yield now - before
        before = now
