"""The charts of a report of a quarter or a year, for page and paper alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from qa_app.domain.chart_notes import ChartNote, NumberedNote
from qa_app.domain.defaults import REPORT_SECTIONS_DRAWN
from qa_app.domain.period_report import AreaReport, PeriodReport
from qa_app.reports.charts import Chart, small
from qa_app.reports.trend_chart import Drawn, span_of, trend_chart
from qa_app.wording.words import Words


@dataclass(frozen=True, slots=True)
class AreaCharts:
    """The pictures of one area.

    Attributes:
        whole: Whole files with their limits.
        sections: Title of each section and its small chart.
    """

    whole: Chart
    sections: tuple[tuple[str, Chart], ...]


def period_charts(words: Words, report: PeriodReport) -> Mapping[str, AreaCharts]:
    """Lay the charts of a report out.

    Args:
        words: The language.
        report: The report.

    Returns:
        Rubric to its charts; rubrics without a rated period are left out, and so are sections
        beyond `REPORT_SECTIONS_DRAWN`.
    """
    return {
        one.code: _charts(words, one, report.facts.span.last_month + 1)
        for one in report.areas
        if one.whole.rated
    }


def _charts(words: Words, area: AreaReport, end: int) -> AreaCharts:
    versions = {version: rubric.version for version, rubric in area.versions.items()}
    title = words.text(area.rubric.title)
    first, last = span_of(area.whole)
    # as far as the report reaches, also where nothing was read lately
    span = first, max(last, end)
    drawn = Drawn(
        area.whole, area.axis, versions, span, stretches=area.stretches, notes=_noted(area)
    )
    sections = tuple(
        (
            words.text(name),
            small(
                trend_chart(
                    words,
                    f"{area.code}-{code}",
                    words.text(name),
                    Drawn(series, area.axis, versions, span),
                )
            ),
        )
        for code, name, series in area.sections
        if series.rated
    )
    whole = trend_chart(words, f"area-{area.code}", title, drawn)
    return AreaCharts(whole, sections[:REPORT_SECTIONS_DRAWN])


def _noted(area: AreaReport) -> tuple[NumberedNote, ...]:
    return tuple(
        NumberedNote(
            number,
            ChartNote(
                id=number,
                scope="",
                kind=one.kind,
                on=one.on,
                text=one.text,
                rubric_code=one.rubric_code,
                revision=1,
                by="",
                at=datetime.combine(one.on, time.min, UTC),
                written_by=0,
            ),
        )
        for number, one in enumerate(area.marks, 1)
    )


def captions_of(chart: Chart) -> tuple[str, ...]:
    """Say what the lines across are.

    Args:
        chart: A chart.

    Returns:
        A line for each stretch of limits.
    """
    return tuple(one.words for segment in chart.segments for one in segment.stretches)
