"""Which counts of items somebody may see in a period, as the trend of each item shows them."""

from collections.abc import Iterable

from qa_app.domain.series import Period
from qa_app.extensions import database
from qa_app.queries.item_trends import item_trend
from qa_app.queries.trends import RubricTrend, Scope


def is_open_to(scope: Scope, trend: RubricTrend) -> bool:
    """Tell whether somebody may see every count of a rubric here.

    Args:
        scope: Whose files; it knows whether its reader may read them.
        trend: The rubric's series.

    Returns:
        False for those who may not read the files, and for sealed rubrics.
    """
    return scope.sees_files and trend.current.access != "sealed"


def shown_items(
    scope: Scope, trend: RubricTrend, version_id: int, period: Period, items: Iterable[str]
) -> frozenset[str]:
    """Keep the items whose counts the reader may see.

    Args:
        scope: Whose files.
        trend: The rubric's series.
        version_id: The version.
        period: The period.
        items: A handful of items; each costs a look at its own trend.

    Returns:
        All of them where everything is open; otherwise those whose trend shows this period.
    """
    if is_open_to(scope, trend):
        return frozenset(items)
    return frozenset(
        code for code in items if _is_shown(scope, trend.code, version_id, period, code)
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
