"""Finds what is asked for and puts the pages of coverage together."""

import re
from dataclasses import replace
from datetime import date

from flask import abort, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from qa_app.domain.defaults import NOT_SEEN_DAYS
from qa_app.domain.month_grid import MONTHS_A_QUARTER, month_after
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.quarters import Quarter, quarter_of, quarters_over
from qa_app.domain.session_coverage import (
    CoverageContent,
    CoverageOf,
    Window,
    quarter_window,
    reach_over_coverage,
    usual_window,
)
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.coverage_content import coverage_content
from qa_app.queries.session_coverage import coverage_of, first_coverage
from qa_app.queries.supervised_supervisors import received_months
from qa_app.queries.supervision_measures import supervision_measures
from qa_app.queries.supervisor_reviews import items_of_measures, supervisors_to_review
from qa_app.reports.charts import Chart, chart_svg
from qa_app.reports.coverage_chart import coverage_chart
from qa_app.reports.supervision_report import PaperWords, supervision_pdf
from qa_app.web.coverage.pages import CoveragePage, NoCoveragePage, QuarterPage
from qa_app.web.locale import page_language
from qa_app.web.pages import Choice, Page
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording import supervision_papers as papers
from qa_app.wording.said_coverage import (
    SaidCoverage,
    said_coverage,
    said_name,
    said_received,
)
from qa_app.wording.said_measures import said_measures

_OF = re.compile(r"(network|place|centre|supervisor|practitioner)-(\d{1,9})")
_QUARTER = re.compile(r"(\d{4})-([1-4])")
_QUARTERS_SHOWN = 8
_FIRST_YEAR = 2000
_LANGUAGE_NAMES = (("zh", "中文"), ("en", "English"))


def of_text(of: CoverageOf) -> str:
    """Write a subject as it stands in an address."""
    return f"{of.scope.value}-{of.id}"


def coverage_page(actor: Actor) -> Page:
    """Show the coverage that the address asks for, or what is the reader's own.

    Args:
        actor: Who asks.

    Returns:
        The page; it stops with 404 for what is out of reach.
    """
    today = local_today()
    of = _asked(actor)
    if of is None:
        return NoCoveragePage()
    days = request.args.get("unseen", default=NOT_SEEN_DAYS[0], type=int)
    if days not in NOT_SEEN_DAYS:
        abort(404)
    words = Words(page_language())
    content = coverage_content(database(), of, usual_window(today))
    chart = _chart(words, content)
    return CoveragePage(
        of=of_text(of),
        told=said_coverage(words, content, days),
        svg=_drawn(chart),
        above=tuple(_choice(words, one, of) for one in of.parents),
        mine=tuple(_choice(words, one, of) for one in _mine(actor, of)),
        unseen=tuple(
            Choice(
                url_for("coverage.index", of=of_text(of), unseen=one, _anchor="unseen"),
                str(_("%(days)s days", days=one)),
                one == days,
            )
            for one in NOT_SEEN_DAYS
        ),
        quarter=_last_quarter(today),
    )


def quarter_page(actor: Actor) -> Page:
    """Show the supervision report of a quarter.

    Args:
        actor: Who asks.

    Returns:
        The page; it stops with 404 for what is out of reach or has not begun.
    """
    of, window, quarter = _asked_quarter(actor)
    words = Words(page_language())
    content = coverage_content(database(), of, window)
    return QuarterPage(
        of=of_text(of),
        told=_told(words, content),
        title=papers.title(words),
        subject=papers.subject(words, said_name(words, of), quarter),
        svg=_drawn(_chart(words, content)),
        quarter=quarter,
        quarters=tuple(
            Choice(
                url_for("coverage.report", of=of_text(of), quarter=one),
                papers.quarter(words, one),
                one == quarter,
            )
            for one in _quarters(local_today())
        ),
        languages=_LANGUAGE_NAMES,
        reviewed=_reviewed(actor, of, window),
    )


