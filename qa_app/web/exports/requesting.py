"""Routes on which somebody asks to take results away, and somebody else answers."""

from dataclasses import dataclass

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.clock import local_day
from qa_app.domain.defaults import EXPORT_APPROVAL_DAYS, ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.export_columns import COLUMNS
from qa_app.domain.export_requests import RefusalReason, RequestState
from qa_app.domain.item_export import ExportForm, Purpose
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.export_requests import (
    ExportRequest,
    ExportSize,
    export_size,
    own_requests,
    requests_to_answer,
)
from qa_app.queries.item_export import ExportFilter, exported_readings
from qa_app.services.operations.answer_export import answer_export
from qa_app.services.operations.request_export import NewRequest, request_export
from qa_app.services.operations.take_export import take_export
from qa_app.web.exports.blueprint import bp
from qa_app.web.exports.forms import FORM_WORDS, PURPOSE_WORDS, ItemExportForm, ResearchForm
from qa_app.web.exports.pages import ApprovalsPage, RequestLine, RequestsPage, WaitingRequest
from qa_app.web.exports.research import (
    research_fault,
    research_file,
    research_form,
    research_request,
)
from qa_app.web.exports.routes import export_form, fault_words, new_mark, sent_away
from qa_app.web.forms import form_key, sent_key
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.session_labels import near_day, near_span, short_instant
from qa_app.web.settings import installation, local_today
from qa_app.web.step_up import asks_again
from qa_app.wording import Words
from qa_app.wording.exports import REFUSALS

_CONFLICT, _GONE, _UNPROCESSABLE = 409, 410, 422


@bp.get("/requests")
@requires(Permission.ITEMS_REQUEST)
def requests() -> ResponseReturnValue:
    return _page(export_form(Permission.ITEMS_REQUEST)).render()


@bp.post("/requests")
@requires(Permission.ITEMS_REQUEST)
def ask() -> ResponseReturnValue:
    form = export_form(Permission.ITEMS_REQUEST)
    if not form.validate_on_submit():
        return _page(form).render(), _UNPROCESSABLE
    # what is approved is fixed: nothing that is signed later comes along
    until = form.until.data or local_today()
    chosen = ExportFilter(form.since.data, until, form.centre.data or None)
    zone = installation().timezone
    new = NewRequest(chosen, ExportForm(form.form.data), Purpose(form.purpose.data), sent_key())
    try:
        request_export(database(), current_actor(), new, zone, at=clock.now())
    except InvalidError as fault:
        form.fail("until", fault_words(fault.code))
        return _page(form).render(), _UNPROCESSABLE
    except ConflictError as fault:
        return _page(form, _refusal(fault)).render(), _CONFLICT
    return redirect(url_for("exports.requests", notice="export_asked"))


@bp.post("/requests/<int:request_id>/file")
@requires(Permission.ITEMS_REQUEST)
@asks_again("exports.requests")
def take_approved(request_id: int) -> ResponseReturnValue:
    actor, mark = current_actor(), new_mark()
    try:
        held = take_export(database(), actor, request_id, mark, at=clock.now())
    except ConflictError as fault:
        page = _page(export_form(Permission.ITEMS_REQUEST), _refusal(fault))
        return page.render(), _GONE if fault.code == "export_lapsed" else _CONFLICT
    if held.form is ExportForm.ZIP:
        return research_file(held)
    found = exported_readings(database(), actor, held.chosen, Permission.ITEMS_REQUEST)
    answer: Response = sent_away(found, mark, held.form)
    return answer


@bp.get("/approvals")
@requires(Permission.ITEMS_APPROVE)
def approvals() -> ResponseReturnValue:
    return _approvals().render()


@bp.post("/approvals/<int:request_id>")
@requires(Permission.ITEMS_APPROVE)
@asks_again("exports.approvals")
def answer(request_id: int) -> ResponseReturnValue:
    step, why = request.form.get("step", ""), request.form.get("refusal", "")
    fault = ""
    if step not in {"approve", "refuse"}:
        fault = str(_("Approve or refuse."))
    elif step == "refuse" and why not in tuple(RefusalReason):
        fault = str(_("Choose why it is refused: whoever asked reads it."))
    if fault:
        return _unanswered(request_id, fault)
    is_approved = step == "approve"
    refusal = None if is_approved else RefusalReason(why)
    try:
        is_answered = answer_export(
            database(), current_actor(), request_id, at=clock.now(), refusal=refusal
        )
    except ConflictError as refused:
        return _approvals(_refusal(refused)).render(), _CONFLICT
    if is_answered:
        notice = "export_approved" if is_approved else "export_refused"
    else:
        notice = "export_half_approved"
    return redirect(url_for("exports.approvals", notice=notice))


def _unanswered(request_id: int, fault: str) -> ResponseReturnValue:
    page = _approvals(about=(request_id, fault))
    if request_id not in {one.line.id for one in page.waiting}:
        abort(404)
    return page.render(), _UNPROCESSABLE


@bp.post("/research")
@requires(Permission.ITEMS_REQUEST)
def ask_research() -> ResponseReturnValue:
    form, plain_form = research_form(), export_form(Permission.ITEMS_REQUEST, is_sent=False)
    if not form.validate_on_submit():
        return _page(plain_form, research=form).render(), _UNPROCESSABLE
    try:
        new = research_request(form)
        request_export(database(), current_actor(), new, installation().timezone, at=clock.now())
    except InvalidError as fault:
        form.fail("project" if fault.code == "project" else "until", research_fault(fault.code))
        return _page(plain_form, research=form).render(), _UNPROCESSABLE
    except ConflictError as fault:
        return _page(plain_form, _refusal(fault), research=form).render(), _CONFLICT
    return redirect(url_for("exports.requests", notice="export_asked"))


