"""Totals that stand behind the criteria, one query for whole files and one for items."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
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


def sums_of(
    session: Session, period: Period, within: ColumnElement[bool]
) -> tuple[dict[int, dict[int, Sum]], dict[int, Rubric]]:
    """Add up final results of random and census samples, by centre and rubric version.

    Args:
        session: A database session.
        period: Which months are counted.
        within: Condition on `CentreRow`.

    Returns:
        Centre to version to its sums, and the versions that were read.
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
        .order_by(CentreRow.id, MonthTotalRow.rubric_version_id, half)
    ).all()
    rubrics = rubrics_of(session, {row[1] for row in rows})
    sums: dict[int, dict[int, Sum]] = defaultdict(dict)
    for centre_id, version, of_half, scored, score, squares, count, stops, *places in rows:
        if version not in rubrics:
            continue
        rubric = rubrics[version]
        bands, all_bands = _whole(places[:BAND_PLACES]), _whole(places[BAND_PLACES:])
        one = sums[centre_id].setdefault(version, Sum())
        one.file_count += int(count)
        one.stop_count += int(stops)
        one.banded_count += sum(bands)
        one.lowest_band_count += bands[len(rubric.bands) - 1] if rubric.bands else 0
        if scored or any(all_bands):
            upper = sum(all_bands[: upper_bands(rubric)])
            numbers = int(scored), int(score), int(squares), sum(all_bands), upper
            one.halves.append(HalfYear(rubric.code, int(of_half), *numbers))
    return sums, rubrics


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


def answers_of(
    session: Session,
    period: Period,
    within: ColumnElement[bool],
    rubrics: Mapping[int, Rubric],
    tags: Collection[str],
) -> dict[int, Answers]:
    """Count the answers to items of some tags in the same files.

    Args:
        session: A database session.
        period: Which months are counted.
        within: Condition on `CentreRow`.
        rubrics: The versions that were read.
        tags: The tags.

    Returns:
        Centre to version to item, code and how many files had it.
    """
    items = {
        item.code
        for rubric in rubrics.values()
        for item in rubric.items.values()
        if not set(tags).isdisjoint(item.tags)
    }
    if not items:
        return {}
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
            ItemTotalRow.rubric_version_id.in_(sorted(rubrics)),
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
    found: dict[int, Answers] = defaultdict(lambda: defaultdict(list))
    for centre_id, version, item_code, code, count in rows:
        item = rubrics[version].items.get(item_code) if version in rubrics else None
        if item is not None:
            found[centre_id][version].append((item, code, int(count)))
    return found
