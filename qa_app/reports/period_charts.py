"""The charts of a report of a quarter or a year, for page and paper alike."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    return {one.code: _charts(words, one) for one in report.areas if one.whole.rated}


def _charts(words: Words, area: AreaReport) -> AreaCharts:
    versions = {version: rubric.version for version, rubric in area.versions.items()}
    title = words.text(area.rubric.title)
    drawn = Drawn(area.whole, area.axis, versions, stretches=area.stretches)
    span = span_of(area.whole)
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


def captions_of(chart: Chart) -> tuple[str, ...]:
    """Say what the lines across are.

    Args:
        chart: A chart.

    Returns:
        A line for each stretch of limits.
    """
    return tuple(one.words for segment in chart.segments for one in segment.stretches)
