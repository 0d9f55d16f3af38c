"""Routes of review rounds."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import InvalidError
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rounds import RoundCancelReason
from qa_app.extensions import database
from qa_app.queries.round_planning import round_options
from qa_app.queries.rounds import round_head, rounds_page
from qa_app.services.rounds.cancel_round import cancel_round
from qa_app.services.rounds.change_round import change_round
from qa_app.services.rounds.plan_round import plan_round
from qa_app.services.rounds.plan_round_visit import plan_round_visit
from qa_app.web.guard import current_actor, requires
from qa_app.web.numbers import whole_number
from qa_app.web.rounds.blueprint import bp
from qa_app.web.rounds.building import listed_round, plan_page, round_page
from qa_app.web.rounds.forms import CancelForm, RoundForm, VisitForm
from qa_app.web.rounds.labels import rounds_finding
from qa_app.web.rounds.pages import RoundsPage
from qa_app.web.settings import installation, local_today

_UNPROCESSABLE = 422


@bp.get("")
@requires(Permission.ROUND_READ)
def index() -> ResponseReturnValue:
    actor = current_actor()
    after = request.args.get("after", type=whole_number)
    lines = rounds_page(database(), actor, after=after)
    shown = lines[:ROWS_PER_PAGE]
    return RoundsPage(
        finding=rounds_finding(shown),
        lines=tuple(listed_round(one) for one in shown),
        next_after=shown[-1].id if len(lines) > ROWS_PER_PAGE else None,
        may_plan=may(actor, Permission.ROUND_PLAN),
    ).render()


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.ROUND_PLAN)
def new() -> ResponseReturnValue:
    actor, form = current_actor(), RoundForm()
    options = round_options(database(), actor, local_today())
    form.offer(options, actor.account_id)
    is_ticked = form.ticks(options)
    if not is_ticked and form.validate_on_submit() and not form.asks_about(options):
        zone, key = installation().timezone, form.idempotency_key.data
        try:
            made = plan_round(database(), actor, form.plan(), zone, key=key, at=clock.now())
        except InvalidError as fault:
            form.refuse(fault)
        else:
            return _shown(made, "round_planned")
    page = plan_page(actor, form, options)
    return page.render(), _UNPROCESSABLE if form.is_submitted() and not is_ticked else 200


@bp.get("/<int:round_id>")
@requires(Permission.ROUND_READ)
def show(round_id: int) -> ResponseReturnValue:
    return round_page(current_actor(), round_id).render()


@bp.route("/<int:round_id>/change", methods=["GET", "POST"])
@requires(Permission.ROUND_PLAN)
def change(round_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), RoundForm()
    head = round_head(database(), actor, round_id)
    if head is None or not head.may_plan:
        abort(404)
    options = round_options(database(), actor, local_today(), also=head.plan.rubrics)
    form.offer(options, actor.account_id)
    is_ticked = form.ticks(options)
    if not is_ticked and form.validate_on_submit() and not form.asks_about(options, head.plan):
        zone, revision = installation().timezone, _revision(form.revision.data)
        try:
            change_round(database(), actor, round_id, form.plan(), revision, zone, at=clock.now())
        except InvalidError as fault:
            form.refuse(fault)
        else:
            return _shown(round_id, "round_changed")
    if not form.is_submitted():
        form.fill(head.plan, head.revision)
    page = plan_page(actor, form, options, round_id)
    return page.render(), _UNPROCESSABLE if form.is_submitted() and not is_ticked else 200


@bp.post("/<int:round_id>/centres/<int:centre_id>")
@requires(Permission.ROUND_PLAN)
def visit(round_id: int, centre_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), VisitForm(prefix=f"visit{centre_id}")
    page = round_page(actor, round_id, sent=(centre_id, form))
    if form.validate_on_submit():
        try:
            plan_round_visit(
                database(),
                actor,
                round_id,
                form.visit(centre_id),
                zone=installation().timezone,
                at=clock.now(),
            )
        except InvalidError as fault:
            form.refuse(fault)
        else:
            return _shown(round_id, "round_visit_planned")
    return page.render(), _UNPROCESSABLE


@bp.post("/<int:round_id>/cancel")
@requires(Permission.ROUND_PLAN)
def cancel(round_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), CancelForm(prefix="cancel")
    form.offer()
    page = round_page(actor, round_id, cancel_form=form)
    if form.validate_on_submit():
        reason = RoundCancelReason(form.reason.data)
        try:
            cancel_round(database(), actor, round_id, reason, at=clock.now())
        except InvalidError as fault:
            form.refuse(fault)
        else:
            return _shown(round_id, "round_cancelled")
    return page.render(), _UNPROCESSABLE


def _shown(round_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("rounds.show", round_id=round_id, notice=notice))


def _revision(sent: str | None) -> int:
    try:
        return whole_number(sent or "0")
    except ValueError:
        abort(400)
