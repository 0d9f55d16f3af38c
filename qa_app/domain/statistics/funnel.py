"""Funnels: which centres differ from the common value by more than chance, whatever their size."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import asin, floor, pi, sin, sqrt

from qa_app.domain.defaults import FUNNEL_CENTRES, SHARE_DENOMINATOR
from qa_app.domain.statistics.distributions import binomial_at_most, normal_quantile

LOOK = Fraction(95, 100)
"""Share that chance keeps within the inner limits: to look at what lies beyond."""

ACT = Fraction(998, 1000)
"""Share that chance keeps within the outer limits: to act on what lies beyond."""

TRIM = 0.1
"""Share at either end that is drawn in before the spread between centres is measured."""


class Flag(StrEnum):
    """Where a centre lies."""

    NO_DATA = "no_data"
    TOO_SMALL = "too_small"
    BELOW_ACT = "below_998"
    BELOW_LOOK = "below_95"
    ABOVE_ACT = "above_998"
    ABOVE_LOOK = "above_95"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Counted:
    """A centre's share.

    Attributes:
        found: What conforms, 0..count.
        count: What was read.
    """

    found: int
    count: int


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits at one size.

    Attributes:
        act_low: Below it is far below.
        look_low: Below it is below.
        look_high: Above it is above.
        act_high: Above it is far above.
    """

    act_low: float
    look_low: float
    look_high: float
    act_high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How much centres differ beyond chance.

    Attributes:
        theta: The common share; None without any file.
        scores: For each centre its distance in standard errors; None for one without files.
        phi: Mean square of them after the extremes were drawn in; 1 by chance; None without any.
        tau2: What lies between centres, on the scale of angles; 0 where chance explains it all.
    """

    theta: Fraction | None
    scores: tuple[float | None, ...]
    phi: float | None
    tau2: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """What centres are held against.

    Attributes:
        theta: The middle, 0..1; None without a centre large enough.
        is_standard: True when that is the standard and not the centres' own mean.
        tau2: What the limits were widened by; 0 leaves them exact.
        centre_count: Centres with enough files.
        least: Files below which nothing is said of a centre.
    """

    theta: Fraction | None
    is_standard: bool
    tau2: float
    centre_count: int
    least: int = SHARE_DENOMINATOR

    def limits(self, count: int) -> Limits | None:
        """Give the limits at one size, the same that decided the flags.

        Args:
            count: Files, 1 or more.

        Returns:
            The limits; None without a common value.
        """
        return None if self.theta is None else limits_at(self.theta, count, self.tau2)

    def flag(self, one: Counted) -> Flag:
        """Tell where a centre lies, by the same limits.

        Args:
            one: What was found in it, whether or not the funnel was made from it.

        Returns:
            Its flag; above a limit only where its result or a better one has so small a chance too.
        """
        if self.theta is None or not one.count:
            return Flag.NO_DATA
        if one.count < self.least:
            return Flag.TOO_SMALL
        flag = flag_of(one, limits_at(self.theta, one.count, self.tau2), self.least)
        # a limit between two whole numbers may lie just below a result that chance brings often,
        # such as ten of ten: nothing is said that the exact chance does not bear out
        above = 1 - binomial_at_most(one.found - 1, one.count, float(self.theta))
        if flag is Flag.ABOVE_ACT and above > (1 - ACT) / 2:
            flag = Flag.ABOVE_LOOK
        return Flag.WITHIN if flag is Flag.ABOVE_LOOK and above > (1 - LOOK) / 2 else flag


def exact_limit(theta: float, count: int, tail: float) -> float:
    """Give an exact limit, made smooth between whole numbers of files.

    Args:
        theta: Common share, 0..1.
        count: Files, 1 or more.
        tail: Probability below the limit, between 0 and 1.

    Returns:
        0..1; the common share itself where it is 0 or 1.

    Source: docs/methods/funnel.md; Spiegelhalter 2005, Statistics in Medicine 24:1185.
    """
    if theta in {0, 1}:
        return float(theta)
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if binomial_at_most(middle, count, theta) >= tail:
            high = middle
        else:
            low = middle + 1
    below, up_to = (binomial_at_most(found, count, theta) for found in (low - 1, low))
    return min(1.0, max(0.0, (low - (up_to - tail) / (up_to - below)) / count))


def normal_limits(theta: float, count: int, confidence: float) -> tuple[float, float]:
    """Give approximate limits, only to compare with charts that use them.

    Args:
        theta: Common share, 0..1.
        count: Files, 1 or more.
        confidence: Share that lies within, between 0 and 1.

    Returns:
        Both limits, which a small centre's may reach beyond 0 or 1.
    """
    reach = normal_quantile((1 + confidence) / 2) * sqrt(theta * (1 - theta) / count)
    return theta - reach, theta + reach


def adjusted_limits(
    theta: float, count: int, tau2: float, confidence: float
) -> tuple[float, float]:
    """Give limits that allow for what centres differ by anyway.

    Args:
        theta: Common share, 0..1.
        count: Files, 1 or more.
        tau2: From `overdispersion`, 0 or more.
        confidence: Share that lies within, between 0 and 1.

    Returns:
        Both limits, 0..1.

    Source: docs/methods/funnel.md; Spiegelhalter 2005, Quality and Safety in Health Care 14:347.
    """
    middle = asin(sqrt(theta))
    reach = normal_quantile((1 + confidence) / 2) * sqrt(1 / (4 * count) + tau2)
    # the square of the sine folds back beyond either end of the scale
    low, high = max(0.0, middle - reach), min(pi / 2, middle + reach)
    return sin(low) ** 2, sin(high) ** 2


def limits_at(theta: Fraction, count: int, tau2: float = 0.0) -> Limits:
    """Give all four limits at one size.

    Args:
        theta: Common share, 0..1.
        count: Files, 1 or more.
        tau2: From `overdispersion`; 0 gives the exact limits.

    Returns:
        The limits; with a spread between centres the wider of the exact and the adjusted ones.
    """
    ends = []
    for confidence in (LOOK, ACT):
        tail = float((1 - confidence) / 2)
        low, high = (exact_limit(float(theta), count, one) for one in (tail, 1 - tail))
        if tau2:
            wide = adjusted_limits(float(theta), count, tau2, float(confidence))
            low, high = min(low, wide[0]), max(high, wide[1])
        ends.append((low, high))
    (look_low, look_high), (act_low, act_high) = ends
    return Limits(act_low, look_low, look_high, act_high)


def overdispersion(centres: Sequence[Counted], trim: float = TRIM) -> Spread:
    """Measure how much centres differ beyond chance.

    Args:
        centres: Each with what was found; those without files do not count.
        trim: Share of the extremes at either end that is drawn in, 0 to below a half.

    Returns:
        The spread.

    Source: docs/methods/funnel.md; Spiegelhalter 2005, Quality and Safety in Health Care 14:347;
    variance by DerSimonian and Laird 1986.
    """
    theta = pooled(centres)
    if theta is None:
        return Spread(None, (None,) * len(centres), None, 0.0)
    middle = asin(sqrt(theta))
    scores = tuple(
        2 * sqrt(one.count) * (asin(sqrt(one.found / one.count)) - middle) if one.count else None
        for one in centres
    )
    known = [score for score in scores if score is not None]
    low, high = _quantile(known, trim), _quantile(known, 1 - trim)
    phi = sum(min(high, max(low, score)) ** 2 for score in known) / len(known)
    weights = [4 * one.count for one in centres if one.count]
    total = sum(weights)
    between = total - sum(weight**2 for weight in weights) / total
    excess = len(known) * phi - (len(known) - 1)
    return Spread(theta, scores, phi, max(0.0, excess / between) if between else 0.0)


def pooled(centres: Sequence[Counted]) -> Fraction | None:
    """Give the share of all centres together.

    Args:
        centres: Each with what was found.

    Returns:
        0..1, exact; None without any file.
    """
    count = sum(one.count for one in centres)
    return Fraction(sum(one.found for one in centres), count) if count else None


def flag_of(one: Counted, limits: Limits | None, least: int = SHARE_DENOMINATOR) -> Flag:
    """Tell where a centre lies.

    Args:
        one: What was found in it.
        limits: The limits at its size; None where nothing is known.
        least: Files below which nothing is said.

    Returns:
        Strictly beyond a limit, the outer one first; else within.
    """
    if not one.count or limits is None:
        return Flag.NO_DATA
    if one.count < least:
        return Flag.TOO_SMALL
    share = one.found / one.count
    beyond = (
        (share < limits.act_low, Flag.BELOW_ACT),
        (share > limits.act_high, Flag.ABOVE_ACT),
        (share < limits.look_low, Flag.BELOW_LOOK),
        (share > limits.look_high, Flag.ABOVE_LOOK),
    )
    return next((flag for holds, flag in beyond if holds), Flag.WITHIN)


def funnel(
    centres: Sequence[Counted],
    standard: Fraction | None = None,
    least: int = SHARE_DENOMINATOR,
) -> Funnel:
    """Hold centres against their common value, or against the standard where they are few.

    Args:
        centres: One point each: one rubric version, one indicator, twelve months.
        standard: What is expected, 0..1; taken with fewer than `FUNNEL_CENTRES` centres, because
            each of so few drags the common value along; None, 0 and 1 always take the common
            value.
        least: Files below which nothing is said of a centre; the middle is not made of it either,
            so that nothing told of the middle tells of it.

    Returns:
        The funnel. Limits are widened by what centres differ by anyway only with enough of them.
    """
    known = [one for one in centres if one.count >= max(1, least)]
    is_few = len(known) < FUNNEL_CENTRES
    # a standard of all or none leaves nothing to chance: a single file would be beyond it
    is_standard = is_few and standard is not None and 0 < standard < 1
    theta = standard if is_standard else pooled(known)
    tau2 = 0.0 if is_few else overdispersion(known).tau2
    return Funnel(theta, is_standard, tau2, len(known), least)


def _quantile(values: Sequence[float], share: float) -> float:
    # type 7: the one that most programs mean
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
