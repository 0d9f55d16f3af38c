"""The report of a quarter or a year: one value that page, PDF, Word file and CSV all read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from qa_app.domain.charting import Stretch, stretch_now, stretches_of
from qa_app.domain.common_items import LineBreak
from qa_app.domain.defaults import (
    REPORT_HEAT_QUARTERS,
    REPORT_LOST_ITEMS,
)
from qa_app.domain.left_over import versions_given_away
from qa_app.domain.limit_findings import is_concern
from qa_app.domain.lost_points import LostPoints, lost_points
from qa_app.domain.month_grid import MONTHS_A_QUARTER, month_of, quarter_start
from qa_app.domain.quarter_means import QuarterMean, quarter_means
from qa_app.domain.report_facts import (
    MarkFacts,
    ReportFacts,
    ReportKind,
    ReportSpan,
    RubricFacts,
)
from qa_app.domain.rubric import Rubric
from qa_app.domain.rule_summary import RatedLine, rated_lines
from qa_app.domain.score_axis import ScoreAxis, axis_of
from qa_app.domain.second_band import reaches_second
from qa_app.domain.series import NO_SERIES, Coverage, MonthSum, Series
from qa_app.domain.span_sums import SpanRule, SpanSum, span_sums
from qa_app.domain.standing import WHOLE_CENTRE_KINDS, Head, head_of
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.domain.told_answers import ALL_TOLD, ToldAnswers
from qa_app.domain.totals import WHOLE_FILE
from qa_app.domain.trends import series_of

_QUARTERS_OF_YEAR, _WHOLE_PCT = 4, 100
HeatColumn = tuple[int, int]
"""First month of a quarter, and a version that was in use in it."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A section over the columns of its table; an empty code is the whole file.

    Attributes:
        section: Its code.
        title: Its title.
        cells: What each column comes to, as on the page of sections; None without files.
    """

    section: str
    title: BilingualText
    cells: tuple[QuarterMean | None, ...]


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
        spans: Its files in the span, a sum for each version, the one used last at the end; empty
            where none was read.
        columns: Quarters of the heat table, each with a version in use in it.
        heat: Sections by those.
        besides: Files of the span that stand in no line: chosen on purpose, or imported.
        marks: What was noted on its axis of time, in order of days.
        breaks: Versions in its chart that nothing joins with the one before, and why.
        rated: What a rule rubric says of the files of the span, by version; none for those who
            may not read the files.
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
    spans: tuple[SpanSum, ...]
    columns: tuple[HeatColumn, ...]
    heat: tuple[HeatRow, ...]
    besides: int
    marks: tuple[MarkFacts, ...]
    breaks: tuple[LineBreak, ...] = ()
    rated: Mapping[int, tuple[RatedLine, ...]] = field(default_factory=dict)

    @property
    def span(self) -> SpanSum | None:
        """Its files against the version used last; None where none was read."""
        return self.spans[-1] if self.spans else None

    @property
    def files(self) -> int:
        """Files read in the span against any version."""
        return sum(one.files for one in self.spans)

    @property
    def now(self) -> Stretch | None:
        """The stretch of the latest point; None where it lies before the span."""
        if not self.spans:
            return None
        return stretch_now(self.stretches)


@dataclass(frozen=True, slots=True)
class CentreSpan:
    """A centre of a place against one version of a rubric.

    Attributes:
        id: The centre.
        name: Its name.
        code: The rubric.
        span: Its files.
    """

    id: int
    name: BilingualText
    code: str
    span: SpanSum


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """A report for one reader.

    Attributes:
        facts: What it was made from.
        areas: Areas with files, by area and rubric.
        head: Areas whose mean reaches the second band against each version, of those rated in
            the span.
        centres: Centres of a place, by name.
        is_aggregate: True where its reader is shown aggregates of final results alone.
    """

    facts: ReportFacts
    areas: tuple[AreaReport, ...]
    head: Head
    centres: tuple[CentreSpan, ...]
    is_aggregate: bool = False

    @property
    def read(self) -> tuple[AreaReport, ...]:
        """Areas of which files were read in the span."""
        return tuple(one for one in self.areas if one.spans)

    @property
    def files(self) -> int:
        """Files read in the span, without those that stand in no line."""
        return sum(one.files for one in self.areas)

    @property
    def besides(self) -> int:
        """Files of the span that stand in no line."""
        return sum(one.besides for one in self.areas)

    @property
    def provisional(self) -> int:
        """Files in lines whose result may still change."""
        return sum(span.provisional for one in self.areas for span in one.spans)

    @property
    def concerns(self) -> tuple[AreaReport, ...]:
        """Areas that became worse by more than chance."""
        return tuple(one for one in self.read if is_concern(one.now))


def period_report(
    facts: ReportFacts,
    rubrics: Mapping[int, Rubric],
    *,
    sees_files: bool,
    is_aggregate: bool = False,
    told: ToldAnswers = ALL_TOLD,
) -> PeriodReport:
    """Put a report together for a reader.

    Args:
        facts: What was kept.
        rubrics: Every version in it, by id.
        sees_files: True for those who may read the files themselves; others are shown no counts
            of few.
        is_aggregate: True for those who are shown aggregates alone: months with a provisional
            result, months before the span, what single items cost, notes on charts, and what would
            tell of centres with too few files (`versions_given_away`) are left out.
        told: Which answers to items the reader is told who reads the files in general.

    Returns:
        The report; the same for the same facts.

    Source: docs/methods/reports.md.
    """
    if is_aggregate:
        # centres are told by the year: longer charts and what is left of small ones are not
        kept = frozenset(rubrics) - versions_given_away(facts.centres, facts.span.months, rubrics)
        final = (_final(one, facts.span.months, kept) for one in facts.rubrics)
        facts = replace(facts, marks=(), rubrics=tuple(final))
    areas = tuple(
        _area(facts, one, rubrics, told, sees_files=sees_files) for one in facts.rubrics if one.sums
    )
    head = head_of(
        (one.area, reaches_second(one.versions[span.version_id], span.mean))
        for one in areas
        for span in one.spans
    )
    rule = SpanRule(is_one_centre=True, sees_files=sees_files)
    centres = tuple(
        CentreSpan(one.id, one.name, one.code, span)
        for one in facts.centres
        for span in span_sums(one.sums, facts.span.months, rubrics, rule)
    )
    return PeriodReport(facts, areas, head, centres, is_aggregate)


def _final(told: RubricFacts, months: range, kept: frozenset[int]) -> RubricFacts:
    final = (
        one
        for one in told.sums
        if one.total.final_count == one.total.file_count
        and one.total.month in months
        and one.total.version_id in kept
    )
    return replace(told, losses=(), rated=(), sums=tuple(final))


def _area(
    facts: ReportFacts,
    told: RubricFacts,
    rubrics: Mapping[int, Rubric],
    answers_told: ToldAnswers,
    *,
    sees_files: bool,
) -> AreaReport:
    versions = {one.total.version_id: rubrics[one.total.version_id] for one in told.sums}
    rubric = versions[max((one.total.month, one.total.version_id) for one in told.sums)[1]]
    coverage, by_section = told.coverage, _by_section(told)
    is_one_centre = facts.span.kind is ReportKind.QUARTER
    visits = frozenset(v for v, one in versions.items() if one.kind in WHOLE_CENTRE_KINDS)
    series = {
        section: series_of(sums, visits, is_one_centre=is_one_centre)
        for section, sums in by_section.items()
    }
    whole = series.get(WHOLE_FILE, NO_SERIES)
    axis = axis_of(rubric)
    target = Fraction(max(axis.lines), _WHOLE_PCT) if axis.lines else None
    rule = SpanRule(is_one_centre=is_one_centre, sees_files=sees_files)
    held = frozenset(
        version
        for version in versions
        if not answers_told.tells(version, coverage, facts.span.months)
    )
    titles = _titles(rubric, versions, series)
    columns, heat = _heat(facts.span, series, titles)
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
        spans=tuple(
            _with_items(told, versions, one, held)
            for one in span_sums(by_section.get(WHOLE_FILE, ()), facts.span.months, versions, rule)
        ),
        columns=columns,
        heat=heat,
        besides=_besides(told, facts.span.months),
        marks=_marks(facts, told.code, whole),
        breaks=tuple(
            one for one in told.breaks if {one.before_id, one.after_id} <= versions.keys()
        ),
        rated=_rated(told, versions, held) if sees_files else {},
    )


def _by_section(told: RubricFacts) -> dict[str, list[MonthSum]]:
    found: dict[str, list[MonthSum]] = {}
    for one in told.sums:
        if one.coverage is told.coverage:
            found.setdefault(one.section, []).append(one.total)
    return found


def _besides(told: RubricFacts, months: range) -> int:
    # files chosen in another way than those that are shown
    return sum(
        one.total.file_count
        for one in told.sums
        if one.coverage is not told.coverage
        and one.section == WHOLE_FILE
        and one.total.month in months
    )


def _marks(facts: ReportFacts, code: str, whole: Series) -> tuple[MarkFacts, ...]:
    if not whole.points:
        return ()
    first = quarter_start(whole.points[0].period.first_month)
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


def _with_items(
    told: RubricFacts, versions: Mapping[int, Rubric], span: SpanSum, held: frozenset[int]
) -> SpanSum:
    lost = _lost(told, versions, span)
    if span.version_id in held:
        return replace(span, is_held=bool(lost))
    return replace(span, lost=lost)


def _lost(
    told: RubricFacts, versions: Mapping[int, Rubric], span: SpanSum
) -> tuple[LostPoints, ...]:
    # items of few files would tell of single ones
    if told.coverage is not Coverage.SAMPLED or span.mean is None:
        return ()
    losses = [one for one in told.losses if one.version_id == span.version_id]
    return lost_points(versions[span.version_id], losses, span.scored)[:REPORT_LOST_ITEMS]


def _rated(
    told: RubricFacts, versions: Mapping[int, Rubric], held: frozenset[int]
) -> dict[int, tuple[RatedLine, ...]]:
    return {
        version: rated_lines(
            versions[version],
            (one for one in told.rated if one.version_id == version),
            is_whole=versions[version].kind in WHOLE_CENTRE_KINDS,
        )
        for version in sorted({one.version_id for one in told.rated} - held)
    }


def _heat(
    span: ReportSpan, series: Mapping[str, Series], titles: Mapping[str, BilingualText]
) -> tuple[tuple[HeatColumn, ...], tuple[HeatRow, ...]]:
    count = _QUARTERS_OF_YEAR if span.kind is ReportKind.YEAR else REPORT_HEAT_QUARTERS
    first = span.last_month + 1 - MONTHS_A_QUARTER * count
    means = {section: quarter_means(one) for section, one in series.items()}
    found = {key for each in means.values() for key in each if key[0] >= first}
    columns = tuple(sorted(found)[-REPORT_HEAT_QUARTERS:])
    rows = [(WHOLE_FILE, NO_TEXT), *titles.items()]
    return columns, tuple(
        HeatRow(code, title, tuple(means.get(code, {}).get(column) for column in columns))
        for code, title in rows
    )
