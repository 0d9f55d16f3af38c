"""Totals that stand behind the criteria, one query for whole files and one for items."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_period import Period, first_month_of
from qa_app.domain.endorsement import HalfYear
from qa_app.domain.rubric import Item, Rubric
from qa_app.domain.totals import BAND_PLACES, COUNTED_IN_CHARTS, WHOLE_FILE
from qa_app.models.places import CentreRow
from qa_app.models.trends import ItemTotalRow, MonthTotalRow
from qa_app.queries.rubrics import rubric_by_id
from qa_app.queries.trends import scope_column

Answers = Mapping[int, list[tuple[Item, str, int]]]
"""Version to item, code and how many files had it."""

_MONTHS_OF_HALF = first_month_of(1)
_GOOD = "B"
"""Code of the lowest band that conforms; the criteria file, E10."""
_BANDS = [getattr(MonthTotalRow, f"final_band_{place}") for place in range(1, BAND_PLACES + 1)]


@dataclass(slots=True)
class Sum:
    """Totals of one rubric version at one centre.

    Attributes:
        file_count: Files read in the window.
        banded_count: Those with a grade band.
        lowest_band_count: Those in the version's lowest band.
        stop_count: Those with a red-line finding.
        halves: Scored files by half-year, further back than the window.
    """

    file_count: int = 0
    banded_count: int = 0
    lowest_band_count: int = 0
    stop_count: int = 0
    halves: list[HalfYear] = field(default_factory=list)


@dataclass(slots=True)
class HalfSum:
    """Totals of one half-year of one rubric version at one centre.

    Attributes:
        scored_count: Files with a score.
        score_sum: Their scores, in millionths.
        square_sum: The squares of these.
        file_count: Files that were read in the window.
        stop_count: Those of them with a red-line finding.
        bands: Those of them by the place of their band, best first.
        all_bands: Files of the whole half-year by the place of their band.
    """

    scored_count: int = 0
    score_sum: int = 0
    square_sum: int = 0
    file_count: int = 0
    stop_count: int = 0
    bands: list[int] = field(default_factory=lambda: [0] * BAND_PLACES)
    all_bands: list[int] = field(default_factory=lambda: [0] * BAND_PLACES)


HalfSums = dict[tuple[int, int, int], HalfSum]
"""Centre, version and half-year, as `half_of` numbers it, to its totals."""

Codes = Counter[tuple[int, int, str, str]]
"""Centre, version, item and code to how many files had it."""


def half_sums(session: Session, period: Period, within: ColumnElement[bool]) -> HalfSums:
    """Add up final results of random and census samples, by half-year.

    Args:
        session: A database session.
        period: Which months are counted.
        within: Condition on `CentreRow`.

    Returns:
        The totals as they stand.
    """
    month = MonthTotalRow.month

    def in_window(column: Any) -> ColumnElement[int]:
        return func.sum(case((month >= period.first_month, column), else_=0))

    half = month // _MONTHS_OF_HALF
    rows = session.execute(
        select(
            CentreRow.id,
            MonthTotalRow.rubric_version_id,
            half,
            func.sum(MonthTotalRow.final_scored_count),
            func.sum(MonthTotalRow.final_score_sum),
            func.sum(MonthTotalRow.final_square_sum),
            in_window(MonthTotalRow.final_count),
            in_window(MonthTotalRow.final_stop_count),
            *(in_window(band) for band in _BANDS),
            *(func.sum(band) for band in _BANDS),
        )
        .join(MonthTotalRow, MonthTotalRow.scope == scope_column())
        .where(
            within,
            MonthTotalRow.section == WHOLE_FILE,
            MonthTotalRow.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            month.between(first_month_of(period.first_half), period.last_month),
        )
        .group_by(CentreRow.id, MonthTotalRow.rubric_version_id, half)
    ).all()
    return {
        (centre_id, version, int(of_half)): HalfSum(
            scored_count=int(scored),
            score_sum=int(score),
            square_sum=int(squares),
            file_count=int(files),
            stop_count=int(stops),
            bands=_whole(places[:BAND_PLACES]),
            all_bands=_whole(places[BAND_PLACES:]),
        )
        for centre_id, version, of_half, scored, score, squares, files, stops, *places in rows
    }


def sums_of(halves: HalfSums, rubrics: Mapping[int, Rubric]) -> dict[int, dict[int, Sum]]:
    """Put half-years together.

    Args:
        halves: What was counted of each.
        rubrics: The versions that were read; what is of another one is left out.

    Returns:
        Centre to version to its sums.
    """
    sums: dict[int, dict[int, Sum]] = defaultdict(dict)
    for (centre_id, version, of_half), half in sorted(halves.items(), key=itemgetter(0)):
        if version not in rubrics:
            continue
        rubric = rubrics[version]
        one = sums[centre_id].setdefault(version, Sum())
        one.file_count += half.file_count
        one.stop_count += half.stop_count
        one.banded_count += sum(half.bands)
        one.lowest_band_count += half.bands[len(rubric.bands) - 1] if rubric.bands else 0
        if half.scored_count or any(half.all_bands):
            upper = sum(half.all_bands[: upper_bands(rubric)])
            numbers = half.scored_count, half.score_sum, half.square_sum, sum(half.all_bands), upper
            one.halves.append(HalfYear(rubric.code, of_half, *numbers))
    return sums


def upper_bands(rubric: Rubric) -> int:
    """Tell how many bands of a rubric are band B or above.

    Args:
        rubric: A rubric version.

    Returns:
        Places from the best one on; 0 where it has no band of that code.
    """
    codes = [band.code for band in rubric.bands]
    return codes.index(_GOOD) + 1 if _GOOD in codes else 0


def _whole(places: Iterable[Any]) -> list[int]:
    return [int(place) for place in places]


def rubrics_of(session: Session, versions: Iterable[int]) -> dict[int, Rubric]:
    """Read rubric versions.

    Args:
        session: A database session.
        versions: Which.

    Returns:
        Those that there are.
    """
    found = {version: rubric_by_id(session, version) for version in sorted(versions)}
    return {version: rubric for version, rubric in found.items() if rubric is not None}


def tagged_items(rubrics: Iterable[Rubric], tags: Collection[str]) -> frozenset[str]:
    """Name the items that carry some tags.

    Args:
        rubrics: Rubric versions.
        tags: The tags.

    Returns:
        Codes of items of any of the versions.
    """
    return frozenset(
        item.code
        for rubric in rubrics
        for item in rubric.items.values()
        if not set(tags).isdisjoint(item.tags)
    )


def codes_of(
    session: Session,
    period: Period,
    within: ColumnElement[bool],
    versions: Collection[int],
    items: Collection[str],
) -> Codes:
    """Count the answers to some items in the same files.

    Args:
        session: A database session.
        period: Which months are counted.
        within: Condition on `CentreRow`.
        versions: The versions that were read.
        items: Codes of the items.

    Returns:
        The totals as they stand.
    """
    if not items:
        return Counter()
    rows = session.execute(
        select(
            CentreRow.id,
            ItemTotalRow.rubric_version_id,
            ItemTotalRow.item_code,
            ItemTotalRow.code,
            func.sum(ItemTotalRow.final_count),
        )
        .join(ItemTotalRow, ItemTotalRow.scope == scope_column())
        .where(
            within,
            ItemTotalRow.rubric_version_id.in_(sorted(versions)),
            ItemTotalRow.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            ItemTotalRow.month.between(period.first_month, period.last_month),
            ItemTotalRow.item_code.in_(sorted(items)),
            ItemTotalRow.final_count > 0,
        )
        .group_by(
            CentreRow.id,
            ItemTotalRow.rubric_version_id,
            ItemTotalRow.item_code,
            ItemTotalRow.code,
        )
    ).all()
    return Counter({(row[0], row[1], row[2], row[3]): int(row[4]) for row in rows})


def answers_of(codes: Codes, rubrics: Mapping[int, Rubric]) -> dict[int, Answers]:
    """Put answers together.

    Args:
        codes: What was counted of each.
        rubrics: The versions that were read.

    Returns:
        Centre to version to item, code and how many files had it.
    """
    found: dict[int, Answers] = defaultdict(lambda: defaultdict(list))
    for (centre_id, version, item_code, code), count in sorted(codes.items()):
        item = rubrics[version].items.get(item_code) if version in rubrics else None
        if item is not None and count:
            found[centre_id][version].append((item, code, count))
    return found
