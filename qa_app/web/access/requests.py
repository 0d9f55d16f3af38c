"""Routes on which somebody asks for access to a case file, and somebody else answers."""

from collections.abc import Mapping
from dataclasses import replace

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.clock import local_day
from qa_app.domain.access_requests import (
    AccessPurpose,
    AccessRefusal,
    AccessState,
    check_request,
)
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.trust_defaults import ACCESS_DAYS_MOST, ACCESS_WORDS_LEAST, ACCESS_WORDS_MOST
from qa_app.extensions import database
from qa_app.queries.access_requests import AccessRequest, access_to_answer, own_access
from qa_app.queries.openings import Opening, opening_of
from qa_app.queries.request_sides import (
    AskerRole,
    FileReading,
    readings_of_files,
    roles_of_askers,
)
from qa_app.services.access.answer_access import answer_access
from qa_app.services.access.ask_access import NewAccess, ask_access
from qa_app.services.access.end_access import end_access
from qa_app.web.access.blueprint import bp
from qa_app.web.access.forms import AskForm
from qa_app.web.access.pages import AccessLine, ApprovalsPage, AskPage, OwnAccessPage
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.session_labels import short_instant
from qa_app.web.settings import installation, local_today
from qa_app.web.step_up import asks_again
from qa_app.wording import Words
from qa_app.wording.access_reasons import ACCESS_REFUSALS, PURPOSES
from qa_app.wording.role_names import ROLES

_CONFLICT, _UNPROCESSABLE = 409, 422
_FIELDS = {"access_days": "days"}


@bp.route("/ask/<int:audit_id>", methods=["GET", "POST"])
@requires(Permission.ACCESS_ASK)
def ask(audit_id: int) -> ResponseReturnValue:
    opening = _opening(audit_id)
    if opening.is_draft:
        abort(404)  # it is its reader's alone and has no report yet
    if opening.why is not None or opening.file_id is None:
        return redirect(url_for("papers.report", audit_id=audit_id))
    form = AskForm()
    form.offer(Words(page_language()))
    if request.method == "GET":
        return _ask(opening, form).render()
    if not form.validate_on_submit():
        _fail_words(form)
        return _ask(opening, form).render(), _UNPROCESSABLE
    new = NewAccess(
        audit_id,
        AccessPurpose(form.purpose.data),
        form.words.data or "",
        int(form.days.data),
        form.idempotency_key.data,
    )
    try:
        ask_access(database(), current_actor(), new, installation().timezone, at=clock.now())
    except InvalidError as fault:
        for code in fault.codes:
            form.fail(_FIELDS.get(code, "words"), refusal_words(code))
        return _ask(opening, form).render(), _UNPROCESSABLE
    except ConflictError as fault:
        return _ask(opening, form, refusal_words(fault.code)).render(), _CONFLICT
    return redirect(url_for("access.own", notice="access_asked"))


@bp.get("/mine")
@requires(Permission.ACCESS_ASK)
def own() -> ResponseReturnValue:
    return _own().render()


@bp.post("/mine/<int:request_id>/end")
@requires(Permission.ACCESS_ASK)
def give_back(request_id: int) -> ResponseReturnValue:
    mine = {one.id for one in own_access(database(), current_actor(), clock.now(), ROWS_PER_PAGE)}
    if request_id not in mine:
        abort(404)
    try:
        _end(request_id)
    except ConflictError as fault:
        return _own(refusal_words(fault.code)).render(), _CONFLICT
    return redirect(url_for("access.own", notice="access_ended"))


@bp.get("/approvals")
@requires(Permission.ACCESS_APPROVE)
def approvals() -> ResponseReturnValue:
    return _approvals().render()


@bp.post("/approvals/<int:request_id>")
@requires(Permission.ACCESS_APPROVE)
@asks_again("access.approvals", step="approve")
def answer(request_id: int) -> ResponseReturnValue:
    step, why = request.form.get("step", ""), request.form.get("refusal", "")
    fault = ""
    if step not in {"approve", "refuse"}:
        fault = str(_("Approve or refuse."))
    elif step == "refuse" and why not in tuple(AccessRefusal):
        fault = str(_("Choose why it is refused: whoever asked reads it."))
    if fault:
        page = _approvals(fault, request_id)
        if request_id not in {one.request.id for one in page.waiting}:
            abort(404)
        return page.render(), _UNPROCESSABLE
    refusal = None if step == "approve" else AccessRefusal(why)
    zone = installation().timezone
    try:
        answer_access(database(), current_actor(), request_id, refusal, zone, at=clock.now())
    except ConflictError as refused:
        return _approvals(refusal_words(refused.code)).render(), _CONFLICT
    notice = "access_approved" if refusal is None else "access_refused"
    return redirect(url_for("access.approvals", notice=notice))


@bp.post("/approvals/<int:request_id>/end")
@requires(Permission.ACCESS_APPROVE)
def revoke(request_id: int) -> ResponseReturnValue:
    try:
        _end(request_id)
    except ConflictError as fault:
        return _approvals(refusal_words(fault.code)).render(), _CONFLICT
    return redirect(url_for("access.approvals", notice="access_revoked"))


