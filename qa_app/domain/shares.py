"""Shares of files, period by period: at the second band or above, without a red line.

Source: docs/methods/charts.md, "shares".
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.defaults import SHARE_DENOMINATOR
from qa_app.domain.month_grid import quarter_start
from qa_app.domain.rubric import Critical, Rubric
from qa_app.domain.second_band import in_second_or_above, second_band
from qa_app.domain.series import NOTHING_CLOSED, Grain, Period, Point, PointStanding, Series
from qa_app.domain.standing import WHOLE_CENTRE_KINDS
from qa_app.domain.statistics.chart_choice import Share
from qa_app.domain.statistics.disclosure import is_told


class Measure(StrEnum):
    """What a trend shows."""

    SCORE = "score"
    BAND = "band"
    RATING = "rating"
    REDLINE = "redline"


SHARES = (Measure.BAND, Measure.REDLINE)


@dataclass(frozen=True, slots=True)
class Since:
    """How long ago the last red line was.

    Attributes:
        files: Files read in the periods after the last one that has a red line; all files where
            no period has one.
        period: That last period; None where none has one.
    """

    files: int
    period: Period | None


def measures_of(rubric: Rubric) -> tuple[Measure, ...]:
    """List what a rubric's files can be counted by.

    Args:
        rubric: A version.

    Returns:
        Its score; where one audit covers one file and not a whole centre, besides: the share at
        the second band or above, if it has bands, and the share without a red line, if it has red
        lines.
    """
    found = [Measure.SCORE]
    if rubric.kind in WHOLE_CENTRE_KINDS:
        return tuple(found)
    if second_band(rubric) is not None:
        found.append(Measure.BAND)
    if any(one.critical is Critical.STOP for one in rubric.items.values()):
        found.append(Measure.REDLINE)
    return tuple(found)


def share_of(measure: Measure, point: Point) -> Share:
    """Count the files of a period.

    Args:
        measure: One of `SHARES`.
        point: The period.

    Returns:
        Files that conform, and all that could: those with a band, or all.
    """
    if measure is Measure.BAND:
        return Share(in_second_or_above(point.bands), sum(point.bands))
    return Share(point.file_count - point.stop_count, point.file_count)


def share_shown(measure: Measure, point: Point) -> Share | None:
    """Decide whether the files of a period are told one by one.

    Args:
        measure: One of `SHARES`.
        point: The period.

    Returns:
        The counts; None where the reader may not read some of the files and these are fewer than
        `SHARE_DENOMINATOR`.
    """
    share = share_of(measure, point)
    is_counted_by_band = measure is Measure.BAND and share.count
    closed = point.closed.banded if is_counted_by_band else point.closed.files
    return share if is_told(closed, SHARE_DENOMINATOR) else None


def share_series(series: Series, measure: Measure, versions: Collection[int]) -> Series:
    """Turn a series of scores into a series of shares.

    The periods are those of the scores. The months of a quarter each of which has too few files
    for a share stand as one quarter: none of them is told apart anywhere, so the quarter gives
    none of them away.

    Args:
        series: Whole files.
        measure: One of `SHARES`.
        versions: Ids of the versions whose files can be counted by it.

    Returns:
        Points whose value is the share, exact, and whose `scored_count` is what it is counted
        over; no value below `SHARE_DENOMINATOR`, whoever reads it, and none that
        `share_shown` keeps from its reader.
    """
    return Series(
        tuple(
            replace(
                segment,
                points=tuple(_point(measure, one) for one in _periods(measure, segment.points)),
            )
            for segment in series.segments
            if segment.version_id in versions
        )
    )


def since_red_line(series: Series) -> Since | None:
    """Count the files read since the last red line.

    Args:
        series: Shares of files without one.

    Returns:
        How many, at least: the period of the last one is left out. None where nothing was read,
        or where the count would tell of periods that are held back from the reader.
    """
    files = 0
    for point in reversed(series.points):
        if share_shown(Measure.REDLINE, point) is None:
            return None
        if point.stop_count:
            return Since(files, point.period)
        files += point.file_count
    return Since(files, None) if series.points else None


def red_lines_in(points: Iterable[Point]) -> Share | None:
    """Count files without a red line over several periods, as far as they may be told.

    Args:
        points: One period of each rubric that has red lines.

    Returns:
        Files without one, of all of the periods that are told; None where nothing is told.
    """
    told = [one for point in points if (one := share_shown(Measure.REDLINE, point)) is not None]
    count = sum(one.count for one in told)
    return Share(sum(one.found for one in told), count) if count else None


def _periods(measure: Measure, points: Sequence[Point]) -> list[Point]:
    quarters: dict[int, list[Point]] = defaultdict(list)
    for point in points:
        first = point.period.first_month
        quarters[quarter_start(first)].append(point)
    periods: list[Point] = []
    for start, within in quarters.items():
        if len(within) > 1 and all(_is_few(measure, one) for one in within):
            periods.append(_together(start, within))
        else:
            periods += within
    return periods


def _is_few(measure: Measure, point: Point) -> bool:
    share = share_shown(measure, point)
    return share is None or share.count < SHARE_DENOMINATOR


def _together(start: int, points: Sequence[Point]) -> Point:
    longest = max(len(point.bands) for point in points)
    return replace(
        points[-1],
        period=Period(start, Grain.QUARTER),
        file_count=sum(point.file_count for point in points),
        scored_count=sum(point.scored_count for point in points),
        final_count=sum(point.final_count for point in points),
        bands=tuple(
            sum(point.bands[place] for point in points if place < len(point.bands))
            for place in range(longest)
        ),
        stop_count=sum(point.stop_count for point in points),
        closed=sum((point.closed for point in points), NOTHING_CLOSED),
    )


def _point(measure: Measure, point: Point) -> Point:
    share = share_of(measure, point)
    is_rated = not _is_few(measure, point)
    return replace(
        point,
        standing=PointStanding.RATED if is_rated else PointStanding.FEW,
        value=Fraction(share.found, share.count) if is_rated else None,
        scored_count=share.count,
    )
