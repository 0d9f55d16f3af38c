"""Whole files of a span: a sum for each rubric version, never one for all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.defaults import FILES_PER_POINT, SHARE_DENOMINATOR
from qa_app.domain.lost_points import LostPoints
from qa_app.domain.rounding import MILLION
from qa_app.domain.rubric import Critical, Rubric
from qa_app.domain.second_band import in_second_or_above, second_band
from qa_app.domain.series import MonthSum
from qa_app.domain.standing import WHOLE_CENTRE_KINDS
from qa_app.domain.statistics.intervals import Interval, wilson


@dataclass(frozen=True, slots=True)
class ShareShown:
    """A share of files as its reader may see it.

    Attributes:
        found: Files that have it; None where that is not for this reader.
        count: Files counted over.
        value: The share, 0..1; None below the floor of files.
        interval: Wilson's interval of it; None without a share, and for a count of all there is.
    """

    found: int | None
    count: int
    value: Fraction | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class SpanSum:
    """Whole files of a span, of one version; versions are never added up.

    Attributes:
        version_id: The version.
        files: Files read.
        scored: Those of them with a number.
        provisional: Those whose result may still change.
        mean: Their mean, 0..1, exact; None where there are too few, or no number.
        reached: Share at or above the second band; None for a rubric without bands.
        clear: Share without a red line that was crossed; None for a rubric without red lines.
        lost: Items that cost most, the dearest first.
        is_held: True where nothing of items is told, because for few of the files the reader would
            have to ask.
    """

    version_id: int
    files: int
    scored: int
    provisional: int
    mean: Fraction | None
    reached: ShareShown | None
    clear: ShareShown | None
    lost: tuple[LostPoints, ...] = ()
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class SpanRule:
    """Who reads a sum.

    Attributes:
        is_one_centre: True where it is of one centre, of which one visit tells everything.
        sees_files: True for those who may read the files themselves.
    """

    is_one_centre: bool
    sees_files: bool


def has_red_lines(rubric: Rubric) -> bool:
    """Tell whether a version has a red line that a file can cross.

    Args:
        rubric: The version.

    Returns:
        True where one of its items is a red line.
    """
    return any(one.critical is Critical.STOP for one in rubric.items.values())


def span_sums(
    sums: Iterable[MonthSum],
    months: range,
    versions: Mapping[int, Rubric],
    rule: SpanRule,
) -> tuple[SpanSum, ...]:
    """Add up the whole files of a span, version by version.

    Args:
        sums: Totals of months.
        months: The months of the span.
        versions: Rubric versions by id.
        rule: Who reads it.

    Returns:
        A sum for each version, the one used last at the end; together every file of the span.
    """
    within: dict[int, list[MonthSum]] = {}
    for one in sums:
        if one.month in months and one.file_count:
            within.setdefault(one.version_id, []).append(one)
    order = sorted(within, key=lambda one: (max(each.month for each in within[one]), one))
    return tuple(_span(version, within[version], versions[version], rule) for version in order)


def _span(version: int, within: Sequence[MonthSum], rubric: Rubric, rule: SpanRule) -> SpanSum:
    is_whole = rubric.kind in WHOLE_CENTRE_KINDS
    files = sum(one.file_count for one in within)
    banded = sum(sum(one.bands) for one in within)
    upper = sum(in_second_or_above(one.bands) for one in within)
    stopped = sum(one.stop_count for one in within)
    return SpanSum(
        version_id=version,
        files=files,
        scored=sum(one.scored_count for one in within),
        provisional=files - sum(one.final_count for one in within),
        mean=_mean(within, is_whole=is_whole and rule.is_one_centre),
        reached=None
        if second_band(rubric) is None
        else share_shown(upper, banded, is_whole=is_whole, sees_files=rule.sees_files),
        clear=None
        if not has_red_lines(rubric)
        else share_shown(files - stopped, files, is_whole=is_whole, sees_files=rule.sees_files),
    )


def _mean(sums: Sequence[MonthSum], *, is_whole: bool) -> Fraction | None:
    scored = sum(one.scored_count for one in sums)
    if not scored or (scored < FILES_PER_POINT and not is_whole):
        return None
    return Fraction(sum(one.score_sum for one in sums), MILLION * scored)


def share_shown(found: int, count: int, *, is_whole: bool, sees_files: bool) -> ShareShown:
    """Give as much of a share of files as its reader may see.

    Args:
        found: Files that have it, 0..count.
        count: Files counted over.
        is_whole: True for visits to a whole centre, which are no sample of anything.
        sees_files: True for those who may read the files themselves.

    Returns:
        The share from ten files on, with its interval; below only the counts, if those.
    """
    if count < SHARE_DENOMINATOR:
        return ShareShown(found if sees_files else None, count)
    interval = None if is_whole else wilson(found, count)
    return ShareShown(found, count, Fraction(found, count), interval)
