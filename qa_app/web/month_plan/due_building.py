"""Puts the due list together, and the page on which something of it is put on a day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, url_for
from flask_babel import gettext as _

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.due_needs import OF_WORK, DueNeed, NeedKind, may_be_proposed
from qa_app.domain.errors import InvalidError
from qa_app.domain.month_grid import last_of, month_after
from qa_app.domain.people import Actor
from qa_app.domain.plan_rules import PlanRule
from qa_app.domain.supervision import SessionType
from qa_app.extensions import database
from qa_app.queries.due_list import DueSpan, due_needs, work_needs
from qa_app.queries.month_plans import (
    branches_to_plan,
    plans_of_month,
)
from qa_app.queries.plan_engagements import GroundSpan
from qa_app.queries.plan_ground import PlanGround, plan_ground
from qa_app.queries.supervision import sessions_between
from qa_app.web.double_booking import rule_words
from qa_app.web.due_labels import due_finding, work_finding
from qa_app.web.due_side import nothing_words, plan_links, shown_needs
from qa_app.web.month_plan.forms import PlaceForm, ProposeForm
from qa_app.web.month_plan.pages import (
    DuePage,
    KindLink,
    PutPage,
)
from qa_app.web.session_labels import type_words
from qa_app.web.settings import local_today

_LINES = 2 * ROWS_PER_PAGE
_FEW = 5
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the due list is shown.

    Attributes:
        page: Page of the list, from 1.
        work_page: Page of what workers and teams are due for besides, from 1.
        kind: Code of the kind of it that is listed, `all` or unknown for all; empty lists the
            kinds alone, where there are several: two lists on one page are long on a phone.
    """

    page: int = 1
    work_page: int = 1
    kind: str = ""


def due_page(
    actor: Actor, month: date, shown: Shown | None = None, sent: ProposeForm | None = None
) -> DuePage:
    """Put the due list together.

    Args:
        actor: Who plans.
        month: First day of the month; one that is not near answers as one that does not exist.
        shown: What of it; None for all from its beginning.
        sent: A form that was sent; None for a fresh one.

    Returns:
        The page.
    """
    today, shown = local_today(), shown or Shown()
    if not may_be_proposed(month, today):
        abort(404)
    span = DueSpan(today, last_of(month))
    needs, all_work = due_needs(database(), actor, span), work_needs(database(), actor, span)
    kinds = _kinds(all_work)
    is_known = shown.kind in {"", *(one.code for one in kinds)}
    kind = shown.kind if is_known else _ALL
    work = [one for one in all_work if not kinds or kind in {_ALL, one.type.value}]
    sessions = sessions_between(database(), actor, month, last_of(month))
    page, pages = _paged(needs, shown.page)
    work_page, work_pages = _paged(work, shown.work_page)
    previous, following = month_after(month, -1), month_after(month, 1)
    plans = plans_of_month(database(), actor, month)
    branches = branches_to_plan(database(), actor)
    form = None
    if branches:
        form = sent or ProposeForm(formdata=None)
        form.offer(branches, month, plans)
    planned = sum(one.state.value != "cancelled" for one in sessions)
    return DuePage(
        finding=due_finding(month, planned, needs),
        first=month,
        previous=previous if may_be_proposed(previous, today) else None,
        following=following if may_be_proposed(following, today) else None,
        needs=shown_needs(_of_page(needs, page), today, needs),
        empty="" if needs else nothing_words(actor, month),
        page=page,
        pages=pages,
        work=shown_needs(_of_page(work, work_page), today),
        work_finding=work_finding(all_work, today),
        work_kinds=kinds,
        work_kind=kind,
        work_page=work_page,
        work_pages=work_pages,
        plans=plan_links(plans),
        form=form,
    )


def _kinds(work: Sequence[DueNeed]) -> tuple[KindLink, ...]:
    counts = Counter(one.type for one in work)
    if len(counts) == 1:
        return ()
    listed = [one for one in SessionType if one in counts]
    every = KindLink(_ALL, str(_("All (%(n)d)", n=len(work))))
    said = (
        KindLink(one.value, str(_("%(kind)s (%(n)d)", kind=type_words(one), n=counts[one])))
        for one in listed
    )
    return (every, *said) if listed else ()


def check_address(actor: Actor, key: str, month: date) -> str | None:
    """Lead to where a check of files is planned, with its rubric and number of files.

    Args:
        actor: Who plans.
        key: What is due; a check that is not due within reach answers as what does not exist.
        month: First day of the month whose list it was taken from.

    Returns:
        The address, filled in as far as what is due says; None for every other kind.
    """
    if key.partition(":")[0] != NeedKind.FILES:
        return None
    need, day = _due(actor, key, month), max(month, local_today())
    return url_for(
        "supervision.new",
        centre=need.centre_id,
        day=day,
        kind=need.type.value,
        worker=need.id,
        files=need.why.whole - need.why.part,
    )


def _due(actor: Actor, key: str, month: date) -> DueNeed:
    if not may_be_proposed(month, local_today()):
        abort(404)
    listed = work_needs if key.partition(":")[0] in OF_WORK else due_needs
    needs = listed(database(), actor, DueSpan(local_today(), last_of(month)))
    return next((one for one in needs if one.key == key), None) or abort(404)


def _paged(needs: Sequence[DueNeed], page: int) -> tuple[int, int]:
    pages = max(1, -(-len(needs) // ROWS_PER_PAGE))
    return min(max(1, page), pages), pages


def _of_page(needs: Sequence[DueNeed], page: int) -> Sequence[DueNeed]:
    return needs[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]


def put_page(actor: Actor, key: str, month: date, form: PlaceForm) -> PutPage:
    """Put the page together on which something due is put on a day.

    Args:
        actor: Who plans.
        key: What is due; what is not due within reach answers as what does not exist.
        month: First day of the month whose list it was taken from.
        form: The form, as it was sent or fresh.

    Returns:
        The page.
    """
    today, need = local_today(), _due(actor, key, month)
    day = max(need.due_on, month, today) if form.day.data is None else form.day.data
    barred = offer(form, need, day if may_be_proposed(day.replace(day=1), today) else month)
    if not form.is_submitted() and actor.account_id in dict(form.supervisor_id.choices):
        form.supervisor_id.data = actor.account_id
    (shown,) = shown_needs([need], today)
    return PutPage(need=shown, first=month, form=form, barred=barred, centre_id=need.centre_id)


def offer(form: PlaceForm, need: DueNeed, day: date) -> tuple[tuple[str, str], ...]:
    """Fill in who may go, and the first day that is free for it; say who may not, and why.

    Args:
        form: The form; a holiday table that is missing is told on it.
        need: What is put on a day.
        day: From which day on.

    Returns:
        Name and rule of each who would go but may not.
    """
    span = GroundSpan(day.replace(day=1), local_today())
    try:
        ground = plan_ground(database(), span, (need,))
    except InvalidError as fault:
        form.supervisor_id.choices = []
        form.refuse(fault)
        return ()
    rules = ground.setting.needs[0].barred
    form.supervisor_id.choices = [
        (one, name) for one, name in ground.names.items() if one not in rules
    ]
    if not form.is_submitted() and form.day.data is None:
        later = [one for one in ground.setting.days if one >= day]
        form.day.data = next(iter(later), next(reversed(ground.setting.days), day))
    return _barred(ground, rules)


def _barred(ground: PlanGround, rules: Mapping[int, PlanRule]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (ground.names[one], rule_words(rule))
        for one, rule in rules.items()
        if rule not in {PlanRule.NO_REACH, PlanRule.NOT_AGREED}
    )
