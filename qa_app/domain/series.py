"""A series as values: months, periods, points, segments of one rubric version."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Self

from qa_app.domain.month_grid import MONTHS_A_QUARTER


class Coverage(StrEnum):
    """Which files a series stands on; the three never mix."""

    SAMPLED = "sampled"
    IMPORTED = "imported"
    PURPOSIVE = "purposive"


class Grain(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"


class PointStanding(StrEnum):
    """What can be said of one period."""

    RATED = "rated"
    FEW = "few"
    NO_NUMBER = "no_number"


@dataclass(frozen=True, slots=True)
class Closed:
    """How many files of a month or a period its reader may not read.

    Attributes:
        files: Of all of them.
        scored: Of those with a number.
        banded: Of those with a band.
    """

    files: int = 0
    scored: int = 0
    banded: int = 0

    def __add__(self, other: "Closed") -> "Closed":
        return Closed(
            self.files + other.files, self.scored + other.scored, self.banded + other.banded
        )

    def __sub__(self, other: "Closed") -> "Closed":
        return Closed(
            self.files - other.files, self.scored - other.scored, self.banded - other.banded
        )


NOTHING_CLOSED = Closed()


@dataclass(frozen=True, slots=True)
class MonthSum:
    """Totals of one month for one rubric version and one coverage.

    Attributes:
        version_id: The rubric version.
        month: As `totals.month_of` gives it.
        file_count: Signed audits.
        scored_count: Those of them with a number.
        score_sum: Their ratios added up, in millionths.
        final_count: Audits whose result is final.
        bands: Audits by place of the band, best first.
        stop_count: Audits with a tripped red line.
        closed: Those of them that the reader of the series may not read.
    """

    version_id: int
    month: int
    file_count: int
    scored_count: int
    score_sum: int
    final_count: int
    bands: tuple[int, ...] = ()
    stop_count: int = 0
    closed: Closed = NOTHING_CLOSED


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month or a quarter; quarters start in January, April, July and October.

    Attributes:
        first_month: Its first month.
        grain: How long it is.
        is_running: True while it is not over, so that its number is one so far; it is the same
            period afterwards.
    """

    first_month: int
    grain: Grain
    is_running: bool = field(default=False, compare=False)

    @property
    def last_month(self) -> int:
        """Its last month."""
        return self.first_month + (0 if self.grain is Grain.MONTH else MONTHS_A_QUARTER - 1)

    def while_runs(self, month: int | None) -> Self:
        """Tell of a period whether it is over.

        Args:
            month: The month that runs; None where nobody asks.

        Returns:
            The same period, running where that month lies in it.
        """
        is_running = month is not None and self.first_month <= month <= self.last_month
        return replace(self, is_running=is_running)


@dataclass(frozen=True, slots=True)
class Point:
    """One period of one rubric version.

    Attributes:
        period: Which period.
        last_used: Last month of the period that has files.
        version_id: The rubric version.
        standing: Whether there is a value, and why not.
        value: Mean ratio 0..1, exact; None unless rated.
        file_count: Signed audits.
        scored_count: Audits that the value rests on.
        final_count: Audits whose result is final.
        bands: Audits by place of the band, best first.
        stop_count: Audits with a tripped red line.
        closed: Audits that the reader of the series may not read.
    """

    period: Period
    last_used: int
    version_id: int
    standing: PointStanding
    value: Fraction | None
    file_count: int
    scored_count: int
    final_count: int
    bands: tuple[int, ...] = ()
    stop_count: int = 0
    closed: Closed = NOTHING_CLOSED

    @property
    def provisional_count(self) -> int:
        """Audits whose result may still change."""
        return self.file_count - self.final_count

    @property
    def is_hollow(self) -> bool:
        """True while its value may change: a file is provisional, or the period runs."""
        return self.provisional_count > 0 or self.period.is_running


@dataclass(frozen=True, slots=True)
class Segment:
    """The points of one rubric version; lines never run from one segment into the next.

    Attributes:
        version_id: The rubric version.
        points: In order of time, periods with files only.
        is_visits: True when one audit covers a whole centre, so that it counts visits.
        is_joined: True when lines run over the months between: visits to one centre.
    """

    version_id: int
    points: tuple[Point, ...]
    is_visits: bool = False
    is_joined: bool = False

    @property
    def rated(self) -> tuple[Point, ...]:
        """Its points that have a value."""
        return tuple(point for point in self.points if point.value is not None)

    @property
    def lines(self) -> tuple[tuple[Point, ...], ...]:
        """Its rated points, cut where a period is missing or has too few files.

        Visits to one centre have no period of their own: a line joins them over the months
        between.
        """
        lines: list[list[Point]] = []
        for point in self.points:
            if point.value is None:
                lines.append([])
            elif lines and lines[-1] and self._joins(lines[-1][-1], point):
                lines[-1].append(point)
            else:
                lines.append([point])
        return tuple(tuple(line) for line in lines if line)

    @property
    def start_month(self) -> int:
        """First month of its first rated point, or of its first one when none is rated."""
        return (self.rated or self.points)[0].period.first_month

    def _joins(self, one: Point, following: Point) -> bool:
        return self.is_joined or one.period.last_month + 1 == following.period.first_month


@dataclass(frozen=True, slots=True)
class Series:
    """Everything a chart shows of one section and one coverage.

    Attributes:
        segments: One for each version, the one used last at the end.
        points: All points, in order of time.
        rated: All points that have a value, in order of time.
    """

    segments: tuple[Segment, ...]
    points: tuple[Point, ...] = field(init=False, compare=False, repr=False)
    rated: tuple[Point, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Put the points of all segments in order, once."""
        every = [point for segment in self.segments for point in segment.points]
        points = tuple(sorted(every, key=lambda point: (point.last_used, point.period)))
        object.__setattr__(self, "points", points)
        object.__setattr__(
            self, "rated", tuple(point for point in points if point.value is not None)
        )

    @property
    def latest(self) -> Point | None:
        """The last point with a value; None when no period is rated."""
        return self.rated[-1] if self.rated else None

    @property
    def file_count(self) -> int:
        """Files in all periods."""
        return sum(point.file_count for point in self.points)


NO_SERIES = Series(())


def series_since(series: Series, month: int) -> Series:
    """Leave out what lies before a month.

    Args:
        series: Any series.
        month: The first month that is kept; a quarter that it lies in is kept whole.

    Returns:
        The points from there on; versions without any are left out.
    """
    segments = (
        replace(one, points=tuple(p for p in one.points if p.period.last_month >= month))
        for one in series.segments
    )
    return Series(tuple(one for one in segments if one.points))
