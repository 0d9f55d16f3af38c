"""What the page of a month says of what is still due."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.credit import WHOLE
from qa_app.domain.due import TIERS, Tier
from qa_app.domain.due_needs import DueNeed, NeedKind, may_be_proposed, people_due
from qa_app.domain.month_grid import last_of
from qa_app.domain.month_plans import LineState
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.due_list import DueSpan, NeedName, due_needs, need_names, work_needs
from qa_app.queries.month_capacity import month_capacity
from qa_app.queries.month_plans import MonthPlan, branches_to_plan, plans_of_month
from qa_app.queries.supervision import SessionLine, sessions_between
from qa_app.web.due_labels import (
    LOOKS,
    all_due,
    beside,
    capacity_sentence,
    due_day_words,
    due_finding,
    people_words,
    state_words,
    subject,
    tier_words,
    why_sentence,
    work_finding,
)
from qa_app.web.labels import plain
from qa_app.web.numbers import whole_number
from qa_app.web.session_labels import sentences, short_day
from qa_app.web.settings import local_today

_AT_A_GLANCE = 6
_FALL_DUE = WHOLE | {SessionType.FIELD_SUPPORT_VISIT}
_LATE = frozenset(TIERS[: TIERS.index(Tier.OVERDUE) + 1])


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """Something due, in words.

    Attributes:
        key: Names it in addresses.
        subject: Whom or what it is due for.
        beside: Where that is, or who supervises.
        area: Area that the person works in; None for others.
        due: How far off the day is.
        is_late: The day is over, or it comes before all others.
        tier: How urgent it is, in words.
        why: Why on that day.
        type: What kind of session it takes.
        team: Codes of the practitioners whom a team's session is for; empty for others.
        later_on: Day after the month for which it is planned; None while it is still to plan.
    """

    key: str
    subject: str
    beside: str
    area: BilingualText | None
    due: str
    is_late: bool
    tier: str
    why: str
    type: SessionType
    team: str
    later_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProposedMark:
    """A line of a plan that is not published, in the month's grid.

    Attributes:
        plan_id: The plan.
        line_id: The line.
        subject: Whom or what it is for.
        type: What kind of session.
    """

    plan_id: int
    line_id: int
    subject: str
    type: SessionType


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A plan of the month that somebody may open.

    Attributes:
        id: The plan.
        place: Its branch.
        state: Where it stands, in words.
        look: Look of its chip.
    """

    id: int
    place: BilingualText
    state: str
    look: str


@dataclass(frozen=True, slots=True)
class DueSide:
    """What the month page says of what is still due.

    Attributes:
        finding: The page's heading.
        lede: How full the month is.
        needs: What comes first.
        empty: Why there is nothing to plan; empty where there is something.
        more: How much there is in all, to lead to it; empty where all of it is here.
        work: How much workers and teams are due for besides; empty for nothing.
        proposed: Lines of plans by day.
        plans: Plans of the month.
        may_propose: There is a branch of which every centre may be planned.
        guard: What stands beside a session that was just put on its day; empty otherwise.
    """

    finding: str
    lede: str
    needs: tuple[ShownNeed, ...]
    empty: str
    more: str
    work: str
    proposed: Mapping[date, tuple[ProposedMark, ...]]
    plans: tuple[PlanLink, ...]
    may_propose: bool
    guard: str


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
    span = DueSpan(today, last, centre_id=centre_id)
    needs = due_needs(database(), actor, span)
    own = [
        one
        for one in sessions
        if month <= one.planned_on <= last and one.state is not SessionState.CANCELLED
    ]
    plans = plans_of_month(database(), actor, month)
    return DueSide(
        finding=due_finding(month, len(own), needs),
        lede=capacity_sentence(month_capacity(database(), actor, month, sessions)),
        needs=shown_needs(needs[:_AT_A_GLANCE], today, needs),
        empty="" if needs else nothing_words(actor, month, centre_id),
        more=all_due(needs) if len(needs) > _AT_A_GLANCE else "",
        work=work_finding(work_needs(database(), actor, span), today),
        proposed=_marks(plans, centre_id),
        plans=plan_links(plans),
        may_propose=bool(needs) and bool(branches_to_plan(database(), actor)),
        guard=_guard(own),
    )


def nothing_words(actor: Actor, month: date, centre_id: int | None = None) -> str:
    """Say why nothing of a month is left to plan.

    Args:
        actor: Who plans.
        month: First day of the month.
        centre_id: Only this centre; None for all within reach.

    Returns:
        That sessions of the kinds that fall due are planned or were held, with their number, or
        that nothing was due.
    """
    done = sum(
        one.type in _FALL_DUE
        and one.state is not SessionState.CANCELLED
        and centre_id in {None, one.centre_id}
        for one in sessions_between(database(), actor, month, last_of(month))
    )
    if not done:
        return str(
            _(
                "No field support visit, individual supervision or supervision of supervisors is"
                " due this month, nor is any planned."
            )
        )
    return str(
        ngettext(
            "Nothing is left to plan this month: %(num)d visit or supervision session is planned"
            " or was held.",
            "Nothing is left to plan this month: %(num)d visits and supervision sessions are"
            " planned or were held.",
            done,
        )
    )


def shown_need(need: DueNeed, name: NeedName, today: date, people: int = 0) -> ShownNeed:
    """Put something due into words, with how many people of its centre are due besides."""
    return ShownNeed(
        key=need.key,
        subject=subject(name),
        beside=beside(name),
        area=name.area,
        due=due_day_words(need, today),
        is_late=need.tier in _LATE,
        tier=tier_words(need.tier),
        why=sentences(
            why_sentence(need, today), people_words(people) if need.kind is NeedKind.CENTRE else ""
        ),
        type=need.type,
        team=str(_(", ")).join(name.team),
        later_on=need.why.later_on,
    )


def shown_needs(
    needs: Sequence[DueNeed], today: date, every: Sequence[DueNeed] = ()
) -> tuple[ShownNeed, ...]:
    """Put several things due into words, of a longer list of all that is due."""
    names, people = need_names(database(), needs), people_due(every)
    return tuple(shown_need(one, names[one.key], today, people[one.centre_id]) for one in needs)


def plan_links(plans: Sequence[MonthPlan]) -> tuple[PlanLink, ...]:
    """Lead to the plans of a month."""
    return tuple(
        PlanLink(one.id, one.branch.name, state_words(one.state), LOOKS[one.state]) for one in plans
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
