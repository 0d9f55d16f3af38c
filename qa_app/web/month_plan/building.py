"""Puts the page of the plan of a month together, and that of one of its lines."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time

from flask import abort
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.due_needs import DueNeed, may_be_proposed
from qa_app.domain.errors import InvalidError
from qa_app.domain.month_grid import last_of
from qa_app.domain.month_plans import LineState, PlanState, may_agree
from qa_app.domain.month_proposal import days_late
from qa_app.domain.people import Actor
from qa_app.domain.plan_rules import Obstacle
from qa_app.domain.profiles import Profile
from qa_app.extensions import database
from qa_app.queries.due_list import DueSpan, NeedName, due_needs, need_names
from qa_app.queries.month_plans import (
    MonthPlan,
    PlanLine,
    account_names,
    plan_within,
)
from qa_app.queries.plan_changes import CheckedPlan, PlacedLine, checked, weighed
from qa_app.queries.plan_engagements import GroundSpan
from qa_app.queries.team import team_now
from qa_app.web.double_booking import rules_words
from qa_app.web.due_labels import LOOKS, state_words
from qa_app.web.due_side import shown_need, shown_needs
from qa_app.web.month_plan.changes import change_words
from qa_app.web.month_plan.due_building import offer
from qa_app.web.month_plan.forms import ActForm, LineForm
from qa_app.web.month_plan.labels import (
    broken_sentence,
    cost_sentence,
    history_sentence,
    line_state_words,
    met_sentence,
    obstacles_sentence,
    plan_finding,
    proof_sentence,
)
from qa_app.web.month_plan.pages import (
    LinePage,
    PlanPage,
    ShownLine,
)
from qa_app.web.month_plan.sums import break_sentence, extra_sentence, load_sentence, sum_sentence
from qa_app.web.session_labels import clauses, near_day
from qa_app.web.settings import local_today

_LINES = 2 * ROWS_PER_PAGE
_FEW = 5


def plan_of(actor: Actor, plan_id: int) -> MonthPlan:
    """Find a plan; one out of reach answers as one that does not exist."""
    return plan_within(database(), actor, plan_id) or abort(404)


def plan_page(actor: Actor, plan_id: int, page: int = 1, sent: ActForm | None = None) -> PlanPage:
    """Put the page of a plan together.

    Args:
        actor: Who looks.
        plan_id: The plan.
        page: Page of its lines, from 1.
        sent: A form that was sent; None for a fresh one.

    Returns:
        The page.
    """
    plan, today = plan_of(actor, plan_id), local_today()
    span = GroundSpan(plan.month, today, plan.id)
    form = sent or ActForm(formdata=None)
    found = _checked(span, plan, form)
    due = _due(actor, plan, today)
    people = [one.supervisor_id for one in plan.lines] + [one.proposed_id for one in plan.lines]
    extra = [one.supervisor for one in plan.found.extra_days]
    acting = [plan.proposed_by, plan.agreed_by, plan.published_by]
    names = account_names(database(), [*people, *extra, *acting])
    shown = _Shown(plan, names, found, today, due)
    pages = max(1, -(-len(plan.standing) // _LINES))
    page = min(max(1, page), pages)
    profile = team_now(database()).profile
    form.revision.data = plan.revision
    unplaced, by_hand = _left(plan, due)
    left = shown_needs([one for one, _ in unplaced], today)
    subjects = {one.key: one.subject for one in left}
    is_changed = found is not None and found.cost != found.proposed
    return PlanPage(
        plan_id=plan.id,
        first=plan.month,
        finding=plan_finding(plan, len(unplaced)),
        added_up=sum_sentence(plan, len(unplaced), len(by_hand)),
        by_hand=shown_needs(by_hand, today),
        loads=()
        if found is None
        else tuple(load_sentence(one, {**found.ground.names, **names}) for one in found.loads),
        breaks=""
        if found is None
        else break_sentence(found.no_break, {**found.ground.names, **names}),
        state=state_words(plan.state),
        look=LOOKS[plan.state],
        lede=history_sentence(plan, names, is_small=profile is Profile.SMALL),
        proof=proof_sentence(plan),
        cost="" if found is None else cost_sentence(found.cost),
        cost_before=cost_sentence(found.proposed) if found is not None and is_changed else "",
        lines=shown.lines(plan.standing[(page - 1) * _LINES : page * _LINES]),
        dropped=shown.lines([one for one in plan.lines if one.state is LineState.DROPPED]),
        broken=broken_sentence(0 if found is None else len(found.broken)),
        met=met_sentence(
            sum(one.state is LineState.PROPOSED and one.need.key not in due for one in plan.lines)
        ),
        page=page,
        pages=pages,
        unplaced=tuple(
            (need, obstacles_sentence(obstacles))
            for need, (_need, obstacles) in zip(left, unplaced, strict=True)
        ),
        extra=tuple(
            extra_sentence(one, names, subjects)
            for one in plan.found.extra_days[:_FEW]
            if subjects.keys() & set(one.needs)
        ),
        form=form,
        may_agree=plan.state is PlanState.DRAFT
        and may_agree(actor.account_id, plan.proposed_by, profile),
        may_publish=plan.state is PlanState.AGREED,
        # of a published plan only what found no place is left to propose
        may_propose=(plan.state is not PlanState.PUBLISHED or bool(unplaced))
        and may_be_proposed(plan.month, today),
    )


_Left = tuple[DueNeed, tuple[Obstacle, ...]]


def _due(actor: Actor, plan: MonthPlan, today: date) -> frozenset[str]:
    """List what is due of the month of a plan now, as publishing it asks."""
    is_asked = any(one.state is LineState.PROPOSED for one in plan.lines)
    if not is_asked and not plan.found.unplaced:
        return frozenset()
    span = DueSpan(today, last_of(plan.month), plan.branch.path)
    return frozenset(one.key for one in due_needs(database(), actor, span))


def _left(plan: MonthPlan, due: Collection[str]) -> tuple[tuple[_Left, ...], tuple[DueNeed, ...]]:
    """Part what found no place into what still has none, and what was planned by hand since."""
    still = tuple(one for one in plan.found.unplaced if one[0].key in due)
    by_hand = tuple(need for need, _ in plan.found.unplaced if need.key not in due)
    return still, by_hand


def _checked(span: GroundSpan, plan: MonthPlan, form: ActForm) -> CheckedPlan | None:
    if plan.state is PlanState.PUBLISHED:
        return None
    try:
        return checked(database(), span, plan.lines)
    except InvalidError as fault:
        form.refuse(fault)
        return None


class _Shown:
    """Lines of a plan in words."""

    def __init__(
        self,
        plan: MonthPlan,
        names: Mapping[int, str],
        found: CheckedPlan | None,
        today: date,
        due: Collection[str],
    ) -> None:
        self._plan, self._names, self._found, self._today = plan, names, found, today
        self._due = due

    def lines(self, lines: Sequence[PlanLine]) -> tuple[ShownLine, ...]:
        """Put some of them into words."""
        called = need_names(database(), [one.need for one in lines])
        return tuple(self._line(one, called[one.need.key]) for one in lines)

    def _line(self, one: PlanLine, name: NeedName) -> ShownLine:
        broken = () if self._found is None else self._found.broken.get(one.need.key, ())
        is_open = one.state is not LineState.PUBLISHED
        return ShownLine(
            id=one.id,
            need=shown_need(one.need, name, self._today),
            day=one.day,
            starts_at=one.starts_at,
            supervisor=self._names.get(one.supervisor_id, ""),
            note=self._moved(one),
            broken=rules_words(broken) if one.state is LineState.PROPOSED else "",
            is_met=one.state is LineState.PROPOSED and one.need.key not in self._due,
            state=line_state_words(one.state),
            is_open=is_open,
            session_id=one.session_id,
        )

    def _moved(self, one: PlanLine) -> str:
        if not one.is_moved or one.proposed_on is None:
            return ""
        day = near_day(one.proposed_on, self._today)
        name = self._names.get(one.proposed_id or 0, "")
        said = str(_("Moved; proposed was %(day)s, %(name)s", day=day, name=name))
        more = days_late(one.need.due_on, one.day) - days_late(one.need.due_on, one.proposed_on)
        if more == 0:
            return said
        step = ngettext("%(num)d day", "%(num)d days", abs(more))
        after = (
            _("%(days)s later than proposed, and late", days=step)
            if more > 0
            else _("%(days)s less late than proposed", days=step)
        )
        return clauses(said, str(after))


Spot = tuple[int, date, time | None]
"""A supervisor, a day, and a time; None for the first at which everybody is free."""


def line_page(
    actor: Actor,
    place: tuple[int, int],
    form: LineForm,
    change: Spot | None = None,
) -> LinePage:
    """Put the page together on which a line is moved.

    Args:
        actor: Who plans.
        place: The plan and its line; one that is published answers as one that does not exist.
        form: The form, as it was sent or fresh.
        change: A place whose cost is to be told; None for none.

    Returns:
        The page.
    """
    plan, today = plan_of(actor, place[0]), local_today()
    line = next((one for one in plan.lines if one.id == place[1]), None)
    if line is None or line.state is LineState.PUBLISHED:
        abort(404)
    if not form.is_submitted():
        form.day.data, form.supervisor_id.data = line.day, line.supervisor_id
    barred = offer(form, line.need, plan.month)
    form.revision.data = plan.revision
    names = account_names(database(), [line.supervisor_id, line.proposed_id])
    (shown,) = _Shown(plan, names, None, today, _due(actor, plan, today)).lines([line])
    return LinePage(
        plan_id=plan.id,
        line=shown,
        form=form,
        barred=barred,
        costs=() if change is None else _costs(plan, line, change, form, shown.need.subject),
    )


def _costs(
    plan: MonthPlan, line: PlanLine, change: Spot, form: LineForm, what: str
) -> tuple[str, ...]:
    who, day, hour = change
    if not plan.month <= day <= last_of(plan.month):
        form.refuse(InvalidError("day_outside_month"))
        return ()
    try:
        wanted = PlacedLine(plan.id, plan.month, local_today(), line.id, who, day, hour)
        found = weighed(database(), wanted)
    except InvalidError as fault:
        form.refuse(fault)
        return ()
    return (
        *change_words(found, what),
        str(_("The plan as it stands: %(cost)s", cost=cost_sentence(found.before))),
        str(_("With the change: %(cost)s", cost=cost_sentence(found.after))),
    )
