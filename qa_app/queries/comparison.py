"""Centres of a place beside each other, from month totals and never from audits."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Float, case, cast, func, select
from sqlalchemy.orm import Session

from qa_app.domain.compared_months import Twelve
from qa_app.domain.comparison import NO_SUMS, Sums, UnitSum, is_enough, place_sum
from qa_app.domain.criteria_period import first_month_of, half_of
from qa_app.domain.left_over import are_told_by_version
from qa_app.domain.series import Coverage, MonthSum
from qa_app.domain.shares import Measure
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import BAND_PLACES, WHOLE_FILE, SampleType
from qa_app.domain.trends import coverage_of
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.compared_places import ComparedPlace, Unit

_COMPARED = (Coverage.SAMPLED, Coverage.IMPORTED)


@dataclass(frozen=True, slots=True)
class UsedVersion:
    """A rubric version that files of the twelve months were read against.

    Attributes:
        version_id: The version.
        area: Area code.
        rubric: The rubric's code.
        version: The version's number.
        title: Its title.
        last_month: Last month with files.
        files: Files by coverage; none chosen on purpose.
    """

    version_id: int
    area: str
    rubric: str
    version: str
    title: BilingualText
    last_month: int
    files: Mapping[Coverage, int]

    @property
    def coverage(self) -> Coverage:
        """What is compared: sampled files where there are any, else imported ones."""
        return next(one for one in _COMPARED if self.files.get(one))


def versions_used(
    session: Session, place: ComparedPlace, twelve: Twelve, *, is_final: bool
) -> tuple[UsedVersion, ...]:
    """List the rubric versions that files of a place were read against.

    Args:
        session: A database session.
        place: Where.
        twelve: When.
        is_final: True counts files only whose result is final.

    Returns:
        By area, rubric and the month of the last file; of one rubric the version used last stands
        last. Versions against which only files chosen on purpose were read are left out.
    """
    files = MonthTotalRow.final_count if is_final else MonthTotalRow.file_count
    rows = session.execute(
        select(
            MonthTotalRow.rubric_version_id,
            MonthTotalRow.sample_type,
            RubricVersionRow.area_code,
            RubricVersionRow.rubric_code,
            RubricVersionRow.version,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
            func.max(MonthTotalRow.month).label("last_month"),
            func.sum(files).label("files"),
        )
        .join(RubricVersionRow, RubricVersionRow.id == MonthTotalRow.rubric_version_id)
        .where(*_whole(twelve), MonthTotalRow.scope == place.scope.key, files > 0)
        .group_by(
            MonthTotalRow.rubric_version_id,
            MonthTotalRow.sample_type,
            RubricVersionRow.area_code,
            RubricVersionRow.rubric_code,
            RubricVersionRow.version,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
        )
    )
    found: dict[int, UsedVersion] = {}
    for row in rows:
        coverage = coverage_of(row.sample_type)
        if coverage not in _COMPARED:
            continue
        before = found.get(row.rubric_version_id) or UsedVersion(
            row.rubric_version_id,
            row.area_code,
            row.rubric_code,
            row.version,
            BilingualText(row.title_zh, row.title_en),
            row.last_month,
            {},
        )
        found[row.rubric_version_id] = replace(
            before,
            last_month=max(before.last_month, row.last_month),
            files={
                **before.files,
                coverage: before.files.get(coverage, 0) + int(row.files),
            },
        )
    return tuple(
        sorted(
            found.values(), key=lambda one: (one.area, one.rubric, one.last_month, one.version_id)
        )
    )


def _whole(twelve: Twelve) -> tuple[ColumnElement[bool], ...]:
    return (
        MonthTotalRow.section == WHOLE_FILE,
        MonthTotalRow.month >= twelve.first,
        MonthTotalRow.month <= twelve.last,
    )


def sums_of(
    session: Session, scopes: Collection[str], version: UsedVersion, twelve: Twelve
) -> dict[str, Sums]:
    """Add the months of each scope up, in the database.

    Args:
        session: A database session.
        scopes: Names among the totals.
        version: Which rubric version.
        twelve: When.

    Returns:
        Scope to its files, all and final ones, with the months as groups; scopes without any are
        left out.
    """
    parts = [_columns(part) for part in ("", "final_")]
    # the ways of choosing files are one month together: a month is drawn at once
    months = (
        select(
            MonthTotalRow.scope,
            *(
                func.sum(column).label(f"{name}_{number}")
                for number, part in enumerate(parts)
                for name, column in part.items()
            ),
        )
        .where(*counted_in(scopes, version, twelve))
        .group_by(MonthTotalRow.scope, MonthTotalRow.month)
        .subquery()
    )
    added = [
        [
            *(func.sum(months.c[f"{name}_{number}"]) for name in part),
            *_groups(months.c[f"scored_count_{number}"], months.c[f"score_sum_{number}"]),
        ]
        for number, part in enumerate(parts)
    ]
    query = select(months.c.scope, *added[0], *added[1]).group_by(months.c.scope)
    return {row[0]: _sums(row[1:]) for row in session.execute(query)}


def held_scopes(
    session: Session, scopes: Collection[str], version: UsedVersion, twelve: Twelve
) -> frozenset[str]:
    """Find centres of which a mean by version would tell of few files, beside means of criteria.

    Criteria put the files of a half-year together, of whatever version they are; so the mean of
    one version in a year, less these, is one of the other version or half-year.

    Args:
        session: A database session.
        scopes: Names of centres among the totals.
        version: The version that is compared, with others of the same rubric.
        twelve: A calendar year.

    Returns:
        Those with a half-year that holds final scored files of a version, and too few to be told.
        None of imported files, which criteria do not count.

    Source: ADR 0054; `domain.left_over.are_told_by_version`.
    """
    if version.coverage is not Coverage.SAMPLED:
        return frozenset()
    second = first_month_of(half_of(twelve.last))
    is_first_half = case((MonthTotalRow.month < second, 1), else_=0)
    scored = func.sum(MonthTotalRow.final_scored_count)
    rows = session.execute(
        select(MonthTotalRow.scope, scored)
        .join(RubricVersionRow, RubricVersionRow.id == MonthTotalRow.rubric_version_id)
        .where(
            *_whole(twelve),
            MonthTotalRow.scope.in_(sorted(scopes)),
            RubricVersionRow.rubric_code == version.rubric,
            MonthTotalRow.sample_type.in_(_samples(Coverage.SAMPLED)),
        )
        .group_by(MonthTotalRow.scope, MonthTotalRow.rubric_version_id, is_first_half)
    )
    return frozenset(scope for scope, count in rows if not are_told_by_version((int(count),)))


def _columns(part: str) -> dict[str, ColumnElement[int]]:
    files = MonthTotalRow.final_count if part else MonthTotalRow.file_count
    is_census = MonthTotalRow.sample_type == SampleType.CENSUS.value
    bands = (f"band_{number}" for number in range(1, BAND_PLACES + 1))
    names = ("scored_count", "score_sum", "stop_count", *bands)
    return {
        "files": files,
        "census": case((is_census, files), else_=0),
        **{name: getattr(MonthTotalRow, part + name) for name in names},
    }


def counted_in(
    scopes: Collection[str], version: UsedVersion, twelve: Twelve
) -> tuple[ColumnElement[bool], ...]:
    """Tell which month totals a comparison counts.

    Args:
        scopes: Names among the totals.
        version: Which rubric version.
        twelve: When.

    Returns:
        Conditions of a query on `MonthTotalRow`: whole files of the twelve months, of the coverage
        that is compared.
    """
    return (
        *_whole(twelve),
        MonthTotalRow.scope.in_(sorted(scopes)),
        MonthTotalRow.rubric_version_id == version.version_id,
        MonthTotalRow.sample_type.in_(_samples(version.coverage)),
        MonthTotalRow.file_count > 0,
    )


def _groups(
    scored: ColumnElement[int], score_sum: ColumnElement[int]
) -> tuple[ColumnElement[Any], ...]:
    # in floats from the first step on: whole numbers would leave the range of the columns
    square = cast(score_sum, Float) * cast(score_sum, Float)
    return func.sum(case((scored > 0, 1), else_=0)), func.sum(square / func.nullif(scored, 0))


def _sums(numbers: Sequence[Any]) -> Sums:
    half = len(numbers) // 2
    every, final = _unit_sum(numbers[:half]), _unit_sum(numbers[half:])
    return Sums(
        replace(every, final_count=final.file_count), replace(final, final_count=final.file_count)
    )


def _unit_sum(numbers: Sequence[Any]) -> UnitSum:
    files, census, scored, score_sum, stops, *bands, groups, squares = numbers
    return UnitSum(
        file_count=int(files),
        scored_count=int(scored),
        score_sum=int(score_sum),
        bands=tuple(int(one) for one in bands),
        stop_count=int(stops),
        final_count=0,
        census_count=int(census),
        group_count=int(groups),
        group_squares=float(squares or 0),
    )


def _samples(coverage: Coverage) -> list[str]:
    outside = {SampleType.SUPPLEMENT, SampleType.QUARTER}
    return sorted(
        one.value for one in SampleType if one not in outside and coverage_of(one) is coverage
    )


def sums_by_place(
    units: Iterable[Unit],
    centres: Iterable[Unit],
    sums: Mapping[str, Sums],
    measure: Measure,
    *,
    sees_files: bool,
    is_visits: bool,
) -> dict[str, Sums]:
    """Add centres up to the places they stand in.

    Args:
        units: Places and centres that are compared.
        centres: Every centre below.
        sums: Files of each centre, by scope.
        measure: What is compared.
        sees_files: False adds those centres only that may be shown one by one: who sees no audit
            would otherwise take the centres shown from their place and be left with the one that
            is not. Final results, which everybody's verdict rests on, are always added like that.
        is_visits: True where one audit covers the whole of a centre.

    Returns:
        Scope of a unit to its files; of a place with its centres as groups.
    """
    every: dict[str, list[UnitSum]] = defaultdict(list)
    final: dict[str, list[UnitSum]] = defaultdict(list)
    for centre in centres:
        one = sums.get(centre.scope, NO_SUMS)
        is_told = is_enough(one.final, measure, is_visits=is_visits)
        for path in _above(centre.path):
            if sees_files or is_told:
                every[path].append(one.every)
            if is_told:
                final[path].append(one.final)
    return {
        one.scope: Sums(place_sum(every[one.path]), place_sum(final[one.path]))
        if one.is_place
        else sums.get(one.scope, NO_SUMS)
        for one in units
    }


@lru_cache(maxsize=1024)
def _above(path: str) -> tuple[str, ...]:
    nodes = path.split("/")[:-1]
    return tuple("/".join(nodes[: depth + 1]) + "/" for depth in range(len(nodes)))


def months_of(
    session: Session, scopes: Collection[str], version: UsedVersion, last_month: int
) -> dict[str, list[MonthSum]]:
    """Read the months of scopes, for their trends.

    Args:
        session: A database session.
        scopes: Names among the totals.
        version: Which rubric version.
        last_month: The last month that is read.

    Returns:
        Scope to its months of whole files, with scores.
    """
    rows = session.execute(
        select(
            MonthTotalRow.scope,
            MonthTotalRow.month,
            MonthTotalRow.file_count,
            MonthTotalRow.scored_count,
            MonthTotalRow.score_sum,
            MonthTotalRow.final_count,
        ).where(
            MonthTotalRow.scope.in_(sorted(scopes)),
            MonthTotalRow.section == WHOLE_FILE,
            MonthTotalRow.rubric_version_id == version.version_id,
            MonthTotalRow.sample_type.in_(_samples(version.coverage)),
            MonthTotalRow.month <= last_month,
            MonthTotalRow.file_count > 0,
        )
    )
    found: dict[str, list[MonthSum]] = defaultdict(list)
    for scope, month, files, scored, score_sum, final in rows:
        one = MonthSum(version.version_id, month, files, scored, score_sum, final)
        found[scope].append(one)
    return dict(found)
