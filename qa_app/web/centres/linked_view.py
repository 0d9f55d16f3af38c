"""The lines over several versions as a page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa_app.domain.charting import Cut
from qa_app.domain.limit_findings import headline_on_one_ground
from qa_app.domain.score_axis import axis_of
from qa_app.domain.series import Point, Series
from qa_app.queries.linked_trends import LinkedLine, LinkedTrend
from qa_app.queries.trends import RubricTrend
from qa_app.web.centres.area_lines import PeriodLine
from qa_app.wording import Words
from qa_app.wording import linked_trends as wording
from qa_app.wording import trends as trend_wording


@dataclass(frozen=True, slots=True)
class LinkedView:
    """One line over several versions.

    Attributes:
        name: What it is called in the chart.
        headline: What it shows, as a sentence.
        said: The same and on what it stands, as a paragraph.
        periods: Its table, newest first.
    """

    name: str
    headline: str
    said: str
    periods: tuple[PeriodLine, ...]


def linked_views(
    words: Words, trend: RubricTrend, linked: LinkedTrend, cuts: Sequence[Cut]
) -> tuple[LinkedView, ...]:
    """Lay the lines over several versions out.

    Args:
        words: The page's language.
        trend: The rubric's series.
        linked: What joins its versions.
        cuts: Where files began to be drawn in another way, or read by other people.

    Returns:
        One for each line, newest first.
    """
    numbers = version_numbers(trend)
    return tuple(_view(words, trend, one, numbers, cuts) for one in reversed(linked.lines))


def linked_series(
    words: Words, trend: RubricTrend, linked: LinkedTrend
) -> tuple[tuple[str, Series], ...]:
    """Name the lines over several versions for a chart.

    Args:
        words: The page's language.
        trend: The rubric's series.
        linked: What joins its versions.

    Returns:
        What each is called, and its series.
    """
    numbers = version_numbers(trend)
    return tuple(
        (wording.linked_name(words, one.joined, numbers), one.series) for one in linked.lines
    )


def break_sentences(words: Words, trend: RubricTrend, linked: LinkedTrend) -> tuple[str, ...]:
    """Say where no line goes on, and why.

    Args:
        words: The page's language.
        trend: The rubric's series.
        linked: What joins its versions.

    Returns:
        A sentence for each break, newest first.
    """
    numbers = version_numbers(trend)
    return tuple(wording.break_sentence(words, one, numbers) for one in reversed(linked.breaks))


def version_numbers(trend: RubricTrend) -> dict[int, str]:
    """Give the version numbers of a trend.

    Args:
        trend: The rubric's series.

    Returns:
        Version ids to version numbers.
    """
    return {number: rubric.version for number, rubric in trend.versions.items()}


def _view(
    words: Words,
    trend: RubricTrend,
    line: LinkedLine,
    numbers: dict[int, str],
    cuts: Sequence[Cut],
) -> LinkedView:
    axis = axis_of(trend.versions[line.joined.latest_id])
    headline = trend_wording.sentence(words, headline_on_one_ground(line.series, cuts), axis)
    names = wording.version_names(words, line.joined, numbers)

    def row(point: Point) -> PeriodLine:
        value = "" if point.value is None else trend_wording.score(words, axis, point.value)
        return PeriodLine(
            period=trend_wording.period(words, point.period),
            value=value,
            files=point.scored_count,
            final=point.final_count,
            provisional=point.provisional_count,
            bands="",
            version=names,
        )

    sentence = wording.linked_sentence(words, line.joined, numbers, headline)
    basis = wording.linked_basis(words, line.joined, numbers)
    return LinkedView(
        name=wording.linked_name(words, line.joined, numbers),
        headline=sentence,
        said=trend_wording.paragraph(words, (sentence, basis)),
        periods=tuple(row(point) for point in reversed(line.series.points)),
    )
