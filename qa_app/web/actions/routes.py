"""Routes of corrective actions."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.action_proof import ProofRule
from qa_app.domain.action_steps import StepSent
from qa_app.domain.actions import ActionStep
from qa_app.domain.defaults import STEP_TEXT_MOST
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.action_papers import ActionPaper, action_paper
from qa_app.queries.actions import ActionFilter, ShownActions, actions_page, count_actions
from qa_app.services.findings.check_action import check_action
from qa_app.services.findings.record_retraining import record_retraining
from qa_app.services.findings.take_back_retraining import take_back_retraining
from qa_app.services.findings.work_action import work_action
from qa_app.services.supervision.plan_session import plan_session
from qa_app.web.actions.forms import ReadAgainForm, TrainingForm
from qa_app.web.actions.one import (
    WITH_FORM,
    action_page,
    may_plan_reading,
    plans_there,
    proof_choices,
    step_form,
)
from qa_app.web.actions.pages import StepForm
from qa_app.web.actions.view import filter_of, list_page, place_of
from qa_app.web.follow_up_labels import ASKS_NAME, follow_up_refusal
from qa_app.web.forms import name_reason
from qa_app.web.guard import current_actor, requires
from qa_app.web.numbers import whole_number
from qa_app.web.settings import installation, local_today

bp = Blueprint("actions", __name__, url_prefix="/actions")
_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("")
@requires(Permission.ACTION_READ)
def index() -> ResponseReturnValue:
    actor, today = current_actor(), local_today()
    chosen = filter_of(request.args.get("show", ""), request.args.get("by", ""))
    after = place_of(request.args.get("after", ""))
    lines = actions_page(database(), actor, chosen, after, today)
    total = count_actions(database(), actor, chosen, today)
    late = ActionFilter(ShownActions.LATE, chosen.parties)
    counted = (
        count_actions(database(), actor, late, today) if chosen.shown is ShownActions.DUE else 0
    )
    return list_page(actor, chosen, lines, (total, counted), today).render()


@bp.get("/<int:action_id>")
@requires(Permission.ACTION_READ)
def show(action_id: int) -> ResponseReturnValue:
    actor = current_actor()
    paper = action_paper(database(), actor, action_id) or abort(404)
    return action_page(actor, paper, local_today()).render()


@bp.post("/<int:action_id>/work")
@requires(Permission.ACTION_WORK)
def work(action_id: int) -> ResponseReturnValue:
    sent, zone, now = _sent(), installation().timezone, clock.now()
    return _taken(
        action_id,
        sent,
        lambda: work_action(database(), current_actor(), action_id, sent, zone, at=now),
    )


@bp.post("/<int:action_id>/check")
@requires(Permission.ACTION_CHECK)
def check(action_id: int) -> ResponseReturnValue:
    sent, zone, now = _sent(), installation().timezone, clock.now()
    return _taken(
        action_id,
        sent,
        lambda: check_action(database(), current_actor(), action_id, sent, zone, at=now),
    )


@bp.post("/<int:action_id>/read-again")
@requires(Permission.SESSION_PLAN)
def read_again(action_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), ReadAgainForm()
    paper: ActionPaper = action_paper(database(), actor, action_id) or abort(404)
    if not may_plan_reading(actor, paper):
        abort(_CONFLICT if plans_there(actor, paper) else 404)
    if form.validate_on_submit():
        wanted = form.new_session(paper, actor.account_id or 0)
        try:
            made = plan_session(
                database(), actor, wanted, zone=installation().timezone, at=clock.now()
            )
        except InvalidError as fault:
            form.refuse_day(fault, "")
        else:
            return redirect(url_for("supervision.show", session_id=made, notice="session_planned"))
    page = action_page(actor, paper, local_today(), sent=form)
    return page.render(), _UNPROCESSABLE


@bp.post("/<int:action_id>/training")
@requires(Permission.TRAINING_RECORD)
def train(action_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), TrainingForm()
    paper = action_paper(database(), actor, action_id) or abort(404)
    now, key = clock.now(), form.idempotency_key.data
    chosen = form.training.data or 0 if form.validate_on_submit() else 0
    try:
        record_retraining(database(), actor, action_id, chosen, at=now, key=key)
    except InvalidError:
        form.fail("training", str(_("Choose one of the trainings.")))
        page = action_page(actor, paper, local_today(), sent=form)
        return page.render(), _UNPROCESSABLE
    except ConflictError as fault:
        words = follow_up_refusal(fault)
        return action_page(actor, paper, local_today(), fault=words).render(), _CONFLICT
    return _shown(action_id, "action_trained")


@bp.post("/<int:action_id>/training/<int:link_id>/end")
@requires(Permission.TRAINING_RECORD)
def take_back_training(action_id: int, link_id: int) -> ResponseReturnValue:
    actor = current_actor()
    paper = action_paper(database(), actor, action_id) or abort(404)
    try:
        take_back_retraining(database(), actor, action_id, link_id, at=clock.now())
    except ConflictError as fault:
        words = follow_up_refusal(fault)
        return action_page(actor, paper, local_today(), fault=words).render(), _CONFLICT
    return _shown(action_id, "action_untrained")


def _shown(action_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("actions.show", action_id=action_id, notice=notice) + "#training")


def _sent() -> StepSent:
    form = request.form
    step = form.get("step", "")
    revision = form.get("revision", "")
    if step not in WITH_FORM or not revision.isdecimal():
        # no page of ours sends this; an action that is not there is told first
        return StepSent(ActionStep.PROVE, "", 0)
    text = form.get("text", "").strip()[: STEP_TEXT_MOST + 1]
    try:
        known = whole_number(revision)
    except ValueError:
        abort(400)
    proof = form.get("proof", "")
    if proof and proof not in tuple(ProofRule):
        abort(400)
    rule = ProofRule(proof) if proof else ProofRule.RUN
    return StepSent(ActionStep(step), text, known, name_reason=name_reason(), proof=rule)


def _taken(action_id: int, sent: StepSent, take: Callable[[], str]) -> ResponseReturnValue:
    actor = current_actor()
    paper = action_paper(database(), actor, action_id) or abort(404)
    try:
        take()
    except (InvalidError, ConflictError, NotAllowedError) as fault:
        words = follow_up_refusal(fault)
        status = _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT
        refused: StepForm | None = None
        if sent.step is not ActionStep.PROVE and isinstance(fault, InvalidError):
            asks = fault.code in ASKS_NAME
            proofs = proof_choices(sent.proof) if sent.step is ActionStep.DO else ()
            refused = step_form(sent.step, sent.text, words, asks_name=asks, proofs=proofs)
        fault_words = "" if refused else words
        page = action_page(actor, paper, local_today(), refused=refused, fault=fault_words)
        return page.render(), status
    notice = f"action_{sent.step.value}"
    return redirect(url_for("actions.show", action_id=action_id, notice=notice))
