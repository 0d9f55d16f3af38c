"""What limits say of a series, as codes and numbers; words are for others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise, takewhile

from qa_app.domain.charting import Cut, CutReason, Stretch, is_edge, parted
from qa_app.domain.series import Point, Series
from qa_app.domain.statistics.chart_choice import ChartKind, Stage, WhyChart
from qa_app.domain.statistics.run_chart import RunChart, RunStatus, TrendDirection, longest_trend
from qa_app.domain.statistics.variation import Assurance, PointType, Signal
from qa_app.domain.trend_findings import Finding, FindingCode, findings_of


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
    NO_VARIATION = "no_variation"
    UNTESTED = "untested"
    RUN_ORDINARY = "run_ordinary"
    RUN_ABOVE = "run_above"
    RUN_BELOW = "run_below"
    RUN_UNEVEN = "run_uneven"
    RUN_FEW = "run_few"
    RUN_CONSTANT = "run_constant"
    RUN_EDGE = "run_edge"
    LISTED = "listed"


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
_OF_RUN = {
    Signal.COMMON: LimitCode.RUN_ORDINARY,
    Signal.SHIFT_ABOVE: LimitCode.RUN_ABOVE,
    Signal.SHIFT_BELOW: LimitCode.RUN_BELOW,
}
_OF_ASSURANCE = {
    Assurance.PASSES: LimitCode.PASSES,
    Assurance.VARIES: LimitCode.VARIES,
    Assurance.FAILS: LimitCode.FAILS,
}
_TRENDS = frozenset({Signal.TREND_UP, Signal.TREND_DOWN})
_SHIFTS = frozenset({Signal.SHIFT_ABOVE, Signal.SHIFT_BELOW})
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
            few, or where limits are on trial; those off the median where these are too few.
        target: What should be kept, 0..1; None where it is not about a target.
        is_visits: True when one audit covers a whole centre.
        middle: Median of a run chart, 0..1; None on other charts.
    """

    code: LimitCode
    point: Point
    low: Fraction | None = None
    high: Fraction | None = None
    count: int = 0
    target: Fraction | None = None
    is_visits: bool = False
    middle: Fraction | None = None


@dataclass(frozen=True, slots=True)
class OtherGround:
    """Why the latest period is not held against an earlier one.

    Attributes:
        reason: Files are drawn in another way, or other people read most of them.
        month: Since when, as the chart names it: the first month of the stretch.
    """

    reason: CutReason
    month: int


_OTHER_GROUND = frozenset({CutReason.DESIGN, CutReason.READERS})


def on_one_ground(finding: Finding, now: Stretch | None) -> Finding:
    """Leave out a comparison with files that were drawn otherwise, or mostly read by others.

    Args:
        finding: What there is to say of a series, or of a section of it.
        now: The stretch of the latest period of whole files; None where nothing is rated.

    Returns:
        The finding; without the period compared with where that lies before such a change.
    """
    if finding.previous is None or now is None:
        return finding
    if _ground_since(finding.previous, now.cut, now.points[0]) is None:
        return finding
    return replace(finding, code=FindingCode.FIRST, previous=None)


def headline_on_one_ground(series: Series, cuts: Iterable[Cut]) -> Finding:
    """Say what a series shows first, where no limits are made of it.

    Args:
        series: The series.
        cuts: Where a new stretch begins.

    Returns:
        The first finding, on one ground as by `on_one_ground`.
    """
    headline = findings_of(series)[0]
    if other_ground(series, headline.previous, cuts) is None:
        return headline
    return replace(headline, code=FindingCode.FIRST, previous=None)


def other_ground(series: Series, previous: Point | None, cuts: Iterable[Cut]) -> OtherGround | None:
    """Tell whether the latest period stands on other ground than an earlier one.

    The rule is that of `on_one_ground`, for what is compared without limits.

    Args:
        series: The series.
        previous: The period compared with, of the same version; None without one.
        cuts: Where a new stretch begins, as for the limits of the same series.

    Returns:
        Why the two are not compared; None where they are, and without a period compared with.
    """
    latest = series.latest
    if previous is None or latest is None:
        return None
    return next(
        (
            _ground_since(previous, reason, points[0])
            for _segment, points, reason in parted(series, cuts)
            if latest in points
        ),
        None,
    )


