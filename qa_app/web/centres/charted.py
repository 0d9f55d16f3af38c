"""What one chart of a trend page stands on: its series, its limits, how its numbers are written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from qa_app.domain.charting import Cut, Stretch, stretch_now, stretches_of, stretches_since
from qa_app.domain.defaults import CHART_MONTHS
from qa_app.domain.score_axis import SHARE_AXIS, ScoreAxis, axis_of
from qa_app.domain.second_band import second_band as band_of
from qa_app.domain.series import NO_SERIES, Point, Series, series_since
from qa_app.domain.share_charting import share_stretches
from qa_app.domain.shares import Measure, measures_of, share_series
from qa_app.domain.totals import WHOLE_FILE
from qa_app.queries.trends import RubricTrend
from qa_app.wording import Words, share_trends
from qa_app.wording import limit_cells as cells

_WHOLE_PCT = 100

CutsOf = Callable[[str], Sequence[Cut]]
"""Section, empty for whole files, to where its limits begin anew."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Attributes:
        section: Section code; empty for whole files.
        measure: What is shown of it.
    """

    section: str = WHOLE_FILE
    measure: Measure = Measure.SCORE


@dataclass(frozen=True, slots=True)
class Charted:
    """One chart.

    Attributes:
        measure: What is shown.
        series: Its points.
        axis: How its numbers are written.
        stretches: Its limits.
        target: The line that should be kept, 0..1; None without.
        lead: What is counted; empty for scores.
        tested: Each point that is held against limits: its stretch and its place there.
    """

    measure: Measure
    series: Series
    axis: ScoreAxis
    stretches: tuple[Stretch, ...]
    target: Fraction | None
    lead: str
    tested: Mapping[Point, tuple[Stretch, int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find, once, where each point is held against limits."""
        tested = {
            point: (stretch, place)
            for stretch in self.stretches
            for place, point in enumerate(stretch.tested)
        }
        object.__setattr__(self, "tested", tested)

    @property
    def now(self) -> Stretch | None:
        """The stretch that the latest point stands in; None where nothing is rated."""
        return stretch_now(self.stretches)

    @property
    def drawn(self) -> "Charted":
        """The same as far back as `CHART_MONTHS` reach, under the limits that all points made."""
        if not self.series.points:
            return self
        first = self.series.points[-1].period.last_month - CHART_MONTHS + 1
        return replace(
            self,
            series=series_since(self.series, first),
            stretches=stretches_since(self.stretches, first),
        )


def offered(trend: RubricTrend, section: str) -> tuple[Measure, ...]:
    """List what can be shown.

    Args:
        trend: The rubric's series.
        section: Section code; empty for whole files.

    Returns:
        Scores; of whole files shares besides, as far as the version in use has them.
    """
    return (Measure.SCORE,) if section else measures_of(trend.current)


def second_band(trend: RubricTrend) -> str:
    """Give the code of the second band.

    Args:
        trend: The rubric's series.

    Returns:
        The code; empty where there is none.
    """
    band = band_of(trend.current)
    return "" if band is None else band.code


def charted(words: Words, trend: RubricTrend, wanted: Wanted, cuts_of: CutsOf) -> Charted:
    """Find what a chart stands on.

    Args:
        words: The page's language.
        trend: The rubric's series.
        wanted: What is asked for, a measure that is offered.
        cuts_of: Where limits begin anew.

    Returns:
        The chart; an empty series where nothing was read.
    """
    section, measure = wanted.section, wanted.measure
    series = trend.series.get((trend.main_coverage, section), NO_SERIES)
    cuts = cuts_of(section)
    if measure is Measure.SCORE:
        axis = axis_of(trend.current)
        target = Fraction(max(axis.lines), _WHOLE_PCT) if axis.lines else None
        return Charted(measure, series, axis, stretches_of(series, cuts, target), target, "")
    versions = {one for one, rubric in trend.versions.items() if measure in measures_of(rubric)}
    shares = share_series(series, measure, versions)
    stretches = share_stretches(shares, cuts, is_rare=measure is Measure.REDLINE)
    lead = share_trends.measure(words, measure, second_band(trend))
    return Charted(measure, shares, SHARE_AXIS, stretches, None, lead)


def limit_cells(words: Words, chart: Charted, point: Point) -> tuple[str, str]:
    """Write the limits of a period and what they say, for a table.

    Args:
        words: The page's language.
        chart: The chart.
        point: The period.

    Returns:
        Mean and limits, and whether it stands out; empty where there are none.
    """
    found = chart.tested.get(point)
    if found is None:
        return "", ""
    said = cells.limits_in_short(words, chart.axis, *found)
    return said, cells.signal(words, *found)
