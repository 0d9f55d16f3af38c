"""Routes of the week, of series, and of days for sessions."""

from datetime import date

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.session_moves import DayAnswer
from qa_app.domain.supervision import SessionType
from qa_app.extensions import database
from qa_app.queries.double_booking import series_clashes
from qa_app.queries.series_fitness import SeriesPlace
from qa_app.queries.series_lists import preview_series
from qa_app.queries.session_days import proposals_of
from qa_app.queries.session_planning import PlanningOptions, centres_to_plan, planning_options
from qa_app.services.supervision.answer_day_proposal import answer_day_proposal
from qa_app.services.supervision.change_series import SeriesChange, change_series
from qa_app.services.supervision.end_series import end_series
from qa_app.services.supervision.move_session import move_session
from qa_app.services.supervision.propose_day import WantedDay, propose_day
from qa_app.services.supervision.start_series import NewSeries, start_series
from qa_app.services.supervision.withdraw_day_proposal import withdraw_day_proposal
from qa_app.web.forms import sent_key
from qa_app.web.guard import current_actor, requires
from qa_app.web.numbers import whole_number
from qa_app.web.schedule.building import (
    day_page,
    off_words,
    preview_of,
    proposals_page,
    series_list_page,
    series_or_404,
    series_page,
    week_page,
)
from qa_app.web.schedule.forms import AnswerForm, ChangeForm, DayForm, EndForm, SeriesForm
from qa_app.web.schedule.labels import answer_refusal, refusal_words
from qa_app.web.schedule.pages import SeriesCentrePage, SeriesFormPage
from qa_app.web.settings import installation, local_today

bp = Blueprint("schedule", __name__)
_REFUSED = (InvalidError, ConflictError)
_UNPROCESSABLE = 422


@bp.get("/plan/week")
@requires(Permission.SESSION_READ)
def week() -> ResponseReturnValue:
    return week_page(current_actor(), _asked_week() or local_today()).render()


@bp.get("/plan/series")
@requires(Permission.SESSION_READ)
def series() -> ResponseReturnValue:
    return series_list_page(current_actor()).render()


