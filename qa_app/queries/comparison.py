"""Centres of a place beside each other, from month totals and never from audits."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Float, case, cast, func, select
from sqlalchemy.orm import Session

from qa_app.domain.charting import Cut, CutReason
from qa_app.domain.compared_months import Twelve
from qa_app.domain.comparison import NO_FILES, UnitSum, is_enough
from qa_app.domain.new_stretches import ReadingMonth, cuts_by_facts
from qa_app.domain.series import Coverage, MonthSum
from qa_app.domain.shares import Measure
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import BAND_PLACES, WHOLE_FILE, SampleType
from qa_app.domain.trends import coverage_of
from qa_app.models.chart_marks import BaselineRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.trends import MonthTotalRow, ReadingMonthRow
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
    session: Session,
    scopes: Collection[str],
    version: UsedVersion,
    twelve: Twelve,
    *,
    is_final: bool,
) -> dict[str, UnitSum]:
    """Add the months of each scope up, in the database.

    Args:
        session: A database session.
        scopes: Names among the totals.
        version: Which rubric version.
        twelve: When.
        is_final: True counts files only whose result is final.

    Returns:
        Scope to its files; scopes without any are left out.
    """
    part = "final_" if is_final else ""
    columns = {
        name: getattr(MonthTotalRow, part + name)
        for name in ("scored_count", "score_sum", "stop_count")
    }
    files = MonthTotalRow.final_count if is_final else MonthTotalRow.file_count
    bands = [getattr(MonthTotalRow, f"{part}band_{n}") for n in range(1, BAND_PLACES + 1)]
    scored, score_sum = columns["scored_count"], columns["score_sum"]
    is_census = MonthTotalRow.sample_type == SampleType.CENSUS.value
    rows = session.execute(
        select(
            MonthTotalRow.scope,
            func.sum(files),
            func.sum(scored),
            func.sum(score_sum),
            func.sum(columns["stop_count"]),
            func.sum(MonthTotalRow.final_count),
            func.sum(case((is_census, files), else_=0)),
            func.sum(case((scored > 0, 1), else_=0)),
            # in floats from the first step on: whole numbers would leave the range of the columns
            func.sum(cast(score_sum, Float) * score_sum / func.nullif(scored, 0)),
            *(func.sum(one) for one in bands),
        )
        .where(
            *_whole(twelve),
            MonthTotalRow.scope.in_(sorted(scopes)),
            MonthTotalRow.rubric_version_id == version.version_id,
            MonthTotalRow.sample_type.in_(_samples(version.coverage)),
            files > 0,
        )
        .group_by(MonthTotalRow.scope)
    )
    return {row[0]: _unit_sum(row) for row in rows}


def _unit_sum(row: Any) -> UnitSum:
    _scope, files, scored, score_sum, stops, final, census, groups, squares, *bands = row
    return UnitSum(
        file_count=int(files),
        scored_count=int(scored),
        score_sum=int(score_sum),
        bands=tuple(int(one) for one in bands),
        stop_count=int(stops),
        final_count=int(final),
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
    sums: Mapping[str, UnitSum],
    measure: Measure,
    *,
    is_visits: bool,
) -> dict[str, UnitSum]:
    """Add centres up to the places they stand in, those only that may be shown one by one.

    Who sees no audit would otherwise take the centres shown from their place and be left with the
    one that is not.

    Args:
        units: Places and centres that are compared.
        centres: Every centre below.
        sums: Files of each centre, by scope.
        measure: What is compared.
        is_visits: True where one audit covers the whole of a centre.

    Returns:
        Scope of a unit to its files.
    """
    shown = [
        (one, sums[one.scope])
        for one in centres
        if one.scope in sums and is_enough(sums[one.scope], measure, is_visits=is_visits)
    ]
    by_path: dict[str, UnitSum] = defaultdict(lambda: NO_FILES)
    for centre, files in shown:
        nodes = centre.path.split("/")[:-1]
        for depth in range(len(nodes)):
            path = "/".join(nodes[: depth + 1]) + "/"
            by_path[path] = _added(by_path[path], files)
    return {
        one.scope: by_path[one.path] if one.is_place else sums.get(one.scope, NO_FILES)
        for one in units
    }


def _added(one: UnitSum, other: UnitSum) -> UnitSum:
    longest = max(len(one.bands), len(other.bands))
    bands = tuple(
        sum(bands[place] for bands in (one.bands, other.bands) if place < len(bands))
        for place in range(longest)
    )
    return UnitSum(
        one.file_count + other.file_count,
        one.scored_count + other.scored_count,
        one.score_sum + other.score_sum,
        bands,
        one.stop_count + other.stop_count,
        one.final_count + other.final_count,
        one.census_count + other.census_count,
        one.group_count + other.group_count,
        one.group_squares + other.group_squares,
    )


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


def cuts_of_many(
    session: Session, units: Iterable[Unit], version: UsedVersion
) -> dict[str, list[Cut]]:
    """Find where limits of whole files begin anew, for many charts at once.

    Args:
        session: A database session.
        units: Whose charts.
        version: Which rubric version.

    Returns:
        Scope to the cuts that `chart_cuts.cuts_of` gives for it and that part this version.
    """
    scopes = {one.scope for one in units}
    found: dict[str, list[Cut]] = defaultdict(list)
    centres = sorted(int(one[2:]) for one in scopes if one.startswith("c:"))
    for centre_id, months in _reading_months(session, centres, version.rubric).items():
        found[f"c:{centre_id}"] += cuts_by_facts(months)
    rows = session.execute(
        select(BaselineRow.scope, BaselineRow.month)
        .where(
            BaselineRow.scope.in_(sorted(scopes)),
            BaselineRow.rubric_version_id == version.version_id,
            BaselineRow.section == WHOLE_FILE,
            BaselineRow.taken_back_at.is_(None),
        )
        .order_by(BaselineRow.month)
    )
    for scope, month in rows:
        found[scope].append(Cut(month, CutReason.REBASED, version.version_id))
    return dict(found)


def _reading_months(
    session: Session, centres: Collection[int], rubric: str
) -> dict[int, list[ReadingMonth]]:
    row = ReadingMonthRow
    rows = session.execute(
        select(row.centre_id, row.month, row.reader_id, row.design, func.sum(row.file_count))
        .join(RubricVersionRow, RubricVersionRow.id == row.rubric_version_id)
        .where(
            row.centre_id.in_(centres),
            row.file_count > 0,
            RubricVersionRow.rubric_code == rubric,
        )
        .group_by(row.centre_id, row.month, row.reader_id, row.design)
    )
    found: dict[int, list[ReadingMonth]] = defaultdict(list)
    for centre_id, month, reader_id, design, files in rows:
        found[centre_id].append(ReadingMonth(month, reader_id, design, int(files)))
    return found
