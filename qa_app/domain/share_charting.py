"""Limits for a series of shares: p, p', run chart or dots, as the data allow."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from statistics import median

from qa_app.domain.charting import Bounds, Cut, Stretch, alike, is_edge, parted
from qa_app.domain.defaults import LIMITS_LOCK
from qa_app.domain.series import Point, Segment, Series
from qa_app.domain.statistics.chart_choice import (
    ChartKind,
    Choice,
    Measured,
    Share,
    WhyChart,
    share_chart,
)
from qa_app.domain.statistics.control_charts import (
    ALL_POINTS,
    Baseline,
    ControlChart,
    Kind,
    control_chart,
    prime_chart,
)
from qa_app.domain.statistics.run_chart import RunChart, RunStatus, run_chart
from qa_app.domain.statistics.variation import PointType, Signal

_TYPES = {
    Signal.COMMON: PointType.COMMON,
    Signal.ABOVE_LIMIT: PointType.IMPROVEMENT_HIGH,
    Signal.SHIFT_ABOVE: PointType.IMPROVEMENT_HIGH,
    Signal.BELOW_LIMIT: PointType.CONCERN_LOW,
    Signal.SHIFT_BELOW: PointType.CONCERN_LOW,
}
_WITHOUT_LIMITS = frozenset({WhyChart.FEW_FILES, WhyChart.NO_VARIATION})


def share_stretches(
    series: Series, cuts: Iterable[Cut] = (), *, is_rare: bool = False
) -> tuple[Stretch, ...]:
    """Give every stretch of a series of shares its chart.

    Args:
        series: Shares of files, of which more is better; one segment for each version, each point
            with what it is counted over.
        cuts: As in `charting.stretches_of`.
        is_rare: True where what does not conform is told one by one as soon as it is too rare for
            limits, instead of a run chart.

    Returns:
        The stretches in the order of `charting.stretches_of`. Limits of a share know how many
        files each point has, so months and quarters stand together; a run chart holds only
        periods of one length. A point stands out beyond its limits, or as a part of a row on one
        side of the middle that is too long for chance (Anhøj), from `RUN_CHART_POINTS` on. Around a
        median at the end of the scale there is only one side, so no row says anything.

    Source: docs/methods/charts.md.
    """
    return tuple(
        replace(_stretch(segment, points, is_rare=is_rare), cut=cut)
        for segment, points, cut in parted(series, cuts)
    )


def _stretch(segment: Segment, points: tuple[Point, ...], *, is_rare: bool) -> Stretch:
    shares = [_share(point) for point in points]
    choice = share_chart(Measured.SHARE_OF_FILES, shares)
    if is_rare and choice.why in _WITHOUT_LIMITS:
        choice = share_chart(Measured.RARE, shares)
    bare = Stretch(segment.version_id, points, points, choice, is_visits=segment.is_visits)
    if choice.kind in {ChartKind.P, ChartKind.P_PRIME}:
        return _with_limits(bare, shares)
    if choice.kind is ChartKind.RUN:
        return _with_median(bare)
    return bare


def _share(point: Point) -> Share:
    value = point.value or Fraction(0)
    return Share(int(value * point.scored_count), point.scored_count)


def _with_limits(stretch: Stretch, shares: Sequence[Share]) -> Stretch:
    chart = _chart(stretch.choice, shares)
    middle = chart.centre or Fraction(0)
    run = _run(stretch.points, middle)
    signals = [
        (Signal.ABOVE_LIMIT if (one.value or 0) > middle else Signal.BELOW_LIMIT)
        if one.is_outside
        else shifted
        for one, shifted in zip(chart.points, _shifts(stretch.points, middle, run), strict=True)
    ]
    bounds = tuple(
        Bounds(Fraction(one.low or 0), Fraction(1 if one.high is None else one.high))
        for one in chart.points
    )
    return _told(replace(stretch, bounds=bounds, middle=middle), signals)


def _chart(choice: Choice, shares: Sequence[Share]) -> ControlChart:
    counted, possible = [one.found for one in shares], [one.count for one in shares]
    baseline = ALL_POINTS if choice.lock is None else Baseline(choice.lock)
    draw = prime_chart if choice.kind is ChartKind.P_PRIME else control_chart
    return draw(Kind.SHARE, counted, possible, baseline)


def _with_median(stretch: Stretch) -> Stretch:
    tested = alike(stretch.points)
    middle = median(point.value or Fraction(0) for point in tested[:LIMITS_LOCK])
    run = _run(tested, middle)
    charted = replace(stretch, tested=tested, middle=middle, run=run)
    if run.status is RunStatus.TOO_FEW or (is_edge(middle) and run.useful):
        return charted
    return _told(charted, _shifts(tested, middle, run))


def _run(points: Sequence[Point], middle: Fraction) -> RunChart:
    return run_chart([float(point.value or 0) for point in points], centre=float(middle))


def _shifts(points: Sequence[Point], middle: Fraction, run: RunChart) -> list[Signal]:
    # every member of a row on one side that is too long; points on the middle break none
    signals = [Signal.COMMON] * len(points)
    if not run.has_shift or run.limits is None:
        return signals
    sides = [
        (place, value > middle)
        for place, value in enumerate(point.value or Fraction(0) for point in points)
        if value != middle
    ]
    for is_above, row in itertools.groupby(sides, key=lambda one: one[1]):
        members = [place for place, _side in row]
        if len(members) > run.limits.longest_run_most:
            for place in members:
                signals[place] = Signal.SHIFT_ABOVE if is_above else Signal.SHIFT_BELOW
    return signals


def _told(stretch: Stretch, signals: Sequence[Signal]) -> Stretch:
    types = tuple(_TYPES[signal] for signal in signals)
    is_tested = stretch.tested[-1] is stretch.points[-1]
    return replace(
        stretch, signals=tuple(signals), types=types, now=types[-1] if is_tested else None
    )
