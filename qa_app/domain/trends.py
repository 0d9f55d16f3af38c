"""From month totals to what charts show: months or quarters, segments of one version."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import starmap, zip_longest
from operator import add

from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.month_grid import quarter_start
from qa_app.domain.rounding import MILLION
from qa_app.domain.series import (
    Coverage,
    Grain,
    MonthSum,
    Period,
    Point,
    PointStanding,
    Segment,
    Series,
)
from qa_app.domain.statistics.disclosure import is_told
from qa_app.domain.totals import COUNTED_IN_CHARTS, SampleType


class Change(StrEnum):
    """How the latest rated period stands to the one before."""

    ORDINARY = "ordinary"
    FIRST = "first"
    UNLIKE = "unlike"
    FEW = "few"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class LastChange:
    """The latest rated period beside the one before.

    Attributes:
        code: What may be said.
        difference: Latest minus previous, as a ratio; None unless ordinary.
        previous: The period compared with; None unless ordinary.
    """

    code: Change
    difference: Fraction | None = None
    previous: Point | None = None


def coverage_of(sample_type: str) -> Coverage:
    """Tell which series a file belongs to.

    Args:
        sample_type: How the file was chosen.

    Returns:
        Random and census files stand together; imported and purposive ones apart.
    """
    kind = SampleType(sample_type)
    if kind in COUNTED_IN_CHARTS:
        return Coverage.SAMPLED
    return Coverage.IMPORTED if kind is SampleType.IMPORTED else Coverage.PURPOSIVE


def series_of(
    sums: Iterable[MonthSum],
    visit_versions: frozenset[int] = frozenset(),
    *,
    is_one_centre: bool = True,
    by_quarter: bool = False,
    running: int | None = None,
) -> Series:
    """Turn the month totals of one section and one coverage into a series.

    Each version stands for itself, also in a month in which two were in use. A quarter is
    shown by month when each of its months with files has enough of them, else as one point,
    so that no file is left out as long as its quarter has enough. Enough are those that the
    reader may not read, where there are such: the rest could be taken off.

    Args:
        sums: Month totals, in any order; months may repeat (random beside census).
        visit_versions: Versions whose unit is the whole centre.
        is_one_centre: True for the totals of one centre, of which a visit is a census and
            shown at n = 1; over many centres visits are a sample like files.
        by_quarter: True shows every quarter as one point, however many files its months have.
        running: The month that runs, whose period is not over; None where nobody asks.

    Returns:
        The series; the version that was used last stands last.

    Source: docs/methods/trends.md, "period" and "new version".
    """
    by_version: dict[int, dict[int, MonthSum]] = defaultdict(dict)
    for one in sums:
        months = by_version[one.version_id]
        months[one.month] = _added(months[one.month], one) if one.month in months else one
    segments = [
        _segment(
            version,
            months,
            is_visits=version in visit_versions,
            is_joined=version in visit_versions and is_one_centre,
            by_quarter=by_quarter,
            running=running,
        )
        for version, months in by_version.items()
    ]
    return Series(
        tuple(
            sorted(
                (segment for segment in segments if segment.points),
                key=lambda segment: (segment.points[-1].last_used, segment.version_id),
            )
        )
    )


def last_change(series: Series) -> LastChange:
    """Compare the latest rated period with the one before.

    Whether a difference is more than chance is for run charts and control charts to say,
    not for two points.

    Args:
        series: The series.

    Returns:
        A difference within one rubric version only, to the last period of the same length; a
        quarter is not held against a month.
    """
    latest = series.latest
    if latest is None or latest.value is None:
        return LastChange(Change.FEW)
    segment = next(one for one in series.segments if one.version_id == latest.version_id)
    earlier = [
        point
        for point in segment.rated[:-1]
        if segment.is_joined or point.period.grain is latest.period.grain
    ]
    if earlier and earlier[-1].value is not None:
        return LastChange(Change.ORDINARY, latest.value - earlier[-1].value, earlier[-1])
    if len(segment.rated) > 1:
        return LastChange(Change.UNLIKE)
    if any(one is not segment and one.rated for one in series.segments):
        return LastChange(Change.BREAK)
    return LastChange(Change.FIRST)


def months_without(series: Series, month: int, least: int) -> int:
    """Count the months since the last file, where these are many.

    Args:
        series: The series.
        month: Month up to which is counted; files after it do not matter.
        least: Months from which the number is told.

    Returns:
        How many there are; 0 below `least`, and where nothing was ever read.
    """
    used = [point.last_used for point in series.points]
    months = month - max(used) if used else 0
    return months if months >= least else 0


def open_period(series: Series) -> Point | None:
    """Give the period after the latest rated one that has too few files so far.

    Args:
        series: The series.

    Returns:
        The last point when it is not rated; None otherwise.
    """
    points = series.points
    return points[-1] if points and points[-1].standing is PointStanding.FEW else None


def periods_of(
    counts: Mapping[int, int], least: int, *, by_quarter: bool = False, running: int | None = None
) -> tuple[tuple[Period, tuple[int, ...]], ...]:
    """Lay months out as points: each quarter decides for itself.

    Args:
        counts: Month to the files that count in it; months without files left out.
        least: Files that a point needs.
        by_quarter: True never shows a month by itself.
        running: The month that runs, whose period is not over; None where nobody asks.

    Returns:
        Each period with its months that have files, in order: the months of a quarter one by
        one where each of them has enough files, else the quarter as one.

    Source: docs/methods/trends.md, "period".
    """
    quarters: dict[int, list[int]] = defaultdict(list)
    for month in sorted(counts):
        quarters[quarter_start(month)].append(month)
    periods: list[tuple[Period, tuple[int, ...]]] = []
    for start, months in quarters.items():
        if not by_quarter and all(counts[month] >= least for month in months):
            periods += [
                (Period(month, Grain.MONTH).while_runs(running), (month,)) for month in months
            ]
        else:
            quarter = Period(start, Grain.QUARTER).while_runs(running)
            periods.append((quarter, tuple(months)))
    return tuple(periods)


def _segment(
    version_id: int,
    months: Mapping[int, MonthSum],
    *,
    is_visits: bool,
    is_joined: bool,
    by_quarter: bool,
    running: int | None,
) -> Segment:
    least = 1 if is_joined else FILES_PER_POINT
    counts = {month: _counted(one) for month, one in months.items() if one.file_count}
    points = [
        _point(period, _together([months[month] for month in within]), within[-1], least)
        for period, within in periods_of(counts, least, by_quarter=by_quarter, running=running)
    ]
    return Segment(version_id, tuple(points), is_visits, is_joined)


def _together(months: Sequence[MonthSum]) -> MonthSum:
    whole = months[0]
    for one in months[1:]:
        whole = _added(whole, one)
    return whole


def _counted(one: MonthSum) -> int:
    # a rubric that gives no number still has its files counted, not scored
    count = one.scored_count or one.file_count
    closed = one.closed.scored if one.scored_count else one.closed.files
    return min(count, closed) if closed else count


def _point(period: Period, total: MonthSum, last_used: int, least: int) -> Point:
    standing, value = PointStanding.FEW, None
    if total.scored_count >= least and is_told(total.closed.scored, least):
        standing, value = (
            PointStanding.RATED,
            Fraction(total.score_sum, total.scored_count * MILLION),
        )
    elif not total.scored_count and total.file_count >= least:
        standing = PointStanding.NO_NUMBER
    return Point(
        period,
        last_used,
        total.version_id,
        standing,
        value,
        total.file_count,
        total.scored_count,
        total.final_count,
        total.bands,
        total.stop_count,
        total.closed,
    )


def _added(one: MonthSum, other: MonthSum) -> MonthSum:
    bands = tuple(starmap(add, zip_longest(one.bands, other.bands, fillvalue=0)))
    return MonthSum(
        one.version_id,
        one.month,
        one.file_count + other.file_count,
        one.scored_count + other.scored_count,
        one.score_sum + other.score_sum,
        one.final_count + other.final_count,
        bands,
        one.stop_count + other.stop_count,
        one.closed + other.closed,
    )
