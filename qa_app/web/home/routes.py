"""Routes of the first page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.defaults import NEXT_DAYS, ROWS_AT_A_GLANCE, ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reads_only_own
from qa_app.domain.standards import remind_until
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.paths import resource
from qa_app.queries.calibration_due import calibrations_due
from qa_app.queries.library import StoredDocument, documents_to_review
from qa_app.queries.rubric_drafts import drafts_to_publish
from qa_app.web.guard import current_actor, requires
from qa_app.web.home.access import access_today
from qa_app.web.home.account import account_today
from qa_app.web.home.follow_up import follow_up_today, follow_up_words
from qa_app.web.home.heading import heading
from qa_app.web.home.limits import limits_today, limits_words
from qa_app.web.home.marks import flagged_today, harm_count_words, harms_given, harms_today
from qa_app.web.home.pages import TodayPage
from qa_app.web.home.papers import papers_today
from qa_app.web.home.people import people_today
from qa_app.web.home.reports import reports_today
from qa_app.web.home.reviews import barred_words, due_words, reviews_today, to_void_words
from qa_app.web.home.service import service_today
from qa_app.web.home.sessions import recording_words, sessions_today
from qa_app.web.home.standings import standings_today, standings_words
from qa_app.web.home.stuck import stuck_today, stuck_words
from qa_app.web.home.supervision import supervision_today
from qa_app.web.home.system import system_today
from qa_app.web.home.ways import requests_waiting, ways_from_here
from qa_app.web.home.worker import worker_today
from qa_app.web.settings import installation, local_today

bp = Blueprint("home", __name__)


@bp.get("/")
@requires(Permission.SELF_MANAGE)
def today() -> ResponseReturnValue:
    actor, day = current_actor(), local_today()
    if reads_only_own(actor):
        return worker_today(actor, day).render()
    requests, to_review = requests_waiting(actor), _to_review(actor, day)
    supervision = supervision_today(actor, day)
    page = TodayPage(
        today=day,
        account=account_today(actor),
        reviews=reviews_today(actor, day),
        sessions=sessions_today(actor, day, supervision.begun),
        to_publish=drafts_to_publish(database(), actor),
        to_review=to_review[:ROWS_AT_A_GLANCE],
        has_more_to_review=len(to_review) > ROWS_AT_A_GLANCE,
        ways=ways_from_here(actor, requests),
        follow=follow_up_today(actor, day),
        supervision=supervision,
        calibrations=_calibrations(actor, day),
        harms=harms_today(actor),
        flagged=flagged_today(actor),
        harms_given=harms_given(actor, clock.now() - timedelta(days=NEXT_DAYS)),
        stuck=stuck_today(actor, day),
        limits=limits_today(actor),
        service=service_today(actor),
        papers=papers_today(actor),
        access=access_today(actor),
        people=people_today(actor),
        reports=reports_today(actor, day),
        standings=standings_today(actor),
        system=system_today(actor),
    )
    return replace(page, finding=_finding(page, requests, to_review)).render()


def _finding(page: TodayPage, requests: int, to_review: tuple[StoredDocument, ...]) -> str:
    # what waits, in one sentence: first what presses, the worst before the rest
    reviews, sessions, follow = page.reviews, page.sessions, page.follow
    late, soon_due = due_words(reviews.drafts, page.today)
    limits_over, *limits_due = limits_words(page.limits)
    follow_late, *follow_waits = follow_up_words(follow, page.today)
    listed = (
        *(reviews.drafts, sessions.to_record, reviews.to_void, reviews.barred),
        *(to_review, page.harms, page.service.containing),
    )
    return heading(
        (
            harm_count_words(len(page.harms)),
            page.service.to_contain,
            limits_over,
            page.service.urgent,
            late,
            follow_late,
            page.system.urgent,
        ),
        (
            soon_due,
            recording_words(len(sessions.to_record)),
            to_void_words(len(reviews.to_void)),
            *limits_due,
            *page.service.others,
            *page.papers.words,
            *page.access.words,
            standings_words(len(page.standings)),
            _asked_for(requests),
            *page.supervision.words,
            *follow_waits,
            stuck_words(len(page.stuck)),
            _publishing(len(page.to_publish)),
            barred_words(len(reviews.barred)),
            _over(to_review, page.today),
            page.system.others,
        ),
        is_cut=follow.is_cut or page.supervision.is_cut or _is_cut(*listed),
    )


@lru_cache
def _practised() -> frozenset[str]:
    # a practice file is named by its rubric and a number
    files = (resource("rubrics") / "practice").glob("*.yaml")
    return frozenset(one.stem.rpartition("_")[0] for one in files)


def _calibrations(actor: Actor, day: date) -> tuple[BilingualText, ...]:
    return calibrations_due(database(), actor, _practised(), installation().timezone, day)


def _to_review(actor: Actor, day: date) -> tuple[StoredDocument, ...]:
    if not may(actor, Permission.STANDARD_EDIT):
        return ()
    return documents_to_review(database(), remind_until(day), ROWS_PER_PAGE)


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
