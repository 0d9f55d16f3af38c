"""Routes of the plan and of one session."""

from datetime import date

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.errors import InvalidError
from qa_app.domain.frames import AddReason
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.month_grid import month_named, weeks_of
from qa_app.domain.permissions import Permission, may
from qa_app.domain.replacements import ReplaceReason
from qa_app.domain.supervision import UNIT_CASE_FILE, CancelReason, SessionState
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.extensions import database
from qa_app.queries.holidays import marked_days
from qa_app.queries.session_planning import centres_to_plan, planning_options
from qa_app.queries.supervision import sessions_between
from qa_app.services.audits.add_file import add_file
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.audits.name_reader import name_reader
from qa_app.services.audits.replace_file import replace_file
from qa_app.services.supervision.plan_session import plan_session
from qa_app.services.supervision.reassign_session import reassign_session
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from qa_app.web.due_side import due_side
from qa_app.web.guard import current_actor, requires
from qa_app.web.numbers import whole_number
from qa_app.web.session_filters import asked_filter
from qa_app.web.settings import installation, local_today
from qa_app.web.supervision.building import Asked, month_page, session_page
from qa_app.web.supervision.changing import Sent
from qa_app.web.supervision.forms import (
    AddForm,
    CancelForm,
    DrawForm,
    HandOverForm,
    LeadForm,
    ReaderForm,
    ReplaceForm,
    SessionForm,
)
from qa_app.web.supervision.labels import free_day_sentence
from qa_app.web.supervision.pages import ChooseCentrePage, NewSessionPage
from qa_app.web.supervision.slips import retrieval_paper

bp = Blueprint("supervision", __name__)
_UNPROCESSABLE = 422


@bp.get("/plan")
@requires(Permission.SESSION_READ)
def month() -> ResponseReturnValue:
    actor, today = current_actor(), local_today()
    first = month_named(request.args.get("month", "")) or today.replace(day=1)
    weeks = weeks_of(first)
    shown = asked_filter(actor)
    span = (weeks[0][0], weeks[-1][-1])
    asked = Asked(
        first=first,
        today=today,
        day=_day("day"),
        page=request.args.get("page", default=1, type=whole_number),
        shown=shown,
        may_plan=may(actor, Permission.SESSION_PLAN),
    )
    sessions = sessions_between(database(), actor, *span, only=shown.only)
    marked = marked_days(database(), NATIONAL_REGION, *span)
    due = due_side(actor, first, shown.only.centre_id, sessions)
    return month_page(asked, weeks, sessions, marked, due).render()


