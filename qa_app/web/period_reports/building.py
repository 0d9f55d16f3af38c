"""Puts the list of reports and one report together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from qa_app.clock import local_day
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.people import NO_REACH, Actor
from qa_app.domain.period_report import PeriodReport, period_report
from qa_app.domain.permissions import Permission, may, reports_inside
from qa_app.domain.report_events import ReportMade
from qa_app.domain.report_facts import ReportKind
from qa_app.domain.told_answers import ALL_TOLD, ToldAnswers
from qa_app.extensions import database
from qa_app.queries.journal import sealed_by
from qa_app.queries.period_reports import (
    ReportLine,
    StoredReport,
    new_reports,
    report_in_reach,
    reports_page,
)
from qa_app.queries.trends import centre_scope
from qa_app.reports.charts import Chart, chart_svg
from qa_app.reports.interval_plot import IntervalPlot, interval_plot_svg
from qa_app.reports.period_charts import (
    AreaCharts,
    captions_of,
    centre_plots,
    period_charts,
)
from qa_app.reports.period_pdf import period_pdf
from qa_app.reports.report_tables import report_csv
from qa_app.reports.word_draft import word_draft
from qa_app.web.anchors import anchor_by
from qa_app.web.filters import chosen, chosen_language, chosen_number
from qa_app.web.locale import page_language
from qa_app.web.pages import Choice
from qa_app.web.period_reports.pages import (
    ListedReport,
    Picture,
    ReportPage,
    ReportsPage,
    ShownBlock,
)
from qa_app.web.settings import installation, local_today
from qa_app.web.told_here import told_here
from qa_app.wording import Words
from qa_app.wording.period_reports import report_file, said_period
from qa_app.wording.report_areas import span_words
from qa_app.wording.report_points import with_points
from qa_app.wording.said_period import SaidBlock, SaidPeriod

_SMALL = 100
_LANGUAGE_NAMES = (("zh", "中文"), ("en", "English"))
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"pdf": "application/pdf", "docx": _WORD, "csv": "text/csv"}
"""Ending of a file to its type."""


@dataclass(frozen=True, slots=True)
class _Told:
    stored: StoredReport
    report: PeriodReport
    said: SaidPeriod
    charts: Mapping[str, AreaCharts]
    plots: Mapping[str, IntervalPlot]


def list_page(actor: Actor) -> ReportsPage:
    """List the reports of the kind that the address asks for.

    Args:
        actor: Who asks.

    Returns:
        The page; it stops with 404 for a kind or page that is none.
    """
    kinds = _kinds(actor)
    kind, centre = _kind(kinds), chosen_number("centre")
    number = _page_number()
    found = reports_page(database(), actor, kind, centre, number, ROWS_PER_PAGE)
    words = Words(page_language())
    waiting = sum(new_reports(database(), actor, local_today()).values())
    return ReportsPage(
        finding=_finding(waiting),
        kinds=tuple(
            Choice(url_for("period_reports.index", kind=one.value), said, one is kind)
            for one, said in (
                (ReportKind.QUARTER, str(_("Quarterly reports"))),
                (ReportKind.YEAR, str(_("Annual reports"))),
            )
            if one in kinds
        ),
        reports=tuple(_listed(words, one) for one in found[:ROWS_PER_PAGE]),
        centre=words.text(found[0].name) if centre is not None and found else "",
        centre_id=centre,
        languages=_LANGUAGE_NAMES,
        newer=_turned(kind, centre, number - 1) if number > 1 else None,
        older=_turned(kind, centre, number + 1) if len(found) > ROWS_PER_PAGE else None,
        reads_reviews=may(actor, Permission.AUDIT_READ),
    )


def report_page(actor: Actor, report_id: int) -> ReportPage:
    """Show one version of a report.

    Args:
        actor: Who asks.
        report_id: Which.

    Returns:
        The page; it stops with 404 for what is out of reach.
    """
    told = _told(actor, report_id, Words(page_language()))
    versions = told.stored.versions
    return ReportPage(
        id=report_id,
        headline=told.said.headline,
        paper=told.said.paper,
        blocks=tuple(_shown(told, one) for one in told.said.blocks),
        versions=tuple(
            Choice(
                url_for("period_reports.report", report_id=one),
                str(_("version %(number)s", number=number)),
                one == report_id,
            )
            for number, one in versions
        ),
        languages=_LANGUAGE_NAMES,
        is_latest=versions[0][1] == report_id,
    )


def report_paper(actor: Actor, report_id: int, form: str) -> tuple[bytes, str]:
    """Give a report as a file.

    Args:
        actor: Who asks.
        report_id: Which version of which report.
        form: `pdf`, `docx` or `csv`.

    Returns:
        The file, the same bytes for the same report, reader's rights and language, on every day;
        and its name.
    """
    language = chosen_language()
    words = Words(language)
    told = _told(actor, report_id, words)
    facts = told.report.facts
    name = report_file(facts.scope, facts.span, told.stored.version)
    if form == "pdf":
        anchor_by(sealed_by(database(), ReportMade, report_id))
        file = period_pdf(told.said, told.charts, told.plots)
    elif form == "docx":
        file = word_draft(with_points(words, told.report, told.said))
    else:
        file = report_csv(words, told.report)
    return file, f"{name}_{language}.{form}"


def _told(actor: Actor, report_id: int, words: Words) -> _Told:
    stored = report_in_reach(database(), actor, report_id) or abort(404)
    report = period_report(
        stored.facts,
        stored.rubrics,
        sees_files=stored.sees_files,
        is_aggregate=stored.is_aggregate,
        told=_told_answers(actor, stored),
    )
    said = said_period(words, report, stored.version, stored.digest)
    charts, plots = period_charts(words, report), centre_plots(words, report)
    return _Told(stored, report, said, charts, plots)


def _told_answers(actor: Actor, stored: StoredReport) -> ToldAnswers:
    scope = None
    if stored.centre_id is not None:
        scope = centre_scope(database(), actor, stored.centre_id)
    return ALL_TOLD if scope is None else told_here(scope, months=stored.facts.span.months)


def _kind(kinds: Sequence[ReportKind]) -> ReportKind:
    return ReportKind(chosen("kind", set(kinds), kinds[0]))


def _kinds(actor: Actor) -> Sequence[ReportKind]:
    # quarters of centres are for those who work with them
    is_inside = reports_inside(actor) != NO_REACH
    return tuple(ReportKind) if is_inside else (ReportKind.YEAR,)


def _page_number() -> int:
    number = chosen_number("page")
    return 1 if number is None else number or abort(404)


def _turned(kind: ReportKind, centre: int | None, number: int) -> str:
    return url_for("period_reports.index", kind=kind.value, centre=centre, page=number)


def _finding(waiting: int) -> str:
    if not waiting:
        return str(_("Reports: you have opened those of the last quarter and year"))
    return str(
        ngettext(
            "Reports: %(num)d new one of the last quarter or year",
            "Reports: %(num)d new ones of the last quarter or year",
            waiting,
        )
    )


def _listed(words: Words, one: ReportLine) -> ListedReport:
    return ListedReport(
        id=one.id,
        name=words.text(one.name),
        period=span_words(words, one.span),
        version=one.version,
        made_on=local_day(one.made_at, installation().timezone),
        is_new=one.is_new,
    )


def _shown(told: _Told, block: SaidBlock) -> ShownBlock:
    drawn, plot = told.charts.get(block.area), told.plots.get(block.centres)
    if plot is not None:
        drawing = Markup(interval_plot_svg(plot))  # noqa: S704 - escaped there
        return ShownBlock(block, Picture(plot.heading, drawing), (), 0, (), "")
    if drawn is None:
        return ShownBlock(block, None, (), 0, (), "")
    (area,) = (one for one in told.report.areas if one.code == block.area)
    return ShownBlock(
        block,
        Picture(drawn.names[0], _svg(drawn.whole)),
        captions_of(drawn.whole),
        max(area.axis.lines, default=0),
        tuple(Picture(title, _svg(chart, _SMALL)) for title, chart in drawn.sections),
        drawn.names[1],
        len(drawn.whole.segments) > 1,
    )


def _svg(chart: Chart, *heights: int) -> Markup:
    return Markup(chart_svg(chart, *heights))  # noqa: S704 - escaped there
