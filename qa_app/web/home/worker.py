"""Today of somebody who reads only what concerns their own work."""

from datetime import date, timedelta

from flask import url_for
from flask_babel import ngettext

from qa_app.domain.defaults import NEXT_DAYS, ROWS_AT_A_GLANCE, ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.supervision import SessionState
from qa_app.extensions import database
from qa_app.queries.own_results import OwnResult, own_results, sessions_taken_part_in
from qa_app.queries.supervision import SessionLine, sessions_between
from qa_app.web.home.account import account_today
from qa_app.web.home.follow_up import follow_up_today, follow_up_words
from qa_app.web.home.heading import heading
from qa_app.web.home.limits import limits_today, limits_words
from qa_app.web.home.pages import WorkerTodayPage
from qa_app.web.home.supervision import supervision_today
from qa_app.web.settings import installation


def worker_today(actor: Actor, day: date) -> WorkerTodayPage:
    """Make Today of a worker.

    Args:
        actor: Who looks.
        day: Local day.

    Returns:
        The page: what they must do, and what was found in their files.
    """
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
            is_cut=follow.is_cut or supervision.is_cut or len(to_read) >= ROWS_PER_PAGE,
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
