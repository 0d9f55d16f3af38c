"""The trend of one item: the share of files that met it, over the versions that ask the same.

Source: docs/methods/trends.md, "one item".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from qa_app.domain.answer_counts import NO_ANSWERS, Answers, Held, Shown, shown_parts
from qa_app.domain.common_items import VersionLink, comparable_between
from qa_app.domain.defaults import FILES_PER_POINT, SHARE_DENOMINATOR
from qa_app.domain.month_grid import quarter_start
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
from qa_app.domain.told_answers import ALL_TOLD, ToldAnswers
from qa_app.domain.trends import periods_of

_Laid = tuple[Period, tuple[int, ...], Answers]

Months = Mapping[tuple[int, int], Answers]
"""Version and month to the scored answers to the item in that month."""


@dataclass(frozen=True, slots=True)
class ItemPeriod:
    """A period of the trend of an item.

    Attributes:
        point: The point of the chart; its value is the share of files that met the item.
        told: Files below the top answer and all scored ones, or why they are held back.
    """

    point: Point
    told: Shown


@dataclass(frozen=True, slots=True)
class ItemLine:
    """Periods that one line joins: versions that ask the item alike.

    Attributes:
        version_ids: The versions, oldest first.
        periods: In order of time.
    """

    version_ids: tuple[int, ...]
    periods: tuple[ItemPeriod, ...]


def lines_of_versions(
    versions: Iterable[int], item: str, links: Mapping[int, VersionLink]
) -> tuple[tuple[int, ...], ...]:
    """Put the versions together that ask an item alike.

    Args:
        versions: Versions under which it was answered; a later one has the higher id.
        item: Its code.
        links: What was declared of each version against the one before.

    Returns:
        Groups, oldest first; two versions stand in one group when the item is the same, or
        reworded and confirmed, in every step between them.
    """
    groups: list[tuple[int, ...]] = []
    for version in sorted(versions):
        comparable = comparable_between(version, groups[-1][-1], links) if groups else None
        if comparable is not None and item in comparable:
            groups[-1] = (*groups[-1], version)
        else:
            groups.append((version,))
    return tuple(groups)


def item_lines(
    months: Months,
    files: Iterable[MonthSum],
    groups: Sequence[tuple[int, ...]],
    opened: Months,
    answers_told: ToldAnswers = ALL_TOLD,
    running: int | None = None,
) -> tuple[ItemLine, ...]:
    """Lay the trend of an item out.

    Args:
        months: Its answers.
        files: Month totals of whole files, which tell how many are final.
        groups: Versions that one line joins, see `lines_of_versions`.
        opened: Those of its answers that stand in files which the reader may read; where these
            are not all, periods are held back by which a single answer could be worked out.
        answers_told: What is told of files which the reader may read in general, and for some of
            which they would have to ask.
        running: The month that runs, whose period is not over; None where nobody asks.

    Returns:
        One line for each group. The months of a quarter that is told stand as one where one of
        them is not, where one has fewer than `FILES_PER_POINT` files, and where none has files
        enough for a share; a point has a value from `SHARE_DENOMINATOR` files on.
    """
    finals: dict[tuple[int, int], tuple[int, int]] = {}
    for one in files:
        count, final = finals.get((one.version_id, one.month), (0, 0))
        known = (count + one.file_count, final + one.final_count)
        finals[one.version_id, one.month] = known
    laid = [(group, _periods(months, group, answers_told, running)) for group in groups]
    closed = [
        answers.closed_but_for(_sum(opened, group, within))
        for group, periods in laid
        for _period, within, answers in periods
    ]
    told = iter(_shown(laid, shown_parts(closed), answers_told))
    return tuple(
        ItemLine(
            group,
            tuple(
                ItemPeriod(_point(group, period, within, answers, finals, shown), shown)
                for period, within, answers in periods
                for shown in [next(told)]
            ),
        )
        for group, periods in laid
    )


def series_of_lines(lines: Sequence[ItemLine]) -> Series:
    """Give the lines of an item as a chart draws them.

    Args:
        lines: The lines.

    Returns:
        One segment for each line, named by its latest version.
    """
    segments = []
    for line in lines:
        points = tuple(one.point for one in line.periods)
        if points:
            segments.append(Segment(line.version_ids[-1], points))
    return Series(tuple(segments))


def _shown(
    laid: Sequence[tuple[tuple[int, ...], list[_Laid]]],
    parts: Sequence[Shown],
    answers_told: ToldAnswers,
) -> Iterator[Shown]:
    asked = ((group, period) for group, periods in laid for period, _within, _answers in periods)
    for (group, period), part in zip(asked, parts, strict=True):
        yield part if _is_told(answers_told, group, period) else Shown(held=Held.TO_ASK)


def _is_told(answers_told: ToldAnswers, group: tuple[int, ...], period: Period) -> bool:
    return all(answers_told.tells_period(version, Coverage.SAMPLED, period) for version in group)


def _periods(
    months: Months, group: tuple[int, ...], answers_told: ToldAnswers, running: int | None
) -> list[_Laid]:
    sums: dict[int, Answers] = {}
    for (version, month), answers in months.items():
        if version in group and answers.n:
            sums[month] = sums.get(month, NO_ANSWERS) + answers
    counts = {month: answers.n for month, answers in sums.items()}
    return [
        (period, within, sum((sums[month] for month in within), NO_ANSWERS))
        for period, within in _joined(
            periods_of(counts, FILES_PER_POINT, running=running),
            counts,
            lambda period: _is_told(answers_told, group, period),
        )
    ]


def _joined(
    periods: Sequence[tuple[Period, tuple[int, ...]]],
    counts: Mapping[int, int],
    is_told: Callable[[Period], bool],
) -> Iterator[tuple[Period, tuple[int, ...]]]:
    # a quarter stands for its months where it tells more than they do
    for start, found in groupby(periods, key=lambda one: quarter_start(one[0].first_month)):
        parts = tuple(found)
        is_running = any(period.is_running for period, _within in parts)
        quarter = Period(start, Grain.QUARTER, is_running)
        months = tuple(month for _period, within in parts for month in within)
        is_held = not all(is_told(period) for period, _within in parts)
        are_few = len(parts) > 1 and max(counts[month] for month in months) < SHARE_DENOMINATOR
        if (is_held or are_few) and is_told(quarter):
            yield quarter, months
        else:
            yield from parts


def _sum(months: Months, group: tuple[int, ...], within: tuple[int, ...]) -> Answers:
    return sum(
        (months.get((version, month), NO_ANSWERS) for version in group for month in within),
        NO_ANSWERS,
    )


def _point(
    group: tuple[int, ...],
    period: Period,
    within: tuple[int, ...],
    answers: Answers,
    finals: Mapping[tuple[int, int], tuple[int, int]],
    told: Shown,
) -> Point:
    is_rated = told.held is None and answers.n >= SHARE_DENOMINATOR
    counts = [finals.get((version, month), (0, 0)) for version in group for month in within]
    open_files = sum(count - final for count, final in counts)
    return Point(
        period,
        within[-1],
        group[-1],
        PointStanding.RATED if is_rated else PointStanding.FEW,
        Fraction(answers.top, answers.n) if is_rated else None,
        answers.n,
        answers.n,
        # which of the open files have this item is not known: at most all of them
        max(answers.n - open_files, 0),
    )
