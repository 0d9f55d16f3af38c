"""What the page of a month says of what is still due."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.due_needs import may_be_proposed
from qa_app.domain.month_grid import last_of
from qa_app.domain.month_plans import LineState
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.supervision import SessionState
from qa_app.extensions import database
from qa_app.queries.due_list import DueSpan, due_needs, need_names
from qa_app.queries.month_capacity import month_capacity
from qa_app.queries.month_plans import MonthPlan, branches_to_plan, plans_of_month
from qa_app.queries.supervision import SessionLine
from qa_app.web.labels import plain
from qa_app.web.month_plan.building import plan_links, shown_needs
from qa_app.web.month_plan.labels import capacity_sentence, due_finding, subject
from qa_app.web.month_plan.pages import DueSide, ProposedMark
from qa_app.web.numbers import whole_number
from qa_app.web.session_labels import sentences, short_day
from qa_app.web.settings import local_today

_AT_A_GLANCE = 6


def due_side(
    actor: Actor, month: date, centre_id: int | None, sessions: Sequence[SessionLine]
) -> DueSide | None:
    """Tell what is due of a month and not planned yet, and what is proposed for it.

    Args:
        actor: Who looks.
        month: First day of the month.
        centre_id: Only this centre; None for all within reach.
        sessions: Sessions that the page shows.

    Returns:
        That part of the page; None for who does not plan, and for months that are over or too far
        ahead.
    """
    today = local_today()
    if not may(actor, Permission.SESSION_PLAN) or not may_be_proposed(month, today):
        return None
    last = last_of(month)
    needs = due_needs(database(), actor, DueSpan(today, last, centre_id=centre_id))
    own = [
        one
        for one in sessions
        if month <= one.planned_on <= last and one.state is not SessionState.CANCELLED
    ]
    plans = plans_of_month(database(), actor, month)
    return DueSide(
        finding=due_finding(month, len(own), needs),
        lede=capacity_sentence(month_capacity(database(), actor, month, sessions)),
        needs=shown_needs(needs[:_AT_A_GLANCE], today),
        total=len(needs),
        proposed=_marks(plans, centre_id),
        plans=plan_links(plans),
        may_propose=bool(needs) and bool(branches_to_plan(database(), actor)),
        guard=_guard(own),
    )


def _marks(
    plans: Sequence[MonthPlan], centre_id: int | None
) -> dict[date, tuple[ProposedMark, ...]]:
    lines = [
        (plan.id, one)
        for plan in plans
        for one in plan.lines
        if one.state is LineState.PROPOSED and centre_id in {None, one.need.centre_id}
    ]
    names = need_names(database(), [one.need for _plan, one in lines])
    found: dict[date, list[ProposedMark]] = defaultdict(list)
    for plan_id, one in lines:
        name = subject(names[one.need.key])
        found[one.day].append(ProposedMark(plan_id, one.id, name, one.need.type))
    return {day: tuple(marks) for day, marks in found.items()}


def _guard(sessions: Sequence[SessionLine]) -> str:
    """Say what was checked of a session that was just put on its day."""
    put = request.args.get("put", type=whole_number)
    one = next((each for each in sessions if each.id == put), None)
    if one is None:
        return ""
    same_day = {
        each.centre_id
        for each in sessions
        if (each.supervisor_id, each.planned_on) == (one.supervisor_id, one.planned_on)
    }
    where = ngettext(
        "%(num)d centre on that day for %(name)s",
        "%(num)d centres on that day for %(name)s",
        len(same_day),
        name=one.supervisor,
    )
    what = _(
        "%(what)s stands on %(day)s: %(where)s; ties and conflicts of interest were checked.",
        what=next(iter(one.people + one.staff), plain(one.centre_name)),
        day=short_day(one.planned_on),
        where=where,
    )
    return sentences(str(what))