def _reviewed(actor: Actor, of: CoverageOf, window: Window) -> int | None:
    is_supervisor = of.scope is SessionScope.SUPERVISOR and of.id != actor.account_id
    is_over = month_after(window.first, MONTHS_A_QUARTER) <= window.today
    if not is_supervisor or not is_over or not may(actor, Permission.SUPERVISOR_REVIEW):
        return None
    found = supervisors_to_review(database(), actor, window.today)
    return of.id if any(one.id == of.id for one in found) else None


def quarter_paper(actor: Actor) -> tuple[bytes, str]:
    """Print the supervision report of a quarter.

    Args:
        actor: Who asks.

    Returns:
        A PDF file, the same bytes for the same numbers on the same day, and its name.
    """
    of, window, quarter = _asked_quarter(actor)
    language = request.args.get("lang", page_language())
    if language not in LANGUAGES:
        abort(404)
    words = Words(language)
    content = coverage_content(database(), of, window)
    paper = PaperWords(
        title=papers.title(words),
        subject=papers.subject(words, said_name(words, of), quarter),
        chart=papers.chart(words),
        made=papers.made(words, window.today),
        page=papers.page(words),
        mark=papers.mark(words),
    )
    file = supervision_pdf(_told(words, content), _chart(words, content), paper)
    return file, f"supervision-{of_text(of)}-{quarter}_{language}.pdf"


def _told(words: Words, content: CoverageContent) -> SaidCoverage:
    told = said_coverage(words, content, NOT_SEEN_DAYS[0])
    zone = installation().timezone
    measures = supervision_measures(database(), content.of, content.window, zone)
    if not measures:
        return told
    months = received_months(database(), content.of.id, content.window)
    received = (said_received(words, months),) if months else ()
    items = items_of_measures(database(), content.window.today)
    asked = said_measures(words, measures, items)
    return replace(told, tables=(asked, *received, *told.tables))


def _asked(actor: Actor) -> CoverageOf | None:
    wanted = request.args.get("of")
    if wanted is None:
        return first_coverage(database(), actor)
    found = _OF.fullmatch(wanted) or abort(404)
    of = coverage_of(database(), actor, SessionScope(found[1]), int(found[2]))
    return of or abort(404)


def _asked_quarter(actor: Actor) -> tuple[CoverageOf, Window, str]:
    of = _asked(actor) or abort(404)
    today = local_today()
    wanted = request.args.get("quarter", _last_quarter(today))
    found = _QUARTER.fullmatch(wanted) or abort(404)
    year, quarter = int(found[1]), int(found[2])
    if year < _FIRST_YEAR or Quarter(year, quarter).first > today:
        abort(404)
    return of, quarter_window(year, quarter, today), wanted


def _mine(actor: Actor, shown: CoverageOf) -> tuple[CoverageOf, ...]:
    found: list[CoverageOf | None] = []
    if actor.account_id is not None and may(actor, Permission.SESSION_PLAN):
        mine = coverage_of(database(), actor, SessionScope.SUPERVISOR, actor.account_id)
        found.append(mine)
    if actor.practitioner_id is not None:
        own = coverage_of(database(), actor, SessionScope.PRACTITIONER, actor.practitioner_id)
        found.append(own)
    centres = sorted(reach_over_coverage(actor).centre_ids)
    found += [coverage_of(database(), actor, SessionScope.CENTRE, one) for one in centres]
    shown_as = (shown.scope, shown.id)
    return tuple(one for one in found if one is not None and (one.scope, one.id) != shown_as)


def _choice(words: Words, one: CoverageOf, shown: CoverageOf) -> Choice:
    address = url_for("coverage.index", of=of_text(one))
    return Choice(address, said_name(words, one), one.id == shown.id and one.scope == shown.scope)


def _chart(words: Words, content: CoverageContent) -> Chart | None:
    return coverage_chart(words, "coverage", said_name(words, content.of), content.charted)


def _drawn(chart: Chart | None) -> str:
    return Markup("" if chart is None else chart_svg(chart))  # noqa: S704 - escaped there


def _last_quarter(today: date) -> str:
    return _quarters(today)[1]


def _quarters(today: date) -> tuple[str, ...]:
    over = quarters_over(today, _QUARTERS_SHOWN - 1)
    return tuple(str(one) for one in (quarter_of(today), *over))
