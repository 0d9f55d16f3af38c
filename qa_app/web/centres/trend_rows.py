"""Everything that a trend page shows of a rubric as rows of a table to keep."""

from collections.abc import Iterator

from qa_app.domain.charting import Stretch
from qa_app.domain.rounding import display
from qa_app.domain.score_axis import axis_of
from qa_app.domain.series import Coverage, Point
from qa_app.domain.shares import SHARES, Measure
from qa_app.domain.totals import WHOLE_FILE
from qa_app.queries.trends import RubricTrend
from qa_app.web.centres.charted import Charted, Wanted, charted, offered, second_band
from qa_app.web.centres.trend_view import Ground, plain_title
from qa_app.wording import Words, limit_cells, share_trends, trend_limits
from qa_app.wording import trends as wording

NO_LIMITS = (None, None, None, "", None)
"""Mean, limits, what they say, files that conform: of a period that has none of them."""

Row = tuple[object, ...]


def trend_rows(words: Words, trend: RubricTrend, ground: Ground) -> Iterator[Row]:
    """Write every section and every share of a rubric.

    Args:
        words: The page's language.
        trend: The rubric's series.
        ground: What else they stand on.

    Returns:
        For each period: coverage, section, rubric version, period, the number as shown, files it
        stands on, final and provisional ones, what the number is, mean or median, lower and upper
        limit, what they say, and of a share the files that conform as far as they may be told.
    """
    titles = {one.code: one.title for rubric in trend.versions.values() for one in rubric.sections}
    for coverage in Coverage:
        for (of_coverage, section), series in sorted(trend.series.items()):
            if of_coverage is not coverage:
                continue
            title = plain_title(words, None if section == WHOLE_FILE else titles[section])
            chart = None
            if coverage is trend.main_coverage:
                chart = charted(words, trend, Wanted(section), ground.cuts_of)
            for point in series.points:
                yield (
                    words.say(wording.COVERAGES[coverage]),
                    title,
                    *_score(words, trend, point),
                    *(NO_LIMITS[:-1] if chart is None else _limits(words, chart, point)),
                    None,
                )
    yield from _shares(words, trend, ground)


def _shares(words: Words, trend: RubricTrend, ground: Ground) -> Iterator[Row]:
    for measure in SHARES:
        if measure not in offered(trend, WHOLE_FILE):
            continue
        chart = charted(words, trend, Wanted(WHOLE_FILE, measure), ground.cuts_of)
        for point in chart.series.points:
            share, found = share_trends.plain_counts(measure, point)
            yield (
                words.say(wording.COVERAGES[trend.main_coverage]),
                plain_title(words, None),
                trend.versions[point.version_id].version,
                wording.period(words, point.period),
                share,
                *_counts(point),
                share_trends.measure(words, measure, second_band(trend)),
                *_limits(words, chart, point),
                found,
            )


def _score(words: Words, trend: RubricTrend, point: Point) -> Row:
    axis = axis_of(trend.current)
    return (
        trend.versions[point.version_id].version,
        wording.period(words, point.period),
        None if point.value is None else display(axis.shown(point.value)),
        *_counts(point),
        words.say(share_trends.MEASURES[Measure.SCORE]),
    )


def _counts(point: Point) -> Row:
    count = point.scored_count or point.file_count
    return count, point.final_count, point.provisional_count


def _limits(words: Words, chart: Charted, point: Point) -> Row:
    found: tuple[Stretch, int] | None = chart.tested.get(point)
    numbers = None if found is None else trend_limits.limit_numbers(chart.axis, *found)
    if found is None or numbers is None:
        return NO_LIMITS[:-1]
    mean, low, high = numbers
    return mean, low or None, high or None, limit_cells.signal(words, *found)