@bp.route("/plan/series/new", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def new_series() -> ResponseReturnValue:
    actor, centre_id = current_actor(), request.args.get("centre", type=whole_number)
    if centre_id is None:
        centres = centres_to_plan(database(), actor, local_today())
        if len(centres) != 1:
            return SeriesCentrePage(centres=centres).render()
        centre_id = centres[0].id
    options = _options(centre_id)
    form, preview, today = SeriesForm(), None, local_today()
    form.offer(options, actor.account_id, is_new=True)
    if form.validate_on_submit():
        place, terms = SeriesPlace(centre_id, SessionType(form.type.data)), form.terms()
        try:
            if _is_applied():
                told = form.clashes_told.data or 0
                new = NewSeries(place, terms, form.idempotency_key.data, told)
                zone = installation().timezone
                made = start_series(database(), actor, new, zone, at=clock.now())
                return _to_series(made, "series_started")
            found = preview_series(database(), actor, place, terms, today)
            clashes = series_clashes(database(), place.type, terms, found)
            form.tell(len(clashes))
            preview = preview_of(found, clashes, today, is_new=True)
        except _REFUSED as fault:
            form.refuse(fault)
    page = SeriesFormPage(
        form=form, centre=options.centre, series=None, preview=preview, today=today
    )
    return page.render(), _status(form, is_shown=preview is not None)


@bp.get("/plan/series/<int:series_id>")
@requires(Permission.SESSION_READ)
def show_series(series_id: int) -> ResponseReturnValue:
    return series_page(current_actor(), series_id).render()


@bp.route("/plan/series/<int:series_id>/change", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def change(series_id: int) -> ResponseReturnValue:
    actor, today = current_actor(), local_today()
    standing = series_or_404(actor, series_id)
    options = _options(standing.place.centre_id)
    if not standing.is_active:
        abort(409)
    form, preview = ChangeForm(), None
    form.offer(options, actor.account_id, is_new=False)
    if not form.is_submitted():
        form.fill(standing.terms, today)
        form.revision.data = standing.revision
    if form.validate_on_submit():
        terms = form.terms()
        try:
            if _is_applied():
                told = form.clashes_told.data or 0
                wanted = SeriesChange(series_id, form.revision.data or 0, terms, told)
                zone = installation().timezone
                change_series(database(), actor, wanted, zone, at=clock.now())
                return _to_series(series_id, "series_changed")
            place = standing.place
            found = preview_series(database(), actor, place, terms, today, series_id)
            clashes = series_clashes(database(), place.type, terms, found)
            form.tell(len(clashes))
            preview = preview_of(found, clashes, today, is_new=False)
        except _REFUSED as fault:
            form.refuse(fault)
    page = SeriesFormPage(
        form=form, centre=options.centre, series=standing, preview=preview, today=today
    )
    return page.render(), _status(form, is_shown=preview is not None)


@bp.post("/plan/series/<int:series_id>/end")
@requires(Permission.SESSION_PLAN)
def end(series_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), EndForm(prefix="end")
    revision, zone = form.revision.data or 0, installation().timezone
    try:
        end_series(database(), actor, series_id, revision, zone, at=clock.now())
    except ConflictError as fault:
        form.refuse(fault)
        return series_page(actor, series_id, form).render(), 409
    return _to_series(series_id, "series_ended")


@bp.get("/sessions/<int:session_id>/day")
@requires(Permission.SESSION_READ)
def day(session_id: int) -> ResponseReturnValue:
    return day_page(current_actor(), session_id).render()


@bp.post("/sessions/<int:session_id>/move")
@requires(Permission.SESSION_PLAN)
def move(session_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), DayForm(prefix="day")
    page = day_page(actor, session_id, form)
    if page.form is None or not page.is_move:
        abort(409 if page.is_move else 404)
    if not form.validate_on_submit():
        return page.render(), _UNPROCESSABLE
    zone = installation().timezone
    try:
        move_session(database(), actor, session_id, form.move(), zone, at=clock.now())
    except _REFUSED as fault:
        form.refuse_day(fault, page.day_note)
        form.see(page.head.line)
        return page.render(), _code(fault)
    return redirect(url_for("supervision.show", session_id=session_id, notice="session_put_off"))


@bp.post("/sessions/<int:session_id>/propose")
@requires(Permission.SESSION_PROPOSE)
def propose(session_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), DayForm(prefix="day")
    page = day_page(actor, session_id, form)
    if page.form is None or page.is_move:
        abort(404)
    is_valid = form.validate_on_submit()
    if not is_valid or form.refuse_off(off_words(form.to_on.data, page.head.line.centre_id)):
        return page.render(), _UNPROCESSABLE
    zone = installation().timezone
    try:
        wanted = WantedDay(session_id, form.move(), form.idempotency_key.data)
        proposal_id = propose_day(database(), actor, wanted, zone, at=clock.now())
    except _REFUSED as fault:
        if fault.code in {"proposal_open", "key_reused"}:
            # what stands already, and how to go on, instead of a form that leads nowhere
            return day_page(actor, session_id, complaint=refusal_words(fault)[1]).render(), 409
        form.refuse(fault)
        form.see(page.head.line)
        return page.render(), _code(fault)
    gone = _what_ended(proposal_id, session_id)
    if gone is not None:
        return day_page(actor, session_id, complaint=refusal_words(gone)[1]).render(), 409
    return redirect(url_for("schedule.day", session_id=session_id, notice="day_proposed"))


def _what_ended(proposal_id: int, session_id: int) -> ConflictError | None:
    # a form that is sent again is answered by its proposal, which may wait no more
    found = proposals_of(database(), current_actor(), session_id)
    answer = next((one.answer for one in found if one.id == proposal_id), None)
    if answer is None:
        return None
    is_withdrawn = answer is DayAnswer.WITHDRAWN
    return ConflictError("proposal_withdrawn" if is_withdrawn else "proposal_answered")


@bp.get("/plan/proposals")
@requires(Permission.SESSION_READ)
def proposals() -> ResponseReturnValue:
    return proposals_page(current_actor()).render()


@bp.post("/plan/proposals/<int:proposal_id>/answer")
@requires(Permission.SESSION_PLAN)
def answer(proposal_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), AnswerForm()
    if not form.validate():
        return proposals_page(actor).render(), _UNPROCESSABLE
    chosen, zone = form.chosen(), installation().timezone
    try:
        answer_day_proposal(database(), actor, proposal_id, chosen, zone, at=clock.now())
    except _REFUSED as fault:
        return proposals_page(actor, answer_refusal(fault)).render(), _code(fault)
    return redirect(url_for("schedule.proposals", notice=f"day_{chosen.value}"))


@bp.post("/plan/proposals/<int:proposal_id>/withdraw")
@requires(Permission.SESSION_PROPOSE)
def withdraw(proposal_id: int) -> ResponseReturnValue:
    actor = current_actor()
    try:
        session_id = withdraw_day_proposal(
            database(), actor, proposal_id, at=clock.now(), key=sent_key()
        )
    except ConflictError as fault:
        return proposals_page(actor, answer_refusal(fault)).render(), 409
    return redirect(url_for("schedule.day", session_id=session_id, notice="day_withdrawn"))


def _asked_week() -> date | None:
    try:
        found = date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        return None
    return found if date.min.year + 1 <= found.year < date.max.year else None


def _options(centre_id: int) -> PlanningOptions:
    return planning_options(database(), current_actor(), centre_id, local_today()) or abort(404)


def _is_applied() -> bool:
    return request.form.get("step") == "apply"


def _status(form: SeriesForm, *, is_shown: bool) -> int:
    return 200 if is_shown or not form.is_submitted() else _UNPROCESSABLE


def _code(fault: Exception) -> int:
    return 409 if isinstance(fault, ConflictError) else _UNPROCESSABLE


def _to_series(series_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("schedule.show_series", series_id=series_id, notice=notice))
