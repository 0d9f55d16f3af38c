"""The charts of a report of a quarter or a year, for page and paper alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from fractions import Fraction

from qa_app.domain.chart_notes import ChartNote, NumberedNote
from qa_app.domain.defaults import REPORT_SECTIONS_DRAWN
from qa_app.domain.period_report import AreaReport, PeriodReport
from qa_app.reports.chart_key import Sign, key_of
from qa_app.reports.chart_limits import Look
from qa_app.reports.charts import Chart, small
from qa_app.reports.interval_plot import IntervalPlot, IntervalRow
from qa_app.reports.trend_chart import Drawn, span_of, trend_chart
from qa_app.wording.catalogue import message as _
from qa_app.wording.report_tables import centre_lines, line_name, share_words
from qa_app.wording.trends import counted
from qa_app.wording.words import Words

_INTERVALS = _("%(area)s: share of files at band B or above, with 95 per cent intervals")
_OF_FILES = _("%(share)s, %(files)s")
_WHOLE = _("Mean scores of whole files, period by period")
_COUNTED = _("Mean scores of whole files, period by period, with the number of files below")
_SECTIONS = _("Mean scores of each section, period by period")


@dataclass(frozen=True, slots=True)
class AreaCharts:
    """The pictures of one area.

    Attributes:
        whole: Whole files with their limits.
        sections: Title of each section and its small chart.
        names: What the first and what the others show.
        key: What the signs of the first mean.
    """

    whole: Chart
    sections: tuple[tuple[str, Chart], ...]
    names: tuple[str, str] = ("", "")
    key: tuple[tuple[Sign, str], ...] = ()


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


def centre_plots(words: Words, report: PeriodReport) -> Mapping[str, IntervalPlot]:
    """Lay out how the centres of a place stand beside each other.

    Args:
        words: The language.
        report: The report of a year.

    Returns:
        Rubric to its centres by name, with the share at the second band or above; rubrics of
        which no centre has a share are left out.
    """
    plots = {area.code: _plot(words, report, area) for area in report.areas if area.spans}
    return {
        code: plot
        for code, plot in plots.items()
        if any(row.value is not None for row in plot.rows)
    }


def _plot(words: Words, report: PeriodReport, area: AreaReport) -> IntervalPlot:
    heading = words.say(_INTERVALS, area=words.text(area.rubric.title))
    rows = []
    for line in centre_lines(words, report, area):
        share = line.span.reached
        ends = None if share is None else share.interval
        said = share_words(words, share)
        rows.append(
            IntervalRow(
                name=line_name(words, area, line),
                value=None if share is None else share.value,
                low=None if ends is None else Fraction(ends.low),
                high=None if ends is None else Fraction(ends.high),
                look=Look.PLAIN,
                is_final=not line.span.provisional,
                words=said
                if ends is None
                else words.say(_OF_FILES, share=said, files=counted(words, line.span.files)),
            )
        )
    ticks = tuple((Fraction(at, 100), f"{at}%") for at in range(0, 101, 20))
    return IntervalPlot(f"intervals-{area.code}", heading, heading, rows, ticks, None)


def _charts(words: Words, area: AreaReport, end: int) -> AreaCharts:
    versions = {version: rubric.version for version, rubric in area.versions.items()}
    title = words.text(area.rubric.title)
    first, last = span_of(area.whole)
    # as far as the report reaches, also where nothing was read lately
    span = first, max(last, end)
    drawn = Drawn(
        area.whole,
        area.axis,
        versions,
        span,
        unjoined=area.breaks,
        stretches=area.stretches,
        notes=_noted(area),
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
    # of very many periods there is no room for the numbers of files
    names = words.say(_COUNTED if whole.is_labelled else _WHOLE), words.say(_SECTIONS)
    return AreaCharts(whole, sections[:REPORT_SECTIONS_DRAWN], names, key_of(words, whole))


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
