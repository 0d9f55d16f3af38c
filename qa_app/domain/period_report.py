"""The report of a quarter or a year: one value that page, PDF, Word file and CSV all read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.charting import Stretch, stretch_now, stretches_of
from qa_app.domain.defaults import (
    FILES_PER_POINT,
    REPORT_HEAT_QUARTERS,
    REPORT_LOST_ITEMS,
    SHARE_DENOMINATOR,
)
from qa_app.domain.limit_findings import is_concern
from qa_app.domain.lost_points import LostPoints, lost_points
from qa_app.domain.month_grid import month_of
from qa_app.domain.report_facts import CentreFacts, MarkFacts, ReportFacts, ReportKind, RubricFacts
from qa_app.domain.rounding import MILLION
from qa_app.domain.rubric import Rubric
from qa_app.domain.score_axis import ScoreAxis, axis_of
from qa_app.domain.series import NO_SERIES, Coverage, MonthSum, Series
from qa_app.domain.standing import WHOLE_CENTRE_KINDS, Head, head_of
from qa_app.domain.statistics.intervals import Interval, wilson
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.domain.totals import WHOLE_FILE
from qa_app.domain.trends import series_of

_QUARTER, _QUARTERS_OF_YEAR, _WHOLE_PCT, _SECOND_BAND = 3, 4, 100, 1


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
    """Whole files of a span, of one version.

    Attributes:
        version_id: The version; of several in the span the one used last.
        files: Files read.
        scored: Those of them with a number.
        provisional: Those whose result may still change.
        mean: Their mean, 0..1, exact; None where there are too few, or no number.
        reached: Share at or above the second band; None for a rubric without bands.
        clear: Share without a red line that was crossed.
    """

    version_id: int
    files: int
    scored: int
    provisional: int
    mean: Fraction | None
    reached: ShareShown | None
    clear: ShareShown


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A section in a quarter.

    Attributes:
        mean: Its mean, 0..1; None where there are too few files.
        files: Files read.
        version_id: The version used last in it; 0 without files.
        is_final: True when none of its results may change.
    """

    mean: Fraction | None
    files: int
    version_id: int = 0
    is_final: bool = True


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A section over the quarters; an empty code is the whole file."""

    section: str
    title: BilingualText
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class AreaReport:
    """One area, against one rubric.

    Attributes:
        code: The rubric.
        area: The area's code.
        rubric: The version used last until the end of the span.
        coverage: Which files its chart shows.
        axis: How its results are written.
        versions: Versions that were used, by id.
        whole: Whole files, all months until the end of the span.
        sections: Section code, title and series.
        stretches: Limits of the whole files.
        target: The line that should be kept, 0..1; None without.
        span: Its files in the span; None where none was read.
        lost: Items that cost most in the span, the dearest first; of the version of `span`.
        heat: Sections by quarters.
        besides: Files of the span that stand in no line: chosen on purpose, or imported.
        marks: What was noted on its axis of time, in order of days.
    """

    code: str
    area: str
    rubric: Rubric
    coverage: Coverage
    axis: ScoreAxis
    versions: Mapping[int, Rubric]
    whole: Series
    sections: tuple[tuple[str, BilingualText, Series], ...]
    stretches: tuple[Stretch, ...]
    target: Fraction | None
    span: SpanSum | None
    lost: tuple[LostPoints, ...]
    heat: tuple[HeatRow, ...]
    besides: int
    marks: tuple[MarkFacts, ...]

    @property
    def now(self) -> Stretch | None:
        """The stretch of the latest point; None where it lies before the span."""
        if self.span is None:
            return None
        return stretch_now(self.stretches)


@dataclass(frozen=True, slots=True)
class CentreLine:
    """A centre of a place against one rubric.

    Attributes:
        id: The centre.
        name: Its name.
        code: The rubric.
        span: Its files; None where none was read.
    """

    id: int
    name: BilingualText
    code: str
    span: SpanSum | None


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """A report for one reader.

    Attributes:
        facts: What it was made from.
        areas: Areas with files, by area and rubric.
        quarters: First months of the quarters of the heat tables, in order.
        head: Areas whose mean reaches the second band, of those rated in the span.
        centres: Centres of a place, by name.
    """

    facts: ReportFacts
    areas: tuple[AreaReport, ...]
    quarters: tuple[int, ...]
    head: Head
    centres: tuple[CentreLine, ...]

    @property
    def read(self) -> tuple[AreaReport, ...]:
        """Areas of which files were read in the span."""
        return tuple(one for one in self.areas if one.span is not None)

    @property
    def files(self) -> int:
        """Files read in the span, without those that stand in no line."""
        return sum(one.span.files for one in self.read if one.span is not None)

    @property
    def provisional(self) -> int:
        """Those of them whose result may still change."""
        return sum(one.span.provisional for one in self.read if one.span is not None)

    @property
    def concerns(self) -> tuple[AreaReport, ...]:
        """Areas that became worse by more than chance."""
        return tuple(one for one in self.read if is_concern(one.now))


@dataclass(frozen=True, slots=True)
class _Rule:
    is_one_centre: bool
    sees_files: bool


def period_report(
    facts: ReportFacts, rubrics: Mapping[int, Rubric], *, sees_files: bool
) -> PeriodReport:
    """Put a report together for a reader.

    Args:
        facts: What was kept.
        rubrics: Every version in it, by id.
        sees_files: True for those who may read the files themselves; others are shown no counts
            of few.

    Returns:
        The report; the same for the same facts.

    Source: docs/methods/reports.md.
    """
    count = _QUARTERS_OF_YEAR if facts.span.kind is ReportKind.YEAR else REPORT_HEAT_QUARTERS
    last = facts.span.last_month + 1 - _QUARTER
    quarters = tuple(last - _QUARTER * back for back in reversed(range(count)))
    areas = tuple(
        _area(facts, one, rubrics, quarters, sees_files=sees_files)
        for one in facts.rubrics
        if one.sums
    )
    head = head_of((one.area, _reaches(one)) for one in areas)
    centres = tuple(_centre(one, rubrics, sees_files=sees_files) for one in facts.centres)
    return PeriodReport(facts, areas, quarters, head, centres)


def _area(
    facts: ReportFacts,
    told: RubricFacts,
    rubrics: Mapping[int, Rubric],
    quarters: Sequence[int],
    *,
    sees_files: bool,
) -> AreaReport:
    versions = {one.total.version_id: rubrics[one.total.version_id] for one in told.sums}
    rubric = versions[max((one.total.month, one.total.version_id) for one in told.sums)[1]]
    coverage = next(one for one in Coverage if any(part.coverage is one for part in told.sums))
    by_section: dict[str, list[MonthSum]] = {}
    for one in told.sums:
        if one.coverage is coverage:
            by_section.setdefault(one.section, []).append(one.total)
    is_one_centre = facts.span.kind is ReportKind.QUARTER
    visits = frozenset(v for v, one in versions.items() if one.kind in WHOLE_CENTRE_KINDS)
    joined = visits if is_one_centre else frozenset()
    series = {
        section: series_of(sums, visits, is_one_centre=is_one_centre)
        for section, sums in by_section.items()
    }
    whole = series.get(WHOLE_FILE, NO_SERIES)
    axis = axis_of(rubric)
    target = Fraction(max(axis.lines), _WHOLE_PCT) if axis.lines else None
    rule = _Rule(is_one_centre=is_one_centre, sees_files=sees_files)
    span = _span(by_section.get(WHOLE_FILE, ()), facts.span.months, versions, rule)
    titles = _titles(rubric, versions, series)
    return AreaReport(
        code=told.code,
        area=told.area,
        rubric=rubric,
        coverage=coverage,
        axis=axis,
        versions=versions,
        whole=whole,
        sections=tuple((code, title, series[code]) for code, title in titles.items()),
        stretches=stretches_of(whole, told.cuts, target),
        target=target,
        span=span,
        lost=_lost(told, versions, span, coverage),
        heat=tuple(
            HeatRow(
                section,
                titles.get(section, NO_TEXT),
                tuple(_cell(by_section.get(section, ()), first, joined) for first in quarters),
            )
            for section in (WHOLE_FILE, *titles)
        ),
        besides=sum(
            one.total.file_count
            for one in told.sums
            if one.coverage is not coverage
            and one.section == WHOLE_FILE
            and one.total.month in facts.span.months
        ),
        marks=_marks(facts, told.code, whole),
    )


def _marks(facts: ReportFacts, code: str, whole: Series) -> tuple[MarkFacts, ...]:
    if not whole.points:
        return ()
    first = whole.points[0].period.first_month // _QUARTER * _QUARTER
    return tuple(
        one for one in facts.marks if one.rubric_code in {"", code} and month_of(one.on) >= first
    )


def _titles(
    rubric: Rubric, versions: Mapping[int, Rubric], series: Mapping[str, Series]
) -> dict[str, BilingualText]:
    titles: dict[str, BilingualText] = {}
    for one in (rubric, *versions.values()):
        for section in one.sections:
            if section.code in series:
                titles.setdefault(section.code, section.title)
    return titles


def _lost(
    told: RubricFacts,
    versions: Mapping[int, Rubric],
    span: SpanSum | None,
    coverage: Coverage,
) -> tuple[LostPoints, ...]:
    # items of few files would tell of single ones
    if span is None or coverage is not Coverage.SAMPLED or span.mean is None:
        return ()
    answers = [one for one in told.answers if one.version_id == span.version_id]
    return lost_points(versions[span.version_id], answers)[:REPORT_LOST_ITEMS]


def _latest(sums: Iterable[MonthSum], months: range) -> list[MonthSum]:
    within = [one for one in sums if one.month in months and one.file_count]
    if not within:
        return []
    version = max((one.month, one.version_id) for one in within)[1]
    return [one for one in within if one.version_id == version]


def _span(
    sums: Iterable[MonthSum],
    months: range,
    versions: Mapping[int, Rubric],
    rule: _Rule,
) -> SpanSum | None:
    within = _latest(sums, months)
    if not within:
        return None
    version = within[0].version_id
    rubric = versions[version]
    is_whole = rubric.kind in WHOLE_CENTRE_KINDS
    files = sum(one.file_count for one in within)
    banded = sum(sum(one.bands) for one in within)
    upper = sum(sum(one.bands[: _SECOND_BAND + 1]) for one in within)
    stopped = sum(one.stop_count for one in within)
    return SpanSum(
        version_id=version,
        files=files,
        scored=sum(one.scored_count for one in within),
        provisional=files - sum(one.final_count for one in within),
        mean=_mean(within, is_whole=is_whole and rule.is_one_centre),
        reached=None
        if len(rubric.bands) <= _SECOND_BAND
        else _share(upper, banded, is_whole=is_whole, sees_files=rule.sees_files),
        clear=_share(files - stopped, files, is_whole=is_whole, sees_files=rule.sees_files),
    )


def _mean(sums: Sequence[MonthSum], *, is_whole: bool) -> Fraction | None:
    scored = sum(one.scored_count for one in sums)
    if not scored or (scored < FILES_PER_POINT and not is_whole):
        return None
    return Fraction(sum(one.score_sum for one in sums), MILLION * scored)


def _share(found: int, count: int, *, is_whole: bool, sees_files: bool) -> ShareShown:
    if count < SHARE_DENOMINATOR:
        return ShareShown(found if sees_files else None, count)
    # a visit to a whole centre is no sample of anything
    interval = None if is_whole else wilson(found, count)
    return ShareShown(found, count, Fraction(found, count), interval)


def _cell(sums: Iterable[MonthSum], first: int, visits: frozenset[int]) -> HeatCell:
    if not (within := _latest(sums, range(first, first + _QUARTER))):
        return HeatCell(None, 0)
    version, files = within[0].version_id, sum(one.file_count for one in within)
    final = sum(one.final_count for one in within)
    mean = _mean(within, is_whole=version in visits)
    return HeatCell(mean, files, version, files == final)


def _reaches(area: AreaReport) -> bool | None:
    span = area.span
    bands = () if span is None else area.versions[span.version_id].bands
    if span is None or span.mean is None or len(bands) <= _SECOND_BAND:
        return None
    return span.mean * _WHOLE_PCT >= bands[_SECOND_BAND].start_pct


def _centre(told: CentreFacts, rubrics: Mapping[int, Rubric], *, sees_files: bool) -> CentreLine:
    months = [one.month for one in told.sums]
    span = range(min(months), max(months) + 1) if months else range(0)
    summed = _span(told.sums, span, rubrics, _Rule(is_one_centre=True, sees_files=sees_files))
    return CentreLine(told.id, told.name, told.code, summed)