def refusal_words(code: str) -> str:
    """Put a refusal into words.

    Args:
        code: Why something was refused.

    Returns:
        What is wrong and the way out.
    """
    words = {
        "access_words": _(
            "Say it in %(least)s to %(most)s characters",
            least=ACCESS_WORDS_LEAST,
            most=ACCESS_WORDS_MOST,
        ),
        "access_days": _("Ask for 1 to %(most)s days", most=ACCESS_DAYS_MOST),
        "access_identity": _("Leave out who the child is: no number, telephone or name"),
        "access_held": _("You may open this file already"),
        "access_waits": _("You asked for this file already; the request waits for an answer."),
        "access_answered": _("Somebody has answered this request already, or it lapsed."),
        "access_over": _("This has ended already."),
        "same_person": _("Somebody else must answer what you asked for."),
        "key_reused": _("This was sent twice with different content. Reload the page."),
    }
    return str(words[code])


def _opening(audit_id: int) -> Opening:
    return opening_of(database(), current_actor(), audit_id, at=clock.now(), on=local_today())


def _fail_words(form: AskForm) -> None:
    # what is wrong with the words is told together with what is missing
    try:
        check_request(form.words.data or "", 1)
    except InvalidError as fault:
        form.fail("words", refusal_words(fault.code))


def _end(request_id: int) -> None:
    end_access(database(), current_actor(), request_id, installation().timezone, at=clock.now())


def _ask(opening: Opening, form: AskForm, fault: str = "") -> AskPage:
    found = own_access(database(), current_actor(), clock.now(), ROWS_PER_PAGE)
    about = [
        one for one in found if one.file_id == opening.file_id and one.state is AccessState.ASKED
    ]
    return AskPage(
        audit_id=opening.audit_id,
        reference=opening.reference,
        form=form,
        waiting=_line(about[0]) if about else None,
        fault=fault,
    )


def _own(fault: str = "") -> OwnAccessPage:
    found = own_access(database(), current_actor(), clock.now(), ROWS_PER_PAGE)
    files = {one.file_id for one in found if one.state is AccessState.APPROVED}
    opened = readings_of_files(database(), current_actor(), files)
    lines = (replace(_line(one), readings=_readings(opened, one)) for one in found)
    return OwnAccessPage(lines=tuple(lines), fault=fault)


def _readings(
    opened: Mapping[int, tuple[FileReading, ...]], one: AccessRequest
) -> tuple[tuple[str, str], ...]:
    if one.state is not AccessState.APPROVED:
        return ()
    words = Words(page_language())
    return tuple(
        (
            url_for("papers.report", audit_id=reading.audit_id),
            str(
                _(
                    "%(rubric)s, signed on %(day)s",
                    rubric=words.text(reading.rubric_title),
                    day=words.day(local_day(reading.signed_at, installation().timezone)),
                )
            ),
        )
        for reading in opened.get(one.file_id, ())
    )


def _approvals(fault: str = "", about: int = 0) -> ApprovalsPage:
    found = access_to_answer(
        database(), current_actor(), at=clock.now(), on=local_today(), most=ROWS_PER_PAGE
    )
    words = Words(page_language())
    roles = roles_of_askers(database(), {one.asked_by_id for one in found})
    lines = tuple(
        replace(_line(one), asker=_asker(roles.get(one.asked_by_id, ()))) for one in found
    )
    return ApprovalsPage(
        waiting=tuple(one for one in lines if one.request.state is AccessState.ASKED),
        held=tuple(one for one in lines if one.request.state is AccessState.APPROVED),
        reasons=tuple((one.value, words.say(ACCESS_REFUSALS[one])) for one in AccessRefusal),
        fault=fault,
        about=about,
    )


def _asker(roles: tuple[AskerRole, ...]) -> str:
    words = Words(page_language())
    network = str(_("the whole network"))
    named = [
        f"{words.say(ROLES[one.role])} · {words.text(one.where) if one.where else network}"
        for one in roles
    ]
    return f"{roles[0].login_name} · {words.listed(named)}" if roles else ""


def _line(one: AccessRequest) -> AccessLine:
    words = Words(page_language())
    said, look = _said(one)
    reason = words.say(ACCESS_REFUSALS[one.refusal]) if one.refusal else ""
    is_open = one.state in {AccessState.ASKED, AccessState.APPROVED}
    return AccessLine(one, words.say(PURPOSES[one.purpose]), said, look, reason, is_open)


def _said(one: AccessRequest) -> tuple[str, str]:
    match one.state:
        case AccessState.ASKED:
            return str(_("waits for an answer")), "wait"
        case AccessState.APPROVED:
            until = short_instant(one.expires_at or one.asked_at)
            said = _("approved by %(by)s, until %(until)s", by=one.answered_by, until=until)
            return str(said), "done"
        case AccessState.REFUSED:
            return str(_("refused by %(by)s", by=one.answered_by)), "late"
        case AccessState.ENDED:
            at = short_instant(one.ended_at or one.asked_at)
            if not one.ended_by:
                said = _("ended on %(at)s, as the system was restored from a backup", at=at)
                return str(said), "plain"
            return str(_("ended by %(by)s on %(at)s", by=one.ended_by, at=at)), "plain"
        case AccessState.LAPSED:
            return str(_("lapsed")), "plain"
