"""Puts a centre's overview together."""

from collections.abc import Iterable
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.score_axis import axis_of
from qa_app.domain.series import Coverage
from qa_app.domain.shares import Measure, measures_of, red_lines_in
from qa_app.domain.trend_findings import findings_of
from qa_app.domain.verdicts import Verdict
from qa_app.extensions import database
from qa_app.queries.actions import ActionLine
from qa_app.queries.centre_needs import centre_needs
from qa_app.queries.centres import CentreHead
from qa_app.queries.trends import RubricTrend, Scope
from qa_app.web.centre_links import link_if_allowed, papers_of_centre, tabs_of_centre
from qa_app.web.centres.area_lines import AreaLine, area_lines, head_of_trends
from qa_app.web.centres.overview_why import (
    concern_words,
    stretches_now,
    why_words,
    with_signals,
)
from qa_app.web.centres.pages import CriteriaTile, NeedLine, OverviewPage
from qa_app.web.centres.trend_pages import address_of
from qa_app.web.centres.uncounted import uncounted_words
from qa_app.web.evaluated import verdicts_of_centre
from qa_app.web.guard import current_actor
from qa_app.web.held_criteria import verdict_word
from qa_app.web.locale import page_language
from qa_app.web.rated import files_of_trend, rated_of
from qa_app.wording import Words, share_trends
from qa_app.wording import trends as wording
from qa_app.wording.action_owners import OWNERS, said_owner
from qa_app.wording.follow_up import LOOKS, said_state


def overview_page(
    centre: CentreHead, scope: Scope, trends: tuple[RubricTrend, ...], today: date
) -> OverviewPage:
    """Lay the overview out.

    Args:
        centre: The centre.
        scope: The same as a scope of totals.
        trends: What was read there.
        today: Local date.

    Returns:
        The page.
    """
    words = Words(page_language())
    stretches = stretches_now(scope, trends)
    lines = with_signals(words, area_lines(words, trends, centre.areas, stretches), stretches)
    why = why_words(words, scope, trends, lines, stretches)
    needs = centre_needs(database(), current_actor(), centre.id, today)
    head = head_of_trends(trends)
    number, planned_on = centre.next_session or (None, None)
    return OverviewPage(
        centre=centre,
        tabs=tabs_of_centre(centre.id, "centres.overview"),
        headline=words.sequence(
            one
            for one in (
                _headline(words, trends),
                concern_words(words, lines, stretches),
                _red_lines(words, trends),
            )
            if one
        ),
        lede=wording.paragraph(words, (*_sentences(lines), *((why,) if why else ()))),
        lines=lines,
        reached=head.reached,
        rated=head.rated,
        needs=needs,
        need_lines=() if needs is None else tuple(_need(words, one) for one in needs.lines),
        today=today,
        days_to_session=None if planned_on is None else (planned_on - today).days,
        session_day=planned_on,
        session_address=None
        if number is None
        else link_if_allowed("supervision.show", Permission.SESSION_READ, session_id=number),
        criteria=_criteria(current_actor(), centre.id, today),
        cases_address=link_if_allowed("cases.index", Permission.CASE_READ, centre_id=centre.id),
        trend_address=address_of(scope),
        uncounted=uncounted_words(scope),
        papers=papers_of_centre(centre.id),
        sums=tuple(
            (one.current.title, rated)
            for one in trends
            if (rated := rated_of(words, files_of_trend(scope, one, today)))
        ),
    )


def _red_lines(words: Words, trends: Iterable[RubricTrend]) -> str:
    clear = red_lines_in(
        latest
        for one in trends
        if (latest := one.whole(Coverage.SAMPLED).latest) is not None
        and Measure.REDLINE in measures_of(one.versions[latest.version_id])
    )
    return "" if clear is None else share_trends.red_lines(words, clear)


def _need(words: Words, line: ActionLine) -> NeedLine:
    is_agreed = line.session_id is not None
    worker = line.worker
    owner = said_owner(words, line.owner, worker) if is_agreed else words.say(OWNERS[line.owner])
    state = said_state(words, line.state, line.owner, is_agreed=is_agreed, worker=worker)
    return NeedLine(line, owner, state, LOOKS[line.state])


def _criteria(actor: Actor, centre_id: int, today: date) -> CriteriaTile | None:
    if not may(actor, Permission.CRITERIA_READ):
        return None
    given = verdicts_of_centre(actor, centre_id, today)
    return CriteriaTile(
        address=url_for("endorsement.criteria", centre=centre_id),
        met=given[Verdict.MET],
        asked=sum(given.values()),
        rest=tuple(
            (verdict_word(verdict), count)
            for verdict, count in given.items()
            if count and verdict is not Verdict.MET
        ),
    )


def _headline(words: Words, trends: tuple[RubricTrend, ...]) -> str:
    head = head_of_trends(trends)
    imported = [one for one in trends if one.main_coverage is Coverage.IMPORTED]
    if head.rated == 0 and imported:
        first = imported[0]
        finding = findings_of(first.whole(Coverage.IMPORTED))[0]
        return wording.sentence(words, finding, axis_of(first.current))
    return wording.headline(words, head, has_files=bool(trends))


def _sentences(lines: tuple[AreaLine, ...]) -> tuple[str, ...]:
    provisional = sum(line.provisional for line in lines)
    said = []
    if lines:
        total = sum(line.files for line in lines)
        said.append(
            ngettext(
                "%(num)s review stands behind the latest periods, %(final)s of them final.",
                "%(num)s reviews stand behind the latest periods, %(final)s of them final.",
                total,
                final=total - provisional,
            )
        )
    if provisional:
        said.append(_("Provisional results may still change and enter no criterion."))
    if any(line.is_imported for line in lines):
        said.append(_("Imported history was not read with this platform and enters no criterion."))
    return tuple(said)
