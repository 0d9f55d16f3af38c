"""What the points of an XmR chart say: real change or not, and whether a target is kept.

The rules of Making Data Count (NHS England), in the order in which a point takes its name.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.statistics.xmr import XmrLimits, xmr_limits

RUN = 7
"""Points in a row on one side, or only rising or only falling, that are no chance any more."""

_WINDOW = 3
_OF_WINDOW = 2


class Better(StrEnum):
    """Which way is better."""

    UP = "increase"
    DOWN = "decrease"
    NEITHER = "neutral"


class Signal(StrEnum):
    """Why a point stands out."""

    ABOVE_LIMIT = "above_upl"
    BELOW_LIMIT = "below_lpl"
    TREND_UP = "trend_up"
    TREND_DOWN = "trend_down"
    NEAR_ABOVE = "two_of_three_above"
    NEAR_BELOW = "two_of_three_below"
    SHIFT_ABOVE = "shift_above"
    SHIFT_BELOW = "shift_below"
    COMMON = "common"


_HIGH = frozenset({Signal.ABOVE_LIMIT, Signal.TREND_UP, Signal.NEAR_ABOVE, Signal.SHIFT_ABOVE})


class PointType(StrEnum):
    """What a point means for those who want the number to go one way."""

    COMMON = "common"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Assurance(StrEnum):
    """Whether a target is kept as long as nothing changes."""

    PASSES = "consistent_pass"
    VARIES = "inconsistent"
    FAILS = "consistent_fail"


@dataclass(frozen=True, slots=True)
class VariationPoint:
    """One period.

    Attributes:
        value: The number; None where it is missing.
        limits: The limits of its segment.
        signal: Why it stands out; None where it is missing.
        type: What that means; None likewise.
    """

    value: Fraction | None
    limits: XmrLimits
    signal: Signal | None
    type: PointType | None


@dataclass(frozen=True, slots=True)
class Variation:
    """What a chart says.

    Attributes:
        points: In order of time.
        now: What the last number says; None without limits.
        assurance: Whether the target is kept; None without target, without limits, or where
            neither way is better.
    """

    points: tuple[VariationPoint, ...]
    now: PointType | None
    assurance: Assurance | None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a chart is read.

    Attributes:
        better: Which way is better.
        target: What should be kept; None without.
        is_screened: As in `xmr_limits`.
        baseline: So many points of each segment shape its limits; None takes all.
        starts: Places (from 0) where a new segment begins, the first one left out.
    """

    better: Better = Better.UP
    target: Fraction | None = None
    is_screened: bool = True
    baseline: int | None = None
    starts: Sequence[int] = ()


def variation(values: Sequence[Fraction | int | None], reading: Reading) -> Variation:
    """Name every point of a chart and say what the last one means.

    Args:
        values: In order of time; None where one is missing: it is passed over, and a run goes on.
        reading: How they are read.

    Returns:
        The points. A point takes the first name that fits: beyond a limit; one of seven that only
        rise or only fall; in the outer third with another one of three on its side; one of seven
        on one side. All members of a run take its name, the early ones too. Runs do not reach
        over the start of a segment.

    Source: docs/methods/charts.md; NHSRplotthedots at 050b07d.
    """
    points: list[VariationPoint] = []
    cuts = sorted({0, *reading.starts, len(values)})
    for start, end in itertools.pairwise(cuts):
        points += _segment(values[start:end], reading)
    last = next((one for one in reversed(points) if one.value is not None), None)
    if last is None or last.limits.low is None:
        return Variation(tuple(points), None, None)
    return Variation(tuple(points), last.type, _assurance(last.limits, reading))


def _segment(values: Sequence[Fraction | int | None], reading: Reading) -> list[VariationPoint]:
    limits = xmr_limits(values, reading.baseline, is_screened=reading.is_screened)
    seen = [Fraction(value) for value in values if value is not None]
    signals = iter(zip(seen, _signals(seen, limits), strict=True))
    points = []
    for value in values:
        if value is None:
            points.append(VariationPoint(None, limits, None, None))
            continue
        number, signal = next(signals)
        points.append(VariationPoint(number, limits, signal, _type(signal, reading.better)))
    return points


def _signals(values: Sequence[Fraction], limits: XmrLimits) -> list[Signal]:
    mean, low, high = limits.mean, limits.low, limits.high
    if mean is None or low is None or high is None:
        return [Signal.COMMON] * len(values)
    sides = [(value > mean) - (value < mean) for value in values]
    steps = [(b > a) - (b < a) for a, b in itertools.pairwise(values)]
    trends = _members(steps, RUN - 1, reach=1)
    shifts = _members(sides, RUN)
    near = _near(values, sides, limits)
    named = []
    for place, value in enumerate(values):
        rules = (
            ((value > high) - (value < low), Signal.ABOVE_LIMIT, Signal.BELOW_LIMIT),
            (trends.get(place, 0), Signal.TREND_UP, Signal.TREND_DOWN),
            (near.get(place, 0), Signal.NEAR_ABOVE, Signal.NEAR_BELOW),
            (shifts.get(place, 0), Signal.SHIFT_ABOVE, Signal.SHIFT_BELOW),
        )
        named.append(
            next((up if side > 0 else down for side, up, down in rules if side), Signal.COMMON)
        )
    return named


def _members(signs: Sequence[int], least: int, reach: int = 0) -> dict[int, int]:
    # the places of every row of at least so many equal signs, and of `reach` more at its end
    found: dict[int, int] = {}
    place = 0
    for sign, row in itertools.groupby(signs):
        length = len(list(row))
        if sign and length >= least:
            for member in range(place, place + length + reach):
                found.setdefault(member, sign)
        place += length
    return found


def _near(values: Sequence[Fraction], sides: Sequence[int], limits: XmrLimits) -> dict[int, int]:
    is_near = _is_in_outer_third(limits)
    close = [is_near(value) for value in values]
    found = {}
    for start in range(len(values) - _WINDOW + 1):
        window = range(start, start + _WINDOW)
        side = sides[start]
        if not side or any(sides[place] != side for place in window):
            continue
        members = [place for place in window if close[place]]
        if len(members) >= _OF_WINDOW:
            found.update(dict.fromkeys(members, side))
    return found


def _is_in_outer_third(limits: XmrLimits) -> Callable[[Fraction], bool]:
    low, inner_low, inner_high, high = (
        limits.low,
        limits.inner_low,
        limits.inner_high,
        limits.high,
    )
    if low is None or inner_low is None or inner_high is None or high is None:
        return lambda _value: False
    return lambda value: low <= value < inner_low or inner_high < value <= high


def _type(signal: Signal, better: Better) -> PointType:
    if signal is Signal.COMMON:
        return PointType.COMMON
    is_high = signal in _HIGH
    if better is Better.NEITHER:
        return PointType.NEUTRAL_HIGH if is_high else PointType.NEUTRAL_LOW
    if is_high == (better is Better.UP):
        return PointType.IMPROVEMENT_HIGH if is_high else PointType.IMPROVEMENT_LOW
    return PointType.CONCERN_HIGH if is_high else PointType.CONCERN_LOW


def _assurance(limits: XmrLimits, reading: Reading) -> Assurance | None:
    target, low, high = reading.target, limits.low, limits.high
    if target is None or low is None or high is None or reading.better is Better.NEITHER:
        return None
    if low <= target <= high:
        return Assurance.VARIES
    is_below = target < low
    return Assurance.PASSES if is_below == (reading.better is Better.UP) else Assurance.FAILS
