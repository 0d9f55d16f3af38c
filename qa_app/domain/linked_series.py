"""The line over several versions: the score on the items that all of them share.

Source: docs/methods/trends.md, "One line over several versions".
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from qa_app.domain.common_items import JoinedVersions
from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring_compile import option_values
from qa_app.domain.series import MonthSum, Period, Point, PointStanding, Segment, Series
from qa_app.domain.trends import periods_of


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How often a code of an item stood in the files of a month.

    Attributes:
        version_id: The version they were read against.
        month: As `totals.month_of` gives it.
        item_code: The item.
        code: The code that stood at signing.
        file_count: Signed audits.
    """

    version_id: int
    month: int
    item_code: str
    code: str
    file_count: int


@dataclass(slots=True)
class _Sum:
    """What the files of a period earned on the common items.

    Attributes:
        earned: Weight times value, over all scored answers.
        possible: Weight, over the same answers.
        scored: Item to its scored answers.
        file_count: Signed audits.
        final_count: Those of them that are final.
    """

    earned: Fraction = Fraction(0)
    possible: Fraction = Fraction(0)
    scored: Counter[str] = field(default_factory=Counter)
    file_count: int = 0
    final_count: int = 0

    @property
    def scored_count(self) -> int:
        """Files that are known to have a scored answer: those of the item scored most often."""
        return max(self.scored.values(), default=0)


def linked_segment(
    joined: JoinedVersions,
    rubrics: Mapping[int, Rubric],
    answers: Iterable[AnswerCount],
    files: Iterable[MonthSum],
    *,
    is_joined: bool = False,
    running: int | None = None,
) -> Segment:
    """Draw one line over several versions from totals of items.

    A point's value is what the scored answers of its files earned on the common items, over
    what they could have earned: every answer counts with the weight of its item in the latest
    version, whichever version it was given under. An answer without a score ("not applicable")
    leaves both sums of its item. Files of two versions in one period stand together.

    Args:
        joined: The versions, their common items and the weights.
        rubrics: The versions, by id.
        answers: Totals of items; others than the common items of joined versions are ignored.
        files: Month totals of whole files of one coverage, which tell how many are final.
        is_joined: True for visits to one centre, shown at one visit and joined over the months
            between.
        running: The month that runs, whose period is not over; None where nobody asks.

    Returns:
        The line, named by the latest version. A point rests on at least `scored_count` files:
        totals of items do not tell which answers stood in one file.
    """
    least = 1 if is_joined else FILES_PER_POINT
    months = _by_month(joined, rubrics, answers, files)
    counts = {month: one.scored_count for month, one in months.items() if one.file_count}
    points = [
        _point(joined.latest_id, period, within[-1], _together(months, within), least)
        for period, within in periods_of(counts, least, running=running)
    ]
    return Segment(joined.latest_id, tuple(points), is_joined=is_joined)


def told_beside(segment: Segment, whole: Series, joined: JoinedVersions) -> Segment:
    """Keep from a reader what they could work out from a line and the versions that it joins.

    Args:
        segment: The line over several versions.
        whole: The series of whole files, each version by itself, as its reader is shown it.
        joined: The versions.

    Returns:
        The line; a point has no value where a version has files in its period that the reader
        may not read, and is not told of just these.
    """
    parts = [one for one in whole.points if one.version_id in joined.version_ids]
    return replace(
        segment,
        points=tuple(
            one
            if all(_is_told_within(part, one.period) for part in parts)
            else replace(one, value=None, standing=PointStanding.FEW)
            for one in segment.points
        ),
    )


def _is_told_within(part: Point, period: Period) -> bool:
    first, last = part.period.first_month, part.period.last_month
    is_apart = last < period.first_month or period.last_month < first
    is_within = period.first_month <= first and last <= period.last_month
    return not part.closed.files or is_apart or (is_within and part.value is not None)


def _by_month(
    joined: JoinedVersions,
    rubrics: Mapping[int, Rubric],
    answers: Iterable[AnswerCount],
    files: Iterable[MonthSum],
) -> dict[int, _Sum]:
    months: dict[int, _Sum] = defaultdict(_Sum)
    for one in files:
        if one.version_id in joined.version_ids:
            months[one.month].file_count += one.file_count
            months[one.month].final_count += one.final_count
    values = {
        (version, code): option_values(rubrics[version].items[code].scale)
        for version in joined.version_ids
        for code in joined.weights
    }
    for answer in answers:
        value = values.get((answer.version_id, answer.item_code), {}).get(answer.code)
        if value is None or not answer.file_count:
            continue
        total, weight = months[answer.month], joined.weights[answer.item_code]
        total.earned += weight * value * answer.file_count
        total.possible += weight * answer.file_count
        total.scored[answer.item_code] += answer.file_count
    return months


def _together(months: Mapping[int, _Sum], within: Sequence[int]) -> _Sum:
    whole = _Sum()
    for one in (months[month] for month in within):
        whole.earned += one.earned
        whole.possible += one.possible
        whole.scored.update(one.scored)
        whole.file_count += one.file_count
        whole.final_count += one.final_count
    return whole


def _point(version_id: int, period: Period, last_used: int, total: _Sum, least: int) -> Point:
    is_rated = total.scored_count >= least and total.possible > 0
    return Point(
        period,
        last_used,
        version_id,
        PointStanding.RATED if is_rated else PointStanding.FEW,
        total.earned / total.possible if is_rated else None,
        total.file_count,
        total.scored_count,
        total.final_count,
    )