def _page(
    form: ItemExportForm, fault: str = "", research: ResearchForm | None = None
) -> RequestsPage:
    found = own_requests(database(), current_actor(), clock.now(), ROWS_PER_PAGE)
    lines = tuple(map(_line, found))
    return RequestsPage(
        form=form,
        research=research or research_form(is_sent=False),
        key=form_key(),
        lines=lines,
        fault=fault,
        columns=COLUMNS,
    )


def _approvals(fault: str = "", about: tuple[int, str] = (0, "")) -> ApprovalsPage:
    found = requests_to_answer(database(), current_actor(), clock.now(), ROWS_PER_PAGE)
    words = Words(page_language())
    return ApprovalsPage(
        waiting=tuple(_waiting(one, about[1] if one.id == about[0] else "") for one in found),
        days=EXPORT_APPROVAL_DAYS,
        reasons=tuple((one.value, words.say(REFUSALS[one])) for one in RefusalReason),
        fault=fault,
        columns=COLUMNS,
    )


def _waiting(one: ExportRequest, fault: str) -> WaitingRequest:
    size = export_size(database(), current_actor(), one)
    span = ""
    if size.first is not None and size.last is not None:
        words = Words(page_language())
        span = str(
            _(
                "read from %(first)s to %(last)s",
                first=words.day(size.first),
                last=words.day(size.last),
            )
        )
    return WaitingRequest(
        _line(one), _holds(size, one.form), span, tuple(map(_of_centre, size.centres)), fault
    )


def _holds(size: ExportSize, form: ExportForm) -> str:
    if form is ExportForm.ZIP:
        return str(
            _(
                "counts by centre, quarter, section and option, of at most %(reviews)s",
                reviews=ngettext("%(num)d signed review", "%(num)d signed reviews", size.reviews),
            )
        )
    reviews = ngettext("%(num)d signed review", "%(num)d signed reviews", size.reviews)
    files = ngettext("%(num)d case file", "%(num)d case files", size.files)
    rows = ngettext("at least %(num)d item row", "at least %(num)d item rows", size.items)
    return str(
        _(
            "%(reviews)s of %(files)s, %(rows)s, %(columns)d columns",
            reviews=reviews,
            files=files,
            rows=rows,
            columns=len(COLUMNS),
        )
    )


def _of_centre(one: tuple[BilingualText, int]) -> tuple[str, str]:
    name, count = one
    return plain(name), str(ngettext("%(num)d signed review", "%(num)d signed reviews", count))


def _line(one: ExportRequest) -> RequestLine:
    said = _said(one)
    return RequestLine(
        one.id,
        _what(one),
        str(
            _(
                "%(purpose)s, as %(form)s",
                purpose=PURPOSE_WORDS[one.purpose],
                form=FORM_WORDS[one.form],
            )
        ),
        one.asked_at,
        one.asked_by,
        said.words,
        said.look,
        one.state is RequestState.APPROVED,
        one.project,
    )


def _what(one: ExportRequest) -> str:
    where = str(_("every centre that %(by)s may see", by=one.asked_by))
    if one.centre_name is not None:
        where = plain(one.centre_name)
    today = local_today()
    first, last = one.chosen.since, one.chosen.until
    if first is None:
        until = "" if last is None else near_day(last, today)
        return str(_("%(where)s, read until %(until)s", where=where, until=until))
    # without a last day everything up to the request was asked for
    asked_on = local_day(one.asked_at, installation().timezone)
    since, until = near_span(first, last or asked_on, today)
    return str(
        _("%(where)s, read from %(since)s until %(until)s", where=where, since=since, until=until)
    )


@dataclass(frozen=True, slots=True)
class _Said:
    words: str
    look: str


def _said(one: ExportRequest) -> _Said:
    until = short_instant(one.lapses_at)
    match one.state:
        case RequestState.ASKED if one.first_by:
            words = _(
                "approved by %(by)s, waits for a second person until %(until)s",
                by=one.first_by,
                until=until,
            )
            return _Said(str(words), "wait")
        case RequestState.ASKED:
            return _Said(str(_("waits for an answer until %(until)s", until=until)), "wait")
        case RequestState.APPROVED:
            by = one.answered_by
            if one.first_by:
                by = Words(page_language()).listed((one.first_by, by))
            words = _("approved by %(by)s, until %(until)s", by=by, until=until)
            return _Said(str(words), "done")
        case RequestState.REFUSED:
            words = _("refused by %(by)s", by=one.answered_by)
            if one.refusal is not None:
                why = Words(page_language()).say(REFUSALS[one.refusal])
                words = _("refused by %(by)s: %(why)s", by=one.answered_by, why=why)
            return _Said(str(words), "late")
        case RequestState.LAPSED:
            return _Said(str(_("lapsed on %(until)s", until=until)), "plain")


def _refusal(fault: ConflictError) -> str:
    words = {
        "same_person": _("Somebody else must answer what you asked for."),
        "same_approver": _("You approved this already: the second approval is somebody else's."),
        "export_answered": _("Somebody has answered this request already."),
        "export_lapsed": _(
            "This request, or its approval, lapsed after %(days)s days: ask again.",
            days=EXPORT_APPROVAL_DAYS,
        ),
        "export_not_approved": _("Nobody has approved this yet."),
        "key_reused": _("This was sent twice with different content. Reload the page."),
    }
    return str(words[fault.code])