@bp.route("/plan/sessions/new", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def new() -> ResponseReturnValue:
    actor, day_wanted = current_actor(), _day("day")
    centre_id = request.args.get("centre", type=whole_number)
    if centre_id is None:
        centres = centres_to_plan(database(), actor, local_today())
        if len(centres) != 1:
            return ChooseCentrePage(centres=centres, day_wanted=day_wanted).render()
        centre_id = centres[0].id
    shown_day, sent_day = day_wanted or local_today(), _date(request.form.get("planned_on", ""))
    options = planning_options(database(), actor, centre_id, shown_day, also_on=sent_day)
    if options is None:
        abort(404)
    form = SessionForm()
    form.offer(options, actor.account_id)
    if form.validate_on_submit() and (wanted := form.new_session(centre_id)) is not None:
        try:
            made = plan_session(
                database(), actor, wanted, zone=installation().timezone, at=clock.now()
            )
        except InvalidError as fault:
            form.refuse_day(fault, _day_off(wanted.planned_on, centre_id))
        else:
            return redirect(url_for("supervision.show", session_id=made, notice="session_planned"))
    if not form.is_submitted():
        form.planned_on.data = day_wanted
        worker_id, files = (request.args.get(one, type=whole_number) for one in ("worker", "files"))
        form.begin(options, request.args.get("kind", ""), worker_id, files)
    page = NewSessionPage(
        form=form,
        centre=options.centre,
        day_wanted=day_wanted,
        is_more_open=bool(form.fine.data),
    )
    return page.render(), _UNPROCESSABLE if form.is_submitted() else 200


@bp.get("/sessions/<int:session_id>")
@requires(Permission.SESSION_READ)
def show(session_id: int) -> ResponseReturnValue:
    changing = Sent(moved=request.args.get("moved", ""))
    return session_page(current_actor(), session_id, changing=changing).render()


@bp.get("/sessions/<int:session_id>/slip.pdf")
@requires(Permission.SAMPLE_DRAW)
def slip(session_id: int) -> ResponseReturnValue:
    return retrieval_paper(current_actor(), session_id)


@bp.post("/sessions/<int:session_id>/draw")
@requires(Permission.SAMPLE_DRAW)
def draw(session_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), DrawForm(prefix="draw")
    page = session_page(actor, session_id, draw_form=form)
    if form.validate_on_submit():
        try:
            draw_sample(
                database(),
                actor,
                session_id,
                (form.wanted.data or 0) if form.wanted else None,
                form.reader_id.data,
                clock.random_token,
                zone=installation().timezone,
                at=clock.now(),
            )
        except InvalidError as fault:
            form.refuse(fault)
        else:
            if page.readers_words:
                # several read here by the round: how they share the files is the next question
                divide = url_for("readers.divide", session_id=session_id, notice="files_drawn")
                return redirect(divide)
            of_files = page.head.rubric_kind == UNIT_CASE_FILE
            return _shown(session_id, "files_drawn" if of_files else "review_opened")
    return page.render(), _UNPROCESSABLE


@bp.post("/sessions/<int:session_id>/add")
@requires(Permission.SAMPLE_DRAW)
def add(session_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), AddForm(prefix="add")
    page = session_page(actor, session_id, add_form=form)
    if form.validate_on_submit():
        try:
            add_file(
                database(),
                actor,
                session_id,
                form.reference.data or "",
                AddReason(form.reason.data),
                form.reader_id.data,
                at=clock.now(),
                zone=installation().timezone,
            )
        except InvalidError as fault:
            form.refuse(fault)
        else:
            return _shown(session_id, "file_added")
    return page.render(), _UNPROCESSABLE


@bp.post("/sessions/<int:session_id>/replace")
@requires(Permission.SAMPLE_DRAW)
def replace(session_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), ReplaceForm(prefix="replace")
    page = session_page(actor, session_id, changing=Sent(replace=form))
    _check_offered(page.sample.replace_form, is_allowed=page.may_draw)
    if form.validate_on_submit():
        reason = ReplaceReason(form.reason.data)
        try:
            done = replace_file(database(), actor, form.audit_id.data, reason, at=clock.now())
        except InvalidError as fault:
            form.refuse(fault)
        else:
            return _shown(session_id, "file_replaced" if done.audit_id else "file_lost")
    return page.render(), _UNPROCESSABLE


@bp.post("/sessions/<int:session_id>/hand-over")
@requires(Permission.SAMPLE_DRAW)
def hand_draft_over(session_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), HandOverForm(prefix="hand")
    page = session_page(actor, session_id, changing=Sent(hand=form))
    _check_offered(page.changes.hand_form, is_allowed=page.may_draw)
    if form.validate_on_submit():
        (audit_id, change), zone = form.wanted(), installation().timezone
        try:
            hand_over(database(), actor, audit_id, change, at=clock.now(), zone=zone)
        except InvalidError as fault:
            form.refuse(fault)
        else:
            return _shown(session_id, "handed_over", moved=str(audit_id))
    return page.render(), _UNPROCESSABLE


@bp.post("/sessions/<int:session_id>/reader")
@requires(Permission.SAMPLE_DRAW)
def reader(session_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), ReaderForm(prefix="reader")
    page = session_page(actor, session_id, changing=Sent(reader=form))
    _check_offered(page.changes.reader_form, is_allowed=page.may_draw)
    if form.validate_on_submit():
        from_id, to_id = form.from_id.data or 0, form.reader_id.data
        now, zone = clock.now(), installation().timezone
        try:
            name_reader(database(), actor, session_id, from_id, to_id, at=now, zone=zone)
        except InvalidError as fault:
            form.refuse(fault)
        else:
            return _shown(session_id, "reader_named")
    return page.render(), _UNPROCESSABLE


@bp.post("/sessions/<int:session_id>/supervisor")
@requires(Permission.SESSION_PLAN)
def reassign(session_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), LeadForm(prefix="lead")
    page = session_page(actor, session_id, changing=Sent(lead=form))
    if page.may_plan and page.changes.lead_words:
        return page.render(), 409
    _check_offered(page.changes.lead_form, is_allowed=page.may_plan)
    if form.validate_on_submit():
        reason = HandOverReason(form.reason.data)
        is_meant, zone = bool(form.meant.data), installation().timezone
        change = HandOver(form.from_id.data, form.supervisor_id.data, reason, is_meant)
        try:
            reassign_session(database(), actor, session_id, change, zone, at=clock.now())
        except InvalidError as fault:
            form.refuse_day(fault, page.day_note)
        else:
            return _shown(session_id, "session_reassigned")
    return page.render(), _UNPROCESSABLE


@bp.post("/sessions/<int:session_id>/hold")
@requires(Permission.SESSION_PLAN)
def hold(session_id: int) -> ResponseReturnValue:
    settlement = SessionSettlement(SessionState.HELD)
    zone = installation().timezone
    settle_session(database(), current_actor(), session_id, settlement, zone, at=clock.now())
    return _shown(session_id, "session_held")


@bp.post("/sessions/<int:session_id>/cancel")
@requires(Permission.SESSION_PLAN)
def cancel(session_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), CancelForm(prefix="cancel")
    page = session_page(actor, session_id, cancel_form=form)
    new_day = form.new_day.data if form.new_day else None
    if form.validate_on_submit():
        reason, is_meant = CancelReason(form.reason.data), bool(form.meant.data)
        settlement = SessionSettlement(SessionState.CANCELLED, reason, new_day, is_meant)
        zone = installation().timezone
        try:
            moved = settle_session(database(), actor, session_id, settlement, zone, at=clock.now())
        except InvalidError as fault:
            day_off = _day_off(new_day, page.head.line.centre_id) if new_day else ""
            form.refuse_day(fault, day_off)
        else:
            return _shown(moved or session_id, "session_moved" if moved else "session_cancelled")
    return page.render(), _UNPROCESSABLE


def _day_off(on: date, centre_id: int) -> str:
    return free_day_sentence(on, marked_days(database(), NATIONAL_REGION, on, on, centre_id))


def _check_offered(form: object, *, is_allowed: bool) -> None:
    # what was sent answers a page on which there was something to change
    if form is None:
        abort(409 if is_allowed else 404)


def _shown(session_id: int, notice: str, moved: str | None = None) -> ResponseReturnValue:
    address = url_for("supervision.show", session_id=session_id, notice=notice, moved=moved)
    return redirect(address)


def _day(name: str) -> date | None:
    return _date(request.args.get(name, ""))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
