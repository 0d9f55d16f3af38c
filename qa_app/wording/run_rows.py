"""What stands behind a run chart's verdict: its longest row, its crossings, its longest rise."""

from qa_app.domain.charting import Stretch, is_edge
from qa_app.domain.limit_findings import longest_row
from qa_app.domain.statistics.run_chart import RunStatus, TrendDirection
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_ROWS = _(
    "Longest row on one side of the median: %(longest)s periods, with chance alone %(most)s at"
    " most; the line crosses the median %(crossings)s times, with chance alone %(least)s at least."
)
TRENDS: dict[TrendDirection, str] = {
    TrendDirection.UP: _(
        "Longest row that only rises: %(count)s periods; that alone is no sign of a change."
    ),
    TrendDirection.DOWN: _(
        "Longest row that only falls: %(count)s periods; that alone is no sign of a change."
    ),
}
"""Where the longest row leads; every direction has words, by test."""


def run_rows(words: Words, stretch: Stretch) -> tuple[str, ...]:
    """Say which rows a run chart was judged by, and its longest rise or fall.

    Args:
        words: The language.
        stretch: The latest one.

    Returns:
        Whole sentences; none on other charts, with too few periods, and around a median at the
        end of the scale, where rows say nothing.

    Source: docs/methods/charts.md.
    """
    run = stretch.run
    if run is None or run.limits is None or run.status is not RunStatus.OK:
        return ()
    if is_edge(stretch.middle):
        return ()
    told = words.say(
        _ROWS,
        longest=run.longest_run,
        most=run.limits.longest_run_most,
        crossings=run.crossings,
        least=run.limits.crossings_least,
    )
    count, direction = longest_row(stretch)
    if direction is None:
        return (told,)
    return told, words.say(TRENDS[direction], count=count)
