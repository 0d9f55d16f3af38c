"""The numbers of a report of a quarter or a year as CSV."""

from collections.abc import Iterator

from qa_app.domain.period_report import AreaReport, PeriodReport
from qa_app.domain.quarter_means import period_of
from qa_app.domain.report_facts import ReportKind
from qa_app.domain.rounding import display
from qa_app.domain.score_axis import axis_of
from qa_app.reports.tables import csv_table
from qa_app.wording import trends
from qa_app.wording.catalogue import message as _
from qa_app.wording.report_areas import span_words
from qa_app.wording.rule_summary import said_rated
from qa_app.wording.words import Words

_HEADS = (
    _("Rubric"),
    _("Version"),
    _("Section"),
    _("Centre"),
    _("Period"),
    _("Mean score"),
    _("Files"),
    _("Provisional"),
)
_RATED = (_("Rating that counts"), _("Files with it"), _("Share of files"))
_WHOLE = _("Whole file")


def report_csv(words: Words, report: PeriodReport) -> bytes:
    """Write the sections by quarters, and the centres of a place, as a table.

    Args:
        words: The language of heads and names.
        report: The report.

    Returns:
        CSV; means as the report shows them, empty where there are too few files. Where rule
        rubrics rated files, their outcomes and items follow, with columns of their own.
    """
    heads = [words.say(head) for head in _HEADS]
    rows = [row for area in report.areas for row in _quarters(words, area)]
    if report.facts.span.kind is ReportKind.YEAR:
        rows += _centres(words, report)
    rated = [row for area in report.areas for row in _ratings(words, report, area)]
    if rated:
        heads += [words.say(head) for head in _RATED]
        rows += rated
    return csv_table(heads, rows)


def _quarters(words: Words, area: AreaReport) -> Iterator[tuple[object, ...]]:
    title = words.text(area.rubric.title)
    for row in area.heat:
        section = words.text(row.title) if row.section else words.say(_WHOLE)
        for cell in row.cells:
            if cell is not None:
                rubric = area.versions[cell.version_id]
                yield (
                    title,
                    rubric.version,
                    section,
                    "",
                    trends.period(words, period_of(cell.first_month)),
                    None if cell.value is None else display(axis_of(rubric).shown(cell.value)),
                    cell.file_count,
                    words.yes_or_no(is_yes=cell.is_hollow),
                )


def _ratings(words: Words, report: PeriodReport, area: AreaReport) -> Iterator[tuple[object, ...]]:
    period = span_words(words, report.facts.span)
    for version, lines in area.rated.items():
        rubric = area.versions[version]
        for line in lines:
            one = said_rated(words, rubric, line)
            section = f"{one.code} {words.text(one.title)}"
            yield (
                words.text(rubric.title),
                rubric.version,
                section,
                "",
                period,
                None,
                one.files,
                None,
                one.rating,
                one.found,
                one.percent or None,
            )


def _centres(words: Words, report: PeriodReport) -> Iterator[tuple[object, ...]]:
    areas = {area.code: area for area in report.areas}
    year = str(report.facts.span.first.year)
    for line in report.centres:
        area, span = areas.get(line.code), line.span
        if area is None:
            continue
        rubric = area.versions[span.version_id]
        yield (
            words.text(rubric.title),
            rubric.version,
            words.say(_WHOLE),
            words.text(line.name),
            year,
            None if span.mean is None else display(axis_of(rubric).shown(span.mean)),
            span.files,
            words.yes_or_no(is_yes=span.provisional > 0),
        )
