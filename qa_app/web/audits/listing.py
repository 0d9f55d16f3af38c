"""Puts the list together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.defaults import COUNT_MOST
from qa_app.domain.permissions import Permission, may
from qa_app.extensions import database
from qa_app.queries.audit_lists import (
    DRAFT,
    FINAL,
    PROVISIONAL,
    STATES,
    VOID,
    AuditCount,
    AuditFilter,
    AuditLine,
)
from qa_app.queries.result_waits import result_waits
from qa_app.web.audits.address import BEHIND_STATES, place_text, query_of
from qa_app.web.audits.labels import CHIPS, state_words
from qa_app.web.audits.pages import AuditsPage
from qa_app.web.guard import current_actor
from qa_app.web.locale import page_language
from qa_app.web.pages import Choice
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words, trends
from qa_app.wording.result_waits import short_wait


@dataclass(frozen=True, slots=True)
class ListKind:
    """Whose list it is.

    Attributes:
        scores: True for people who have drafts of their own.
        is_own: True for people who see the results of their own files only.
        may_export: True for people who may take results away item by item.
        may_request: True for people who may ask to.
    """

    scores: bool
    is_own: bool
    may_export: bool
    may_request: bool


def list_page(
    chosen: AuditFilter,
    kind: ListKind,
    lines: Sequence[AuditLine],
    count: AuditCount,
    *,
    has_more: bool,
) -> AuditsPage:
    """Put the list together.

    Args:
        chosen: The filter.
        kind: Whose list it is.
        lines: The rows of this page.
        count: How many there are.
        has_more: True when another page follows.

    Returns:
        The page.
    """
    states = state_words()
    options: list[tuple[str | None, str]] = [(None, str(_("All")))]
    # a state that nobody else's list holds is offered to those who have it, and where it is chosen
    usual = set(STATES) if kind.scores else {PROVISIONAL, FINAL, VOID, chosen.state}
    offered = usual if chosen.point is None else set(BEHIND_STATES)
    options += [(state, states[state]) for state in STATES if state in offered]
    more = query_of(chosen) | ({"after": place_text(lines[-1])} if has_more else {})
    return AuditsPage(
        heading=_own_heading(count) if kind.is_own else _heading(count),
        about=_about(chosen),
        choices=tuple(
            _choice(replace(chosen, state=state), words, is_chosen=state == chosen.state)
            for state, words in options
        ),
        mine=_choice(
            replace(chosen, is_mine=not chosen.is_mine), _("Only mine"), is_chosen=chosen.is_mine
        )
        if kind.scores or chosen.is_mine
        else None,
        lines=tuple(lines),
        states=states,
        chips=CHIPS,
        today=local_today(),
        waits=_waits(lines),
        next_address=_address(more) if has_more else None,
        empty=_empty(chosen, kind),
        is_own=kind.is_own,
        may_export=kind.may_export,
        may_request=kind.may_request,
        may_settle=may(current_actor(), Permission.AUDIT_SIGN),
        has_drafts=any(line.state == DRAFT for line in lines),
    )


def _waits(lines: Sequence[AuditLine]) -> dict[int, str]:
    words, zone = Words(page_language()), installation().timezone
    asked = [line.id for line in lines if line.state in {PROVISIONAL, FINAL}]
    found = result_waits(database(), zone, asked, at=clock.now())
    return {one: short_wait(words, wait) for one, wait in found.items()}


def _address(query: Mapping[str, str]) -> str:
    return f"{url_for('audits.index')}?{urlencode(query)}" if query else url_for("audits.index")


def _choice(chosen: AuditFilter, words: str, *, is_chosen: bool) -> Choice:
    return Choice(_address(query_of(chosen)), words, is_chosen)


def _heading(count: AuditCount) -> str:
    if count.total > COUNT_MOST:
        return str(_("More than %(n)s reviews", n=COUNT_MOST))
    found = ngettext("%(num)s review", "%(num)s reviews", count.total)
    if not count.overdue:
        return str(found)
    late = ngettext("%(num)s overdue", "%(num)s overdue", count.overdue)
    return str(_("%(found)s, %(late)s", found=found, late=late))


def _about(chosen: AuditFilter) -> str:
    point = chosen.point
    if point is None:
        return ""
    words = Words(page_language())
    return str(
        _(
            "Behind a point of a trend: read in %(period)s, version %(version)s; %(coverage)s.",
            period=trends.period(words, point.period),
            version=point.version,
            coverage=words.say(trends.COVERAGES[point.coverage]),
        )
    )


def _own_heading(count: AuditCount) -> str:
    if count.total > COUNT_MOST:
        return str(_("More than %(n)s results of your files", n=COUNT_MOST))
    return str(
        ngettext("%(num)s result of your files", "%(num)s results of your files", count.total)
    )


def _empty(chosen: AuditFilter, kind: ListKind) -> str:
    if chosen.point is not None and chosen.state is None and not chosen.is_mine:
        return str(_("You read no review of these files."))
    if chosen.state is not None or chosen.is_mine:
        return str(_("No review fits this filter. Choose “All” to see the others."))
    if kind.is_own:
        return str(
            _("None of your files has been reviewed yet. A result stands here once it is signed.")
        )
    return str(
        _(
            "No reviews yet. They appear here once files are drawn for a supervision session,"
            " and others' reviews once they are signed."
        )
    )
