"""Puts the pages of the week, of series and of days together."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import abort
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.double_booking import Clash
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.session_series import SeriesDifference
from qa_app.domain.supervision import SessionState
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.extensions import database
from qa_app.queries.holidays import MarkedDays, marked_days
from qa_app.queries.local_days import closed_days
from qa_app.queries.series_lists import SeriesLine, one_series, series_list
from qa_app.queries.session_days import (
    ProposalLine,
    is_open_to,
    moves_of,
    proposals_of,
    waiting_proposals,
)
from qa_app.queries.session_filters import SessionFilter
from qa_app.queries.session_planning import centres_to_plan
from qa_app.queries.supervision import (
    SessionHead,
    SessionLine,
    session_head,
    sessions_between,
)
from qa_app.web.double_booking import day_clash_words
from qa_app.web.forms import form_key
from qa_app.web.labels import plain
from qa_app.web.schedule.forms import DayForm, EndForm
from qa_app.web.schedule.labels import (
    difference_words,
    moved_words,
    terms_words,
    unchecked_years,
    week_finding,
)
from qa_app.web.schedule.pages import (
    DayPage,
    Preview,
    ProposalsPage,
    SeriesListPage,
    SeriesPage,
    ShownProposal,
    WeekDay,
    WeekPage,
)
from qa_app.web.session_filters import asked_filter
from qa_app.web.session_labels import near_day, type_words
from qa_app.web.settings import local_today

_WEEK = timedelta(days=7)
_SATURDAY = 5
_SERIES_MOST = 200
_AHEAD = timedelta(days=366)


def week_page(actor: Actor, wanted: date) -> WeekPage:
    """Put a week together.

    Args:
        actor: Who looks.
        wanted: Any day of the week.

    Returns:
        The page, from Monday on.
    """
    first, today = wanted - timedelta(days=wanted.weekday()), local_today()
    last, shown = first + timedelta(days=6), asked_filter(actor)
    sessions = sessions_between(database(), actor, first, last, only=shown.only)
    marked = marked_days(database(), NATIONAL_REGION, first, last)
    days = [_day(first + timedelta(days=place), sessions, marked) for place in range(7)]
    return WeekPage(
        finding=week_finding(first, sessions, today),
        first=first,
        previous=first - _WEEK,
        following=first + _WEEK,
        days=tuple(days),
        shown=shown,
        today=today,
        may_plan=may(actor, Permission.SESSION_PLAN),
        missing_years=marked.missing_years,
    )


def _day(on: date, sessions: Sequence[SessionLine], marked: MarkedDays) -> WeekDay:
    named = marked.days.get(on)
    is_worked = named is not None and named.is_working
    here = tuple(one for one in sessions if one.planned_on == on)
    return WeekDay(on, _why_off(on, marked), named.name if named else None, is_worked, here)


def _why_off(on: date, marked: MarkedDays) -> str:
    named = marked.days.get(on)
    if named is not None:
        return "" if named.is_working else str(_("day off"))
    return str(_("weekend")) if on.weekday() >= _SATURDAY else ""


def series_list_page(actor: Actor) -> SeriesListPage:
    """Put the list of series together.

    Args:
        actor: Who looks.

    Returns:
        The page.
    """
    today = local_today()
    found = series_list(database(), actor, today, _SERIES_MOST)
    going = sum(one.is_active for one in found)
    finding = ngettext("%(num)d series goes on", "%(num)d series go on", going)
    return SeriesListPage(
        finding=str(finding) if going else str(_("No session repeats by itself")),
        rows=tuple((one, terms_words(one.terms)) for one in found),
        today=today,
        may_plan=may(actor, Permission.SESSION_PLAN),
    )


def series_or_404(actor: Actor, series_id: int) -> SeriesLine:
    """Find a series.

    Args:
        actor: Who looks.
        series_id: The series; one out of reach answers as one that does not exist.

    Returns:
        The series.
    """
    return one_series(database(), actor, series_id, local_today()) or abort(404)


def series_page(actor: Actor, series_id: int, sent: EndForm | None = None) -> SeriesPage:
    """Put one series together.

    Args:
        actor: Who looks.
        series_id: The series.
        sent: The form that ends it, when it was sent.

    Returns:
        The page.
    """
    series, today = series_or_404(actor, series_id), local_today()
    only = SessionFilter(centre_id=series.place.centre_id, type=series.place.type)
    ahead = sessions_between(database(), actor, today, today + _AHEAD, only=only)
    form = None
    if series.is_active and _may_plan(actor, series.place.centre_id):
        form = sent or EndForm(formdata=None, prefix="end")
        form.revision.data, form.revision.raw_data = series.revision, None
    return SeriesPage(
        series=series,
        repeats=terms_words(series.terms),
        sessions=tuple(one for one in ahead if one.series_id == series_id),
        today=today,
        end_form=form,
    )


def _may_plan(actor: Actor, centre_id: int) -> bool:
    return centre_id in {one.id for one in centres_to_plan(database(), actor, local_today())}


def preview_of(
    found: SeriesDifference, clashes: Sequence[Clash], today: date, *, is_new: bool
) -> Preview:
    """Put a preview together.

    Args:
        found: What would be added, removed and kept.
        clashes: Who would be in two sessions at once.
        today: The present.
        is_new: True for a new series.

    Returns:
        The preview.
    """
    return Preview(
        difference_words(found, is_new=is_new),
        found,
        unchecked_years(found),
        tuple(day_clash_words(one, today) for one in clashes),
    )


def day_page(
    actor: Actor, session_id: int, sent: DayForm | None = None, complaint: str = ""
) -> DayPage:
    """Put the page of a session's days together.

    Args:
        actor: Who looks.
        session_id: The session.
        sent: A form that was sent.
        complaint: Why what was sent could not be kept, where no form says it; empty otherwise.

    Returns:
        The page: with a form that moves the session for who plans, with one that proposes a day
        for a unit while none that it proposed waits.
    """
    head, today = session_head(database(), actor, session_id) or abort(404), local_today()
    line = head.line
    is_planned = line.state is SessionState.PLANNED
    is_move = _plans_here(actor, head)
    form, asked = None, proposals_of(database(), actor, session_id)
    # a day that waits for its answer stands below instead of a form for a second one
    may_propose = not is_move and is_planned and is_open_to(database(), actor, session_id)
    waits = next((one for one in asked if one.is_open and may_propose), None)
    may_change = (is_planned and is_move) or may_propose
    if may_change and (sent is not None or waits is None):
        form = sent or DayForm(formdata=None, prefix="day")
        form.offer(line, is_move=is_move)
    finding = _(
        "%(kind)s at %(centre)s on %(day)s",
        kind=type_words(line.type),
        centre=plain(line.centre_name),
        day=near_day(line.planned_on, today),
    )
    return DayPage(
        head=head,
        finding=str(finding),
        form=form,
        is_move=is_move,
        day_note=_note(form.to_on.data, line.centre_id) if form and form.to_on.data else "",
        complaint=complaint,
        waiting=_waiting_words(waits),
        moves=tuple((one, moved_words(one)) for one in moves_of(database(), [session_id])),
        proposals=_shown(asked, today),
        today=today,
    )


def _waiting_words(one: ProposalLine | None) -> str:
    if one is None:
        return ""
    if one.is_own:
        return str(_("To propose another day, first withdraw the one that waits."))
    return str(_("Another day can be proposed once the one that waits is answered or withdrawn."))


def _plans_here(actor: Actor, head: SessionHead) -> bool:
    reach = reach_of(actor, Permission.SESSION_PLAN)
    return reach.covers(head.line.centre_id, head.place_path)


def _note(on: date, centre_id: int) -> str:
    marked = marked_days(database(), NATIONAL_REGION, on, on, centre_id)
    return _unchecked(on, marked) or _off_words(_why_off(on, marked))


def _unchecked(on: date, marked: MarkedDays) -> str:
    if on.year not in marked.missing_years:
        return ""
    return str(
        _("The holiday table of %(year)d is not there yet: nobody checked this day.", year=on.year)
    )


def _off_words(why: str) -> str:
    return str(_("People are off on this day: %(why)s.", why=why)) if why else ""


def off_words(on: date, centre_id: int) -> str:
    """Say why people are off on a day.

    Args:
        on: The day.
        centre_id: The centre whose local days off count as well.

    Returns:
        A sentence; empty for a working day, for one that nobody checked, and for one gone by.
    """
    marked = marked_days(database(), NATIONAL_REGION, on, on, centre_id)
    is_asked = on >= local_today() and not marked.missing_years
    return _off_words(_why_off(on, marked)) if is_asked else ""


def _shown(found: Sequence[ProposalLine], today: date) -> tuple[ShownProposal, ...]:
    """Put notes beside proposed days, with the same few queries however many there are."""
    waiting = [one for one in found if one.is_open]
    if not waiting:
        return tuple(ShownProposal(one, "", is_gone=False, key="") for one in found)
    first, last = min(one.day for one in waiting), max(one.day for one in waiting)
    marked = marked_days(database(), NATIONAL_REGION, first, last)
    closed = closed_days(database(), {one.centre_id for one in waiting}, first, last)
    shown = []
    for one in found:
        is_gone, note = one.is_open and one.day < today, ""
        if is_gone:
            note = str(_("This day has gone by."))
        elif one.is_open:
            is_closed = one.day in closed.get(one.centre_id, ())
            why = str(_("day off")) if is_closed else _why_off(one.day, marked)
            note = _unchecked(one.day, marked) or _off_words(why)
        shown.append(ShownProposal(one, note, is_gone, form_key() if one.is_open else ""))
    return tuple(shown)


def proposals_page(actor: Actor, complaint: str = "") -> ProposalsPage:
    """Put the list of days that wait for an answer together.

    Args:
        actor: Who looks.
        complaint: Why an answer could not be kept; empty otherwise.

    Returns:
        The page.
    """
    found = waiting_proposals(database(), actor, ROWS_PER_PAGE)
    said = ngettext(
        "%(num)d proposed day waits for an answer",
        "%(num)d proposed days wait for an answer",
        len(found),
    )
    return ProposalsPage(
        finding=str(said) if found else str(_("No proposed day waits for an answer")),
        proposals=_shown(found, local_today()),
        complaint=complaint,
        may_answer=may(actor, Permission.SESSION_PLAN),
    )
