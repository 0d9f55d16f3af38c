"""What is left when told numbers are taken off others: never too few files.

Whoever may not read files is told means of three kinds: of criteria, by centre and half-year,
whatever version the files were read with; of a comparison, by centre, calendar year and version;
of the report of a place, by quarter and version, all its centres together. Each of them is safe by
itself, and less another one it is the mean of what is left.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from qa_app.domain.comparison import Compared, Comparison, Shown
from qa_app.domain.criteria_period import first_month_of, half_of
from qa_app.domain.defaults import FILES_PER_POINT, SHARE_DENOMINATOR
from qa_app.domain.month_grid import MONTHS_A_QUARTER, quarter_start
from qa_app.domain.report_facts import CentreFacts
from qa_app.domain.rubric import Rubric
from qa_app.domain.standing import WHOLE_CENTRE_KINDS
from qa_app.domain.statistics.disclosure import is_told

_Part = tuple[str, int, int]
"""A kind of span, its number, and a version or `_ALL`."""
_YEAR, _HALF, _QUARTER = "year", "half", "quarter"
_ALL = 0


def are_told_by_version(counts: Iterable[int]) -> bool:
    """Decide whether the mean of one version in a year of a centre is told.

    Args:
        counts: Scored files of each half-year and version of the centre in the year.

    Returns:
        True where each of them is 0 or `FILES_PER_POINT` and more, so that whatever is made of
        half-years and versions stands on so many files.

    Source: docs/methods/disclosure.md, "sums".
    """
    return all(is_told(one, FILES_PER_POINT) for one in counts)


def without_held(comparison: Comparison, held: Collection[int]) -> Comparison:
    """Take back means that would give away few files beside those of criteria.

    Args:
        comparison: From `compare`, of means.
        held: Places of the rows of centres of which a half-year holds too few files of a version
            (`are_told_by_version`).

    Returns:
        The same; of these a mean is not shown, and not how many files it rests on.
    """
    rows = (
        Compared(Shown.HELD, 0) if row.shown is Shown.VALUE and number in held else row
        for number, row in enumerate(comparison.rows)
    )
    return replace(comparison, rows=tuple(rows))


def versions_given_away(
    centres: Iterable[CentreFacts], months: range, rubrics: Mapping[int, Rubric]
) -> frozenset[int]:
    """Find the versions of which the sums of a place would tell a small number.

    A centre is told by itself from `FILES_PER_POINT` files for a mean and from
    `SHARE_DENOMINATOR` for a share. The others are what is left of the place.

    Args:
        centres: The centres of the place, with their files, one for each rubric.
        months: The span for which they are told.
        rubrics: Versions by id; of one whose review covers a whole centre each is told.

    Returns:
        Those of which what is left is too few for a mean or a share, and not nothing: in the year,
        and of means in one of its half-years and quarters too. All versions of a rubric where that
        is so of all of them together, which criteria tell of a centre.

    Source: docs/methods/disclosure.md, "sums".
    """
    by_rubric: dict[str, list[dict[tuple[int, int], int]]] = defaultdict(list)
    shares: dict[int, list[int]] = {}
    for centre in centres:
        scored: dict[tuple[int, int], int] = defaultdict(int)
        counts: dict[int, list[int]] = {}
        for one in centre.sums:
            if one.month in months and rubrics[one.version_id].kind not in WHOLE_CENTRE_KINDS:
                scored[one.version_id, quarter_start(one.month)] += one.scored_count
                old = counts.setdefault(one.version_id, [0, 0])
                counts[one.version_id] = [old[0] + sum(one.bands), old[1] + one.file_count]
        by_rubric[centre.code].append(scored)
        for version, count in counts.items():
            rest = shares.setdefault(version, [0, 0])
            for at, number in enumerate(count):
                rest[at] += number if number < SHARE_DENOMINATOR else 0
    few = {
        version
        for version, rest in shares.items()
        if not all(is_told(one, SHARE_DENOMINATOR) for one in rest)
    }
    for own in by_rubric.values():
        few |= _means_given_away(own)
    return frozenset(few)


def _means_given_away(centres: Iterable[Mapping[tuple[int, int], int]]) -> frozenset[int]:
    # scored files of one rubric in a place, by version and quarter
    left: dict[_Part, int] = defaultdict(int)
    versions: set[int] = set()
    for scored in centres:
        versions |= {version for (version, _), count in scored.items() if count}
        for part, count in _left_of(scored).items():
            left[part] += count
    few = {
        version for (_, _, version), count in left.items() if not is_told(count, FILES_PER_POINT)
    }
    return frozenset(versions if _ALL in few else few)


def _left_of(scored: Mapping[tuple[int, int], int]) -> Mapping[_Part, int]:
    # what nothing else tells of a centre: a half-year is told by criteria from so many files on,
    # and a version in it where it is the only one; a year by version by a comparison
    cells: dict[_Part, int] = defaultdict(int)
    for (version, quarter), count in scored.items():
        for which in (version, _ALL):
            cells[_HALF, half_of(quarter), which] += count
            cells[_QUARTER, quarter, which] += count
    halves = {(at, which): count for (kind, at, which), count in cells.items() if kind == _HALF}
    is_compared = are_told_by_version(count for (_, which), count in halves.items() if which)
    left: dict[_Part, int] = defaultdict(int)
    for (at, which), count in halves.items():
        others = halves[at, _ALL] - count
        is_known = count >= FILES_PER_POINT and (is_compared or not others)
        first = first_month_of(at)
        parts = {
            (_QUARTER, one): cells[_QUARTER, one, which]
            for one in (first, first + MONTHS_A_QUARTER)
        }
        parts |= {(_HALF, at): count} | ({} if is_compared else {(_YEAR, 0): count})
        for (kind, number), part in parts.items():
            if part != count:
                left[kind, number, which] += part
            elif not is_known:
                left[kind, number, which] += part
                # less this, what criteria tell of the half-year is the rest of it
                left[f"{kind} less", number, which] += others
    return left
