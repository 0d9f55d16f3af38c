"""Which counts of items somebody may see in a period, as the trend of each item shows them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from qa_app.domain.month_grid import MONTHS_A_QUARTER
from qa_app.domain.series import Coverage, Period
from qa_app.domain.told_answers import ToldAnswers
from qa_app.extensions import database
from qa_app.queries.item_trends import item_trend
from qa_app.queries.trends import RubricTrend, Scope
from qa_app.web.told_here import told_here


@dataclass(frozen=True, slots=True)
class SeenTrend:
    """A rubric's series, and how much of what lies below its scores its reader is told.

    Attributes:
        scope: Whose files.
        trend: The series.
    """

    scope: Scope
    trend: RubricTrend
    _known: list[ToldAnswers] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """True for who reads the files in general, of a rubric that is not sealed."""
        return is_open_to(self.scope, self.trend)

    def holds(self, version_id: int, period: Period, coverage: Coverage | None = None) -> bool:
        """Tell whether answers of a period are held back from somebody who reads files in general.

        Args:
            version_id: The version.
            period: The period.
            coverage: How its files were chosen; None for what the chart shows.

        Returns:
            True where so few of its files are to be asked for that the counts would tell of them.
        """
        coverage = self.trend.main_coverage if coverage is None else coverage
        return self.is_open and not self._told_of(period).tells_period(version_id, coverage, period)

    def _told_of(self, period: Period) -> ToldAnswers:
        # years of a place are many reviews, and a page asks for its last period and the one before
        asked = range(period.first_month, period.last_month + 1)
        for one in self._known:
            if one.looked_at is None or set(asked).issubset(one.looked_at):
                return one
        months = range(asked.start - MONTHS_A_QUARTER, asked.stop)
        self._known.append(told_here(self.scope, self.trend.code, months))
        return self._known[-1]


def seen_trend(scope: Scope, trend: RubricTrend) -> SeenTrend:
    """Find how much of what lies below scores the reader of a page is told.

    Args:
        scope: Whose files; it knows whether its reader may read them.
        trend: The rubric's series.

    Returns:
        The series with it.
    """
    return SeenTrend(scope, trend)


def is_open_to(scope: Scope, trend: RubricTrend) -> bool:
    """Tell whether somebody reads the files of a rubric here in general.

    Args:
        scope: Whose files; it knows whether its reader may read them.
        trend: The rubric's series.

    Returns:
        False for those who may not read the files, and for sealed rubrics.
    """
    return scope.sees_files and trend.current.access != "sealed"


def shown_items(
    seen: SeenTrend, version_id: int, period: Period, items: Iterable[str]
) -> frozenset[str]:
    """Keep the items whose counts the reader may see.

    Args:
        seen: The rubric's series.
        version_id: The version.
        period: The period.
        items: A handful of items; each costs a look at its own trend.

    Returns:
        All of them, or nothing, for who reads the files in general; for others those whose trend
        shows this period.
    """
    if seen.is_open:
        return frozenset() if seen.holds(version_id, period) else frozenset(items)
    return frozenset(
        code for code in items if _is_shown(seen.scope, seen.trend.code, version_id, period, code)
    )


def _is_shown(scope: Scope, code: str, version_id: int, period: Period, item: str) -> bool:
    found = item_trend(database(), scope, code, item)
    if found is None:
        return False
    # a line that joins versions counts the files of all of them, which is another number
    return any(
        one.told.held is None and one.told.n is not None
        for line in found.lines
        if line.version_ids == (version_id,)
        for one in line.periods
        if one.point.period == period
    )
