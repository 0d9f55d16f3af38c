"""Routes of the due list and of the plan of a month."""

from contextlib import suppress
from datetime import date

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.due_needs import NeedOnDay
from qa_app.domain.errors import ConflictError
from qa_app.domain.month_grid import last_of, month_named
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.due_list import put_before
from qa_app.services.supervision.agree_plan import agree_plan
from qa_app.services.supervision.drop_line import drop_line
from qa_app.services.supervision.move_line import LineMove, move_line
from qa_app.services.supervision.propose_month import propose_month
from qa_app.services.supervision.publish_plan import publish_plan
from qa_app.services.supervision.put_on_day import put_on_day
from qa_app.web.guard import current_actor, requires
from qa_app.web.month_plan.building import line_page, plan_page
from qa_app.web.month_plan.due_building import Shown, check_address, due_page, put_page
from qa_app.web.month_plan.forms import ActForm, LineForm, PlaceForm, ProposeForm
from qa_app.web.month_plan.labels import REFUSED, status_of
from qa_app.web.numbers import whole_number
from qa_app.web.settings import installation, local_today

bp = Blueprint("month_plan", __name__, url_prefix="/plan")
_UNPROCESSABLE = 422


@bp.get("/due")
@requires(Permission.SESSION_PLAN)
def due() -> ResponseReturnValue:
    shown = Shown(_page(), _page("work"), request.args.get("kind", ""))
    return due_page(current_actor(), _month(), shown).render()


@bp.post("/due")
@requires(Permission.SESSION_PLAN)
def propose() -> ResponseReturnValue:
    actor, form = current_actor(), ProposeForm()
    month, wanted = (form.month.data or local_today()).replace(day=1), form.wanted()
    page = due_page(actor, month, sent=form)
    if page.form is None or not form.validate_on_submit():
        return page.render(), _UNPROCESSABLE
    try:
        made = propose_month(database(), actor, wanted, installation().timezone, at=clock.now())
    except REFUSED as fault:
        form.refuse(fault)
        return page.render(), status_of(fault)
    return _plan(made, "month_proposed")


@bp.route("/due/<need>", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def put(need: str) -> ResponseReturnValue:
    actor, form, month = current_actor(), PlaceForm(), _month()
    with_files = check_address(actor, need, month)
    if with_files is not None:
        return redirect(with_files)
    made = _made_before(actor, need, month, form) if form.is_submitted() else None
    if made is not None:
        return made
    page = put_page(actor, need, month, form)
    if not form.validate_on_submit():
        return page.render(), _UNPROCESSABLE if form.is_submitted() else 200
    wanted = _wanted(need, month, form)
    try:
        done = put_on_day(database(), actor, wanted, installation().timezone, at=clock.now())
    except REFUSED as fault:
        form.refuse(fault)
        return page.render(), status_of(fault)
    return _planned(wanted.day, done)


def _made_before(
    actor: Actor, need: str, month: date, form: PlaceForm
) -> ResponseReturnValue | None:
    # what was put on a day is due no more, so there is no page of it when its form comes again
    with suppress(ConflictError, ValueError):  # both are told below
        wanted = _wanted(need, month, form)
        made = put_before(database(), actor, wanted)
        return None if made is None else _planned(wanted.day, made)
    return None


def _wanted(need: str, month: date, form: PlaceForm) -> NeedOnDay:
    kind, _sep, number = need.partition(":")
    return NeedOnDay(
        kind=kind,
        id=whole_number(number),
        until=last_of(month),
        day=form.day.data or date.min,
        supervisor_id=form.supervisor_id.data,
        starts_at=form.starts_at.data,
        all_the_same=bool(form.sure.data),
        words=form.words.data or "",
        key=form.idempotency_key.data,
    )


def _planned(day: date, made: int) -> ResponseReturnValue:
    shown = day.strftime("%Y-%m")
    return redirect(url_for("supervision.month", month=shown, put=made, notice="session_planned"))


@bp.get("/months/<int:plan_id>")
@requires(Permission.SESSION_PLAN)
def show(plan_id: int) -> ResponseReturnValue:
    return plan_page(current_actor(), plan_id, _page()).render()


@bp.post("/months/<int:plan_id>/agree")
@requires(Permission.SESSION_PLAN)
def agree(plan_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), ActForm()
    try:
        agree_plan(database(), actor, plan_id, _revision(form), at=clock.now())
    except REFUSED as fault:
        form.refuse(fault)
        return plan_page(actor, plan_id, sent=form).render(), status_of(fault)
    return _plan(plan_id, "month_agreed")


@bp.post("/months/<int:plan_id>/publish")
@requires(Permission.SESSION_PLAN)
def publish(plan_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), ActForm()
    zone = installation().timezone
    try:
        publish_plan(database(), actor, plan_id, _revision(form), zone, at=clock.now())
    except REFUSED as fault:
        form.refuse(fault)
        return plan_page(actor, plan_id, sent=form).render(), status_of(fault)
    return _plan(plan_id, "month_published")


@bp.route("/months/<int:plan_id>/lines/<int:line_id>", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def line(plan_id: int, line_id: int) -> ResponseReturnValue:
    actor, form, place = current_actor(), LineForm(), (plan_id, line_id)
    revision = form.revision.data or 0
    page = line_page(actor, place, form)
    if not form.validate_on_submit():
        return page.render(), _UNPROCESSABLE if form.is_submitted() else 200
    day, who = form.day.data or date.min, form.supervisor_id.data
    hour = form.starts_at.data
    if request.form.get("act") == "weigh":
        return line_page(actor, place, form, (who, day, hour)).render()
    move = LineMove(who, day, bool(form.sure.data), revision, form.words.data or "", hour)
    try:
        move_line(database(), actor, place, move, installation().timezone, at=clock.now())
    except REFUSED as fault:
        form.refuse(fault)
        return line_page(actor, place, form, (who, day, hour)).render(), status_of(fault)
    return _plan(plan_id, "line_moved")


@bp.post("/months/<int:plan_id>/lines/<int:line_id>/drop")
@requires(Permission.SESSION_PLAN)
def drop(plan_id: int, line_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), ActForm()
    try:
        drop_line(database(), actor, plan_id, line_id, _revision(form), at=clock.now())
    except REFUSED as fault:
        form.refuse(fault)
        return plan_page(actor, plan_id, sent=form).render(), status_of(fault)
    return _plan(plan_id, "line_dropped")


def _plan(plan_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("month_plan.show", plan_id=plan_id, notice=notice))


def _month() -> date:
    asked = request.args.get("month")
    if asked is None:
        return local_today().replace(day=1)
    return month_named(asked) or abort(404)


def _page(name: str = "page") -> int:
    return request.args.get(name, default=1, type=whole_number)


def _revision(form: ActForm) -> int:
    return form.revision.data or 0