def _ground_since(previous: Point, cut: CutReason | None, begun: Point) -> OtherGround | None:
    month = begun.period.first_month
    if cut not in _OTHER_GROUND or previous.period.first_month >= month:
        return None
    return OtherGround(cut, month)


def limit_findings(stretch: Stretch, target: Fraction | None = None) -> tuple[LimitFinding, ...]:
    """Say what the limits of the latest stretch show.

    Args:
        stretch: From `charting.stretch_now`.
        target: The line that should be kept, 0..1; None without.

    Returns:
        What the latest period says; then whether the line is kept, and that limits are on trial.
        What a run chart says instead, where there is one; otherwise only why there are no limits.
    """
    last, count = stretch.points[-1], len(stretch.tested)
    if stretch.choice.why is WhyChart.UNVARIED:
        unvaried = LimitCode.NO_VARIATION
        return (LimitFinding(unvaried, last, count=count, is_visits=stretch.is_visits),)
    if stretch.run is not None:
        return (_of_run(stretch, stretch.run),)
    bounds = stretch.bounds_of(-1) if stretch.signals else None
    if bounds is None:
        is_listed = stretch.choice.kind is ChartKind.EACH_CASE
        code = LimitCode.LISTED if is_listed else LimitCode.FEW_POINTS
        return (LimitFinding(code, last, count=count, is_visits=stretch.is_visits),)
    low, high = _clipped(bounds.low), _clipped(bounds.high)
    signal, row = stretch.signals[-1], _row(stretch)

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


def longest_row(stretch: Stretch) -> tuple[int, TrendDirection | None]:
    """Find the longest row of periods that only rise, or only fall.

    It is told beside a run chart and never called a signal: it adds almost nothing to the rules of
    the chart (Anhøj and Olesen 2014).

    Args:
        stretch: The stretch.

    Returns:
        Periods in it, and where it leads; periods alike the one before are passed over.
    """
    return longest_trend([float(point.value or 0) for point in stretch.tested])


def _of_run(stretch: Stretch, run: RunChart) -> LimitFinding:
    last = stretch.points[-1]
    code, count = LimitCode.RUN_FEW, run.useful
    if run.status is RunStatus.CONSTANT:
        code, count = LimitCode.RUN_CONSTANT, run.seen
    elif is_edge(stretch.middle):
        code = LimitCode.RUN_EDGE
    elif run.status is RunStatus.OK:
        code, count = _OF_RUN[stretch.signals[-1]], _row(stretch)
        if stretch.tested[-1] is not last:
            code = LimitCode.UNTESTED
        elif code is LimitCode.RUN_ORDINARY and (run.has_shift or run.has_few_crossings):
            code = LimitCode.RUN_UNEVEN
    return LimitFinding(code, last, count=count, is_visits=stretch.is_visits, middle=stretch.middle)


def _row(stretch: Stretch) -> int:
    # the whole row that the latest point ends, whichever names its other points bear
    signal = stretch.signals[-1]
    values = [point.value or Fraction(0) for point in stretch.tested]
    if signal in _TRENDS:
        steps = [(b > a) - (b < a) for a, b in pairwise(values)]
        return 1 + _alike_at_end(steps)
    if signal in _SHIFTS and stretch.centre is not None:
        centre = stretch.centre
        sides = [(value > centre) - (value < centre) for value in values]
        # points on the middle of a chart of shares neither break nor lengthen a row
        return _alike_at_end(sides if stretch.middle is None else [one for one in sides if one])
    return _alike_at_end(stretch.signals)


def _alike_at_end(row: Sequence[object]) -> int:
    return sum(1 for _ in takewhile(lambda one: one == row[-1], reversed(row)))


def _clipped(ratio: Fraction) -> Fraction:
    return min(Fraction(1), max(Fraction(0), ratio))
