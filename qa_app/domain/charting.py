"""Limits for a series: where a new stretch begins, which chart it gets, what its points say."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.series import Grain, Point, Segment, Series
from qa_app.domain.statistics.chart_choice import (
    ChartKind,
    Choice,
    Stage,
    WhyChart,
    score_chart,
)
from qa_app.domain.statistics.run_chart import RunChart
from qa_app.domain.statistics.variation import (
    Assurance,
    PointType,
    Reading,
    Signal,
    VariationPoint,
    variation,
)
from qa_app.domain.statistics.xmr import XmrLimits


class CutReason(StrEnum):
    """Why what comes after is not held against what came before."""

    DESIGN = "design"
    READERS = "readers"
    REBASED = "rebased"


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a new stretch begins.

    Attributes:
        month: Its first month, as `totals.month_of` gives it.
        reason: Why.
        version_id: The only rubric version whose points it parts; None parts those of each.
    """

    month: int
    reason: CutReason
    version_id: int | None = None

    def parts(self, version_id: int) -> bool:
        """Tell whether it parts the points of a version.

        Args:
            version_id: The version.

        Returns:
            True when it means this version, or all.
        """
        return self.version_id in {None, version_id}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits that one period stands under.

    Attributes:
        low: The lower one.
        high: The upper one.
    """

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Stretch:
    """Points of one rubric version that stand under the same limits.

    Attributes:
        version_id: The rubric version.
        points: Its rated points, in order of time, one or more.
        choice: Which chart they get and why.
        tested: Those of them that shape the limits and are held against them: of months beside
            quarters, which do not vary alike, the kind that most of them are, months among equals.
        limits: Mean and limits of an XmR chart; None on others.
        signals: For each point tested why it stands out; empty where that cannot be told.
        types: For each point tested what that means; likewise.
        now: What the last point says; None where that cannot be told or it is not tested.
        assurance: Whether the target is kept; None without limits or target.
        cut: Why it does not go on from the stretch before; None where its version begins.
        is_visits: True when one audit covers a whole centre.
        bounds: For each point tested its limits, on charts of shares that have some.
        middle: Mean of a chart of shares with limits, median of a run chart; None on others.
        run: What the run chart says; None on other charts.
    """

    version_id: int
    points: tuple[Point, ...]
    tested: tuple[Point, ...]
    choice: Choice
    limits: XmrLimits | None = None
    signals: tuple[Signal, ...] = ()
    types: tuple[PointType, ...] = ()
    now: PointType | None = None
    assurance: Assurance | None = None
    cut: CutReason | None = None
    is_visits: bool = False
    bounds: tuple[Bounds, ...] = ()
    middle: Fraction | None = None
    run: RunChart | None = None

    @property
    def centre(self) -> Fraction | None:
        """Its mean, or the median of a run chart; None without."""
        return self.middle if self.limits is None else self.limits.mean

    def bounds_of(self, place: int) -> Bounds | None:
        """Give the limits that a point stands under.

        Args:
            place: Place of the point among those tested; -1 is the last.

        Returns:
            Its limits, not clipped to the scale; None on a chart without limits.
        """
        if self.bounds:
            return self.bounds[place]
        limits = self.limits
        if limits is None or limits.low is None or limits.high is None:
            return None
        return Bounds(limits.low, limits.high)


def stretches_of(
    series: Series, cuts: Iterable[Cut] = (), target: Fraction | None = None
) -> tuple[Stretch, ...]:
    """Give every stretch of a series its limits.

    Args:
        series: Mean scores; one segment for each version.
        cuts: Where a new stretch begins within a version; of several in one month the last in
            order of reasons is told.
        target: What should be kept, as a ratio 0..1; None without.

    Returns:
        The stretches, by version in the order of the series, then by time. Limits come from the
        points of the stretch alone, of the first `LIMITS_LOCK` once there are so many; none where
        those do not vary.

    Source: docs/methods/charts.md.
    """
    return tuple(
        _stretch(segment, points, cut, target) for segment, points, cut in parted(series, cuts)
    )


def parted(
    series: Series, cuts: Iterable[Cut]
) -> Iterator[tuple[Segment, tuple[Point, ...], CutReason | None]]:
    """Part the rated points of a series where new stretches begin.

    Args:
        series: One segment for each version.
        cuts: As in `stretches_of`.

    Yields:
        For each stretch its segment, its points, and why it does not go on from the one before;
        None where its version begins.
    """
    ordered = sorted(cuts, key=lambda cut: (cut.month, cut.reason))
    for segment in series.segments:
        reasons = {cut.month: cut.reason for cut in ordered if cut.parts(segment.version_id)}
        for start, points in _parts(segment, sorted(reasons)):
            is_first = points[0] == segment.rated[0]
            yield segment, points, None if is_first or start is None else reasons[start]


def stretch_now(stretches: Sequence[Stretch]) -> Stretch | None:
    """Find the stretch that the latest point stands in.

    Args:
        stretches: From `stretches_of`.

    Returns:
        The stretch; of several versions in one period that of the version used last, as
        `Series.latest` has it. None where nothing is rated.
    """
    return max(
        reversed(stretches),
        key=lambda one: (one.points[-1].last_used, one.points[-1].period),
        default=None,
    )


def stretches_since(stretches: Iterable[Stretch], month: int) -> tuple[Stretch, ...]:
    """Leave out the points before a month; limits stay those that all points made.

    Args:
        stretches: From `stretches_of`, or stretches of shares.
        month: The first month that is kept.

    Returns:
        The stretches that have points from there on, to be drawn.
    """
    found = []
    for one in stretches:
        left_out = sum(point.period.last_month < month for point in one.points)
        if left_out < len(one.points):
            # bounds belong to points where there are some
            points, bounds = one.points[left_out:], one.bounds[left_out:]
            found.append(replace(one, points=points, bounds=bounds) if left_out else one)
    return tuple(found)


def _parts(
    segment: Segment, months: Sequence[int]
) -> Iterable[tuple[int | None, tuple[Point, ...]]]:
    parts: dict[int | None, list[Point]] = {}
    for point in segment.rated:
        # a quarter in which a cut lies belongs to what began in it
        started = [month for month in months if month <= point.period.last_month]
        parts.setdefault(started[-1] if started else None, []).append(point)
    return [(start, tuple(points)) for start, points in parts.items()]


def _stretch(
    segment: Segment,
    points: tuple[Point, ...],
    cut: CutReason | None,
    target: Fraction | None,
) -> Stretch:
    tested = points if segment.is_joined else alike(points)
    choice = score_chart(len(tested))
    if choice.stage is Stage.NONE:
        return Stretch(
            segment.version_id, points, tested, choice, cut=cut, is_visits=segment.is_visits
        )
    found = variation(
        [point.value for point in tested], Reading(target=target, baseline=choice.lock)
    )
    if not found.points[0].limits.range_mean:
        # limits without a width would make an alarm of the first change, however small
        unvaried = Choice(ChartKind.DOTS, WhyChart.UNVARIED, Stage.NONE, None)
        return Stretch(
            segment.version_id, points, tested, unvaried, cut=cut, is_visits=segment.is_visits
        )
    return Stretch(
        segment.version_id,
        points,
        tested,
        choice,
        found.points[0].limits,
        tuple(_signal(one) for one in found.points),
        tuple(_type(one) for one in found.points),
        found.now if tested[-1] is points[-1] else None,
        found.assurance,
        cut,
        segment.is_visits,
    )


def is_edge(ratio: Fraction | None) -> bool:
    """Tell whether a middle lies at an end of the scale, where one side of it is empty.

    Args:
        ratio: 0..1; None without a middle.

    Returns:
        True at 0 and at 1.
    """
    return ratio in {0, 1}


def alike(points: Sequence[Point]) -> tuple[Point, ...]:
    """Keep the kind of period that most points are.

    Args:
        points: Months and quarters, one or more.

    Returns:
        The months or the quarters, whichever are more, months among equals.
    """
    kinds = Counter(point.period.grain for point in points)
    most = max(Grain, key=lambda grain: kinds[grain])
    return tuple(point for point in points if point.period.grain is most)


def _signal(point: VariationPoint) -> Signal:
    return point.signal or Signal.COMMON


def _type(point: VariationPoint) -> PointType:
    return point.type or PointType.COMMON
