"""Every centre of the network in few numbers: what shares are held against, and places hold."""

from collections.abc import Collection, Sequence
from functools import reduce
from operator import add

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from qa_app.domain.compared_months import Twelve
from qa_app.domain.comparison import Conforming, Sums, UnitSum
from qa_app.domain.defaults import CONFORMING_BAND, SHARE_DENOMINATOR
from qa_app.domain.shares import Measure
from qa_app.domain.statistics.funnel import Counted
from qa_app.domain.totals import BAND_PLACES, SampleType
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.comparison import UsedVersion, counted_in

_PLACES = range(1, BAND_PLACES + 1)
_NOT_BEST = (0,) * (CONFORMING_BAND - 1)


def sums_of_many(
    session: Session,
    scopes: Collection[str],
    version: UsedVersion,
    twelve: Twelve,
    conforming: Conforming,
) -> dict[str, Sums]:
    """Add the months of each of very many scopes up, as far as one measure needs.

    Args:
        session: A database session.
        scopes: Names among the totals.
        version: Which rubric version.
        twelve: When.
        conforming: What is compared: of a share the files that conform and the others, in the best
            place of the bands and below those that conform; of a mean the scores.

    Returns:
        As `sums_of`, without groups: for what is added up to places, whose groups are centres.
    """
    added = [
        func.sum(column) for part in ("", "final_") for column in _few_columns(part, conforming)
    ]
    query = (
        select(MonthTotalRow.scope, *added)
        .where(*counted_in(scopes, version, twelve))
        .group_by(MonthTotalRow.scope)
    )
    return {
        row[0]: _few_sums(conforming, [int(one) for one in row[1:]])
        for row in session.execute(query)
    }


def final_counts(
    session: Session,
    scopes: Collection[str],
    version: UsedVersion,
    twelve: Twelve,
    conforming: Conforming,
) -> list[Counted]:
    """Count what conforms of the final results of each of very many scopes.

    Args:
        session: A database session.
        scopes: Names among the totals.
        version: Which rubric version.
        twelve: When.
        conforming: A share.

    Returns:
        One for each scope with `SHARE_DENOMINATOR` final results or more, in no order of scopes:
        for what shares are held against, which is made of these alone.
    """
    found, count = (func.sum(column) for column in _conforming("final_", conforming))
    alike = (
        select(found.label("found"), count.label("count"))
        .where(*counted_in(scopes, version, twelve))
        .group_by(MonthTotalRow.scope)
        .having(count >= SHARE_DENOMINATOR)
        .subquery()
    )
    query = select(alike.c.found, alike.c.count, func.count()).group_by(
        alike.c.found, alike.c.count
    )
    return [
        one
        for found_, count_, scopes_alike in session.execute(query)
        for one in [Counted(int(found_), int(count_))] * scopes_alike
    ]


def _conforming(part: str, conforming: Conforming) -> tuple[ColumnElement[int], ColumnElement[int]]:
    if conforming.measure is Measure.REDLINE:
        files: ColumnElement[int] = getattr(MonthTotalRow, f"{part or 'file_'}count")
        stops: ColumnElement[int] = getattr(MonthTotalRow, f"{part}stop_count")
        return files - stops, files
    bands = [getattr(MonthTotalRow, f"{part}band_{number}") for number in _PLACES]
    return reduce(add, bands[: conforming.good]), reduce(add, bands)


def _few_columns(part: str, conforming: Conforming) -> tuple[ColumnElement[int], ...]:
    files = getattr(MonthTotalRow, f"{part or 'file_'}count")
    census = case((MonthTotalRow.sample_type == SampleType.CENSUS.value, files), else_=0)
    if conforming.measure is not Measure.SCORE:
        return files, census, *_conforming(part, conforming)
    scores = (getattr(MonthTotalRow, f"{part}{name}") for name in ("scored_count", "score_sum"))
    return files, census, *scores


def _few_sums(conforming: Conforming, numbers: Sequence[int]) -> Sums:
    half = len(numbers) // 2
    final_count = numbers[half]
    every = _few_sum(conforming, numbers[:half], final_count)
    # of most centres every result is final
    is_final = numbers[:half] == numbers[half:]
    return Sums(every, every if is_final else _few_sum(conforming, numbers[half:], final_count))


def _few_sum(conforming: Conforming, numbers: Sequence[int], final_count: int) -> UnitSum:
    files, census, one, other = numbers
    if conforming.measure is Measure.SCORE:
        return UnitSum(files, one, other, (), 0, final_count, census)
    if conforming.measure is Measure.REDLINE:
        return UnitSum(files, 0, 0, (), files - one, final_count, census)
    bands = (one, *_NOT_BEST, other - one)
    return UnitSum(files, 0, 0, bands, 0, final_count, census)
