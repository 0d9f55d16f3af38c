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
from qa_app.queries.series_lists import SeriesLine, one_series, series_list
from qa_app.queries.session_days import is_open_to, moves_of, proposals_of, waiting_proposals
from qa_app.queries.session_filters import SessionFilter
from qa_app.queries.session_planning import centres_to_plan
from qa_app.queries.supervision import (
    SessionHead,
    SessionLine,
    session_head,
    sessions_between,
)
from qa_app.web.double_booking import day_clash_words
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
    note = ""
    if named is not None and not is_worked:
        note = str(_("day off"))
    elif on.weekday() >= _SATURDAY and not is_worked:
        note = str(_("weekend"))
    here = tuple(one for one in sessions if one.planned_on == on)
    return WeekDay(on, note, named.name if named else None, is_worked, here)


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


def day_page(actor: Actor, session_id: int, sent: DayForm | None = None) -> DayPage:
    """Put the page of a session's days together.

    Args:
        actor: Who looks.
        session_id: The session.
        sent: A form that was sent.

    Returns:
        The page: with a form that moves the session for who plans, with one that proposes a day
        for a unit while none that it proposed waits.
    """
    head, today = session_head(database(), actor, session_id) or abort(404), local_today()
    line = head.line
    is_planned = line.state is SessionState.PLANNED
    is_move = _plans_here(actor, head)
    form, asked = None, proposals_of(database(), session_id)
    # a day that waits for its answer stands below instead of a form for a second one
    waits = sent is None and not is_move and any(one.is_open for one in asked)
    if is_planned and not waits and (is_move or is_open_to(database(), actor, session_id)):
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
        moves=tuple((one, moved_words(one)) for one in moves_of(database(), [session_id])),
        proposals=asked,
        may_answer=is_move,
        today=today,
    )


def _plans_here(actor: Actor, head: SessionHead) -> bool:
    reach = reach_of(actor, Permission.SESSION_PLAN)
    return reach.covers(head.line.centre_id, head.place_path)


def _note(on: date, centre_id: int) -> str:
    marked = marked_days(database(), NATIONAL_REGION, on, on, centre_id)
    if marked.missing_years:
        return str(
            _(
                "The holiday table of %(year)d is not there yet: nobody checked this day.",
                year=on.year,
            )
        )
    note = _day(on, (), marked).note
    return str(_("People are off on this day: %(why)s.", why=note)) if note else ""


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
        proposals=found,
        complaint=complaint,
        may_answer=may(actor, Permission.SESSION_PLAN),
        today=local_today(),
    )
