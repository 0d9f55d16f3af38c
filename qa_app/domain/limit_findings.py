"""What limits say of a series, as codes and numbers; words are for others."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import takewhile

from qa_app.domain.charting import Stretch
from qa_app.domain.series import Point
from qa_app.domain.statistics.chart_choice import Stage
from qa_app.domain.statistics.variation import Assurance, PointType, Signal


class LimitCode(StrEnum):
    """Kinds of sentence."""

    ORDINARY = "ordinary"
    OUTSIDE_ABOVE = "outside_above"
    OUTSIDE_BELOW = "outside_below"
    RISING = "rising"
    FALLING = "falling"
    NEAR_ABOVE = "near_above"
    NEAR_BELOW = "near_below"
    SHIFT_ABOVE = "shift_above"
    SHIFT_BELOW = "shift_below"
    PASSES = "passes"
    VARIES = "varies"
    FAILS = "fails"
    TRIAL = "trial"
    FEW_POINTS = "few_points"
    UNTESTED = "untested"


_OF_SIGNAL = {
    Signal.COMMON: LimitCode.ORDINARY,
    Signal.ABOVE_LIMIT: LimitCode.OUTSIDE_ABOVE,
    Signal.BELOW_LIMIT: LimitCode.OUTSIDE_BELOW,
    Signal.TREND_UP: LimitCode.RISING,
    Signal.TREND_DOWN: LimitCode.FALLING,
    Signal.NEAR_ABOVE: LimitCode.NEAR_ABOVE,
    Signal.NEAR_BELOW: LimitCode.NEAR_BELOW,
    Signal.SHIFT_ABOVE: LimitCode.SHIFT_ABOVE,
    Signal.SHIFT_BELOW: LimitCode.SHIFT_BELOW,
}
_OF_ASSURANCE = {
    Assurance.PASSES: LimitCode.PASSES,
    Assurance.VARIES: LimitCode.VARIES,
    Assurance.FAILS: LimitCode.FAILS,
}
_BAD = frozenset({PointType.CONCERN_HIGH, PointType.CONCERN_LOW})


@dataclass(frozen=True, slots=True)
class LimitFinding:
    """One thing that limits say.

    Attributes:
        code: What kind.
        point: The latest period.
        low: Lower limit as a ratio, clipped to 0..1 for showing; None without limits.
        high: Upper limit, likewise.
        count: Periods of the run that the latest one ends; those tested so far where there are too
            few, or where limits are on trial.
        target: What should be kept, 0..1; None where it is not about a target.
        is_visits: True when one audit covers a whole centre.
    """

    code: LimitCode
    point: Point
    low: Fraction | None = None
    high: Fraction | None = None
    count: int = 0
    target: Fraction | None = None
    is_visits: bool = False


def limit_findings(stretch: Stretch, target: Fraction | None = None) -> tuple[LimitFinding, ...]:
    """Say what the limits of the latest stretch show.

    Args:
        stretch: From `charting.stretch_now`.
        target: The line that should be kept, 0..1; None without.

    Returns:
        What the latest period says; then whether the line is kept, and that limits are on trial.
        Without limits only why there are none.
    """
    last, count = stretch.points[-1], len(stretch.tested)
    if stretch.limits is None:
        code = LimitCode.FEW_POINTS
        return (LimitFinding(code, last, count=count, is_visits=stretch.is_visits),)
    low, high = _clipped(stretch.limits.low), _clipped(stretch.limits.high)
    signal = stretch.signals[-1]
    row = sum(1 for _ in takewhile(lambda one: one is signal, reversed(stretch.signals)))

    def found(code: LimitCode, count: int = 0, goal: Fraction | None = None) -> LimitFinding:
        return LimitFinding(code, last, low, high, count, goal, stretch.is_visits)

    is_tested = stretch.tested[-1] is last
    findings = [found(_OF_SIGNAL[signal], row) if is_tested else found(LimitCode.UNTESTED)]
    if stretch.assurance is not None:
        findings.append(found(_OF_ASSURANCE[stretch.assurance], goal=target))
    if stretch.choice.stage is Stage.TRIAL:
        findings.append(found(LimitCode.TRIAL, count))
    return tuple(findings)


def is_concern(stretch: Stretch | None) -> bool:
    """Tell whether the latest point gives reason to worry.

    Args:
        stretch: From `charting.stretch_now`; None where nothing is rated.

    Returns:
        True for a change for the worse that is more than chance; never below enough points.
    """
    return stretch is not None and stretch.now in _BAD


def _clipped(ratio: Fraction | None) -> Fraction | None:
    return None if ratio is None else min(Fraction(1), max(Fraction(0), ratio))
