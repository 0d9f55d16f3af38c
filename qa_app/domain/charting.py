"""Limits for a series: where a new stretch begins, which chart it gets, what its points say."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.series import Grain, Point, Segment, Series
from qa_app.domain.statistics.chart_choice import Choice, Stage, score_chart
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
class Stretch:
    """Points of one rubric version that stand under the same limits.

    Attributes:
        version_id: The rubric version.
        points: Its rated points, in order of time, one or more.
        choice: Which chart they get and why.
        tested: Those of them that shape the limits and are held against them: of months beside
            quarters, which do not vary alike, the kind that most of them are, months among equals.
        limits: Mean and limits; None where the chart has none.
        signals: For each point tested why it stands out; empty without limits.
        types: For each point tested what that means; empty without limits.
        now: What the last point says; None without limits, or where it is not tested.
        assurance: Whether the target is kept; None without limits or target.
        cut: Why it does not go on from the stretch before; None where its version begins.
        is_visits: True when one audit covers a whole centre.
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
        points of the stretch alone, of the first `LIMITS_LOCK` once there are so many.

    Source: docs/methods/charts.md.
    """
    ordered = sorted(cuts, key=lambda cut: (cut.month, cut.reason))
    stretches: list[Stretch] = []
    for segment in series.segments:
        by_month = {cut.month: cut.reason for cut in ordered if cut.parts(segment.version_id)}
        stretches += (
            _stretch(segment, points, by_month.get(start) if start is not None else None, target)
            for start, points in _parts(segment, sorted(by_month))
        )
    return tuple(stretches)


def stretch_now(stretches: Sequence[Stretch]) -> Stretch | None:
    """Find the stretch that the latest point stands in.

    Args:
        stretches: From `stretches_of`.

    Returns:
        The stretch; None where nothing is rated.
    """
    return max(
        stretches,
        key=lambda one: (one.points[-1].last_used, one.points[-1].period),
        default=None,
    )


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
    reason: CutReason | None,
    target: Fraction | None,
) -> Stretch:
    cut = None if points[0] == segment.rated[0] else reason
    tested = points if segment.is_joined else _alike(points)
    choice = score_chart(len(tested))
    if choice.stage is Stage.NONE:
        return Stretch(
            segment.version_id, points, tested, choice, cut=cut, is_visits=segment.is_visits
        )
    found = variation(
        [point.value for point in tested], Reading(target=target, baseline=choice.lock)
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


def _alike(points: Sequence[Point]) -> tuple[Point, ...]:
    kinds = Counter(point.period.grain for point in points)
    most = max(Grain, key=lambda grain: kinds[grain])
    return tuple(point for point in points if point.period.grain is most)


def _signal(point: VariationPoint) -> Signal:
    return point.signal or Signal.COMMON


def _type(point: VariationPoint) -> PointType:
    return point.type or PointType.COMMON
