"""Routes of the first page."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.defaults import NEXT_DAYS, ROWS_AT_A_GLANCE, ROWS_PER_PAGE, SOON_DAYS
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reads_only_own
from qa_app.domain.standards import remind_until
from qa_app.domain.supervision import SessionState
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.paths import resource
from qa_app.queries.answered_drafts import answered_drafts
from qa_app.queries.barred_drafts import BarredDraft, barred_within
from qa_app.queries.calibration_due import calibrations_due
from qa_app.queries.library import StoredDocument, documents_to_review
from qa_app.queries.own_results import OwnResult, own_results, sessions_taken_part_in
from qa_app.queries.rubric_drafts import drafts_to_publish
from qa_app.queries.supervision import (
    SessionLine,
    next_session,
    own_sessions,
    sessions_between,
)
from qa_app.queries.today import (
    DraftLine,
    VoidRequest,
    count_drafts,
    drafts_to_sign,
    lately_signed,
    void_requests,
)
from qa_app.web.guard import current_actor, requires
from qa_app.web.home.access import access_today
from qa_app.web.home.account import account_today
from qa_app.web.home.follow_up import follow_up_today, follow_up_words
from qa_app.web.home.heading import heading
from qa_app.web.home.limits import limits_today, limits_words
from qa_app.web.home.marks import (
    flagged_today,
    harm_count_words,
    harms_given,
    harms_today,
)
from qa_app.web.home.pages import TodayPage, WorkerTodayPage
from qa_app.web.home.papers import papers_today
from qa_app.web.home.people import people_today
from qa_app.web.home.reports import reports_today
from qa_app.web.home.service import service_today
from qa_app.web.home.standings import standings_today, standings_words
from qa_app.web.home.stuck import stuck_today, stuck_words
from qa_app.web.home.supervision import supervision_today
from qa_app.web.home.system import system_today
from qa_app.web.home.ways import requests_waiting, ways_from_here
from qa_app.web.settings import installation, local_today

bp = Blueprint("home", __name__)
_A_DAY = timedelta(days=1)


@bp.get("/")
@requires(Permission.SELF_MANAGE)
def today() -> ResponseReturnValue:
    actor, day = current_actor(), local_today()
    if reads_only_own(actor):
        return _worker_today(actor, day).render()
    reads_audits = may(actor, Permission.AUDIT_READ)
    has_sessions = may(actor, Permission.SESSION_READ)
    soon = day + timedelta(days=SOON_DAYS)
    drafts = drafts_to_sign(database(), actor, soon, ROWS_PER_PAGE) if reads_audits else ()
    supervision = supervision_today(actor, day)
    to_record = _to_record(actor, day, supervision.begun) if has_sessions else ()
    asked = _void_requests(actor)
    to_publish = drafts_to_publish(database(), actor)
    barred = _barred(actor, day)
    coming = _coming(actor, day) if has_sessions else ()
    since = clock.now() - timedelta(days=NEXT_DAYS)
    glance = ROWS_AT_A_GLANCE
    changed = lately_signed(database(), actor, since, glance + 1) if reads_audits else ()
    to_review = _to_review(actor, day)
    follow = follow_up_today(actor, day)
    harms, flagged, stuck = harms_today(actor), flagged_today(actor), stuck_today(actor, day)
    limits, service, papers = limits_today(actor), service_today(actor), papers_today(actor)
    access, standings = access_today(actor), standings_today(actor)
    requests, system = requests_waiting(actor), system_today(actor)
    listed = (drafts, to_record, asked, barred, to_review, harms, service.containing)
    late, soon_due = _due(drafts, day)
    page = TodayPage(
        finding=heading(
            (
                harm_count_words(len(harms)),
                service.to_contain,
                *limits_words(limits)[:1],
                service.urgent,
                late,
                *follow_up_words(follow, day)[:1],
                system.urgent,
            ),
            (
                soon_due,
                _recording(len(to_record)),
                _voiding(len(asked)),
                *limits_words(limits)[1:],
                *service.others,
                *papers.words,
                *access.words,
                standings_words(len(standings)),
                _asked_for(requests),
                *supervision.words,
                *follow_up_words(follow, day)[1:],
                stuck_words(len(stuck)),
                _publishing(len(to_publish)),
                _to_give(len(barred)),
                _over(to_review, day),
                system.others,
            ),
            is_cut=follow.is_cut or supervision.is_cut or _is_cut(*listed),
        ),
        today=day,
        account=account_today(actor),
        to_record=to_record,
        void_requests=asked,
        to_publish=to_publish,
        barred=barred,
        to_review=to_review[:glance],
        has_more_to_review=len(to_review) > glance,
        drafts=drafts,
        answered=_answered(actor, drafts),
        draft_count=count_drafts(database(), actor) if reads_audits else 0,
        coming=coming,
        following=next_session(database(), actor, day) if has_sessions and not coming else None,
        changed=changed[:glance],
        has_more_changed=len(changed) > glance,
        has_sessions=has_sessions,
        ways=ways_from_here(actor, requests),
        follow=follow,
        supervision=supervision,
        calibrations=_calibrations(actor, day),
        harms=harms,
        flagged=flagged,
        harms_given=harms_given(actor, since),
        stuck=stuck,
        limits=limits,
        service=service,
        papers=papers,
        access=access,
        people=people_today(actor),
        reports=reports_today(actor, day),
        standings=standings,
        system=system,
    )
    return page.render()


@lru_cache
def _practised() -> frozenset[str]:
    # a practice file is named by its rubric and a number
    files = (resource("rubrics") / "practice").glob("*.yaml")
    return frozenset(one.stem.rpartition("_")[0] for one in files)


def _calibrations(actor: Actor, day: date) -> tuple[BilingualText, ...]:
    return calibrations_due(database(), actor, _practised(), installation().timezone, day)


def _worker_today(actor: Actor, day: date) -> WorkerTodayPage:
    found = own_results(database(), actor, installation().timezone, ROWS_PER_PAGE)
    to_read = tuple(one for one in found if not one.is_final)
    named = sessions_taken_part_in(database(), actor, day)
    until = day + timedelta(days=NEXT_DAYS)
    coming = tuple(
        one
        for one in sessions_between(database(), actor, day, until)
        if one.id in named and one.state is SessionState.PLANNED
    )
    parts = [
        ngettext(
            "%(num)d result of your files is provisional",
            "%(num)d results of your files are provisional",
            len(to_read),
        )
        if to_read
        else "",
        ngettext("%(num)d session to attend", "%(num)d sessions to attend", len(coming))
        if coming
        else "",
    ]
    follow, limits = follow_up_today(actor, day), limits_today(actor)
    supervision = supervision_today(actor, day)
    (over, due), (late, waits) = limits_words(limits), follow_up_words(follow, day)
    return WorkerTodayPage(
        finding=heading(
            (over, late),
            (due, *supervision.words, waits, *parts),
            is_cut=follow.is_cut or supervision.is_cut or _is_cut(to_read),
        ),
        today=day,
        account=account_today(actor),
        duties=tuple(sorted((*coming, *to_read), key=_when)),
        results=found[:ROWS_AT_A_GLANCE],
        has_practitioner=actor.practitioner_id is not None,
        trend_address=""
        if actor.practitioner_id is None
        else url_for("own_trends.show", practitioner_id=actor.practitioner_id),
        follow=follow,
        supervision=supervision,
        limits=limits,
    )


def _when(duty: OwnResult | SessionLine) -> date:
    if isinstance(duty, SessionLine):
        return duty.planned_on
    return duty.answer_until or date.max


def _void_requests(actor: Actor) -> tuple[VoidRequest, ...]:
    if not may(actor, Permission.AUDIT_VOID):
        return ()
    return void_requests(database(), actor, ROWS_PER_PAGE)


def _barred(actor: Actor, day: date) -> tuple[BarredDraft, ...]:
    if not may(actor, Permission.SAMPLE_DRAW):
        return ()
    return barred_within(database(), actor, day, ROWS_PER_PAGE)


def _to_give(count: int) -> str:
    if not count:
        return ""
    return str(
        ngettext(
            "%(num)d file needs another reviewer", "%(num)d files need another reviewer", count
        )
    )


def _to_review(actor: Actor, day: date) -> tuple[StoredDocument, ...]:
    if not may(actor, Permission.STANDARD_EDIT):
        return ()
    return documents_to_review(database(), remind_until(day), ROWS_PER_PAGE)


def _to_record(actor: Actor, day: date, begun: frozenset[int]) -> tuple[SessionLine, ...]:
    # a session whose record was begun is told once, as a record to finish
    found = own_sessions(database(), actor, since=None, until=day - _A_DAY, most=ROWS_PER_PAGE)
    return tuple(one for one in found if one.id not in begun)


def _coming(actor: Actor, day: date) -> tuple[SessionLine, ...]:
    until = day + timedelta(days=NEXT_DAYS)
    if may(actor, Permission.SESSION_PLAN):
        # who plans for many centres wants to see the sessions they lead, not everyone's
        own = own_sessions(database(), actor, since=day, until=until, most=ROWS_PER_PAGE)
        if own:
            return own
    found = sessions_between(database(), actor, day, until, most=ROWS_PER_PAGE)
    return tuple(one for one in found if one.state is SessionState.PLANNED)


def _answered(actor: Actor, drafts: Iterable[DraftLine]) -> frozenset[int]:
    begun = [one.audit_id for one in drafts if one.answered_count]
    local = clock.now().astimezone(ZoneInfo(installation().timezone))
    read_at = local.replace(tzinfo=None, second=0, microsecond=0)
    return answered_drafts(database(), actor, begun, read_at)


def _due(drafts: tuple[DraftLine, ...], day: date) -> tuple[str, str]:
    due = [one.due_on for one in drafts if one.due_on is not None]
    late = sum(on < day for on in due)
    soon = sum(day <= on <= day + timedelta(days=SOON_DAYS) for on in due)
    return (
        ngettext("%(num)d review overdue", "%(num)d reviews overdue", late) if late else "",
        ngettext("%(num)d review due this week", "%(num)d reviews due this week", soon)
        if soon
        else "",
    )


def _recording(count: int) -> str:
    if not count:
        return ""
    return str(ngettext("%(num)d session to record", "%(num)d sessions to record", count))


def _voiding(count: int) -> str:
    return str(ngettext("%(num)d void request", "%(num)d void requests", count)) if count else ""


def _is_cut(*listed: Sequence[object]) -> bool:
    return any(len(one) >= ROWS_PER_PAGE for one in listed)


def _publishing(count: int) -> str:
    if not count:
        return ""
    return str(ngettext("%(num)d rubric to publish", "%(num)d rubrics to publish", count))


def _asked_for(count: int) -> str:
    if not count:
        return ""
    return str(ngettext("%(num)d request to answer", "%(num)d requests to answer", count))


def _over(to_review: tuple[StoredDocument, ...], day: date) -> str:
    dates = [one.about.review_on for one in to_review]
    over = sum(on is not None and on < day for on in dates)
    return (
        ngettext("%(num)d standard to review", "%(num)d standards to review", over) if over else ""
    )
