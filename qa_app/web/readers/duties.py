"""Every open duty of a person on one page; each asks for a successor."""

from dataclasses import dataclass
from typing import ClassVar

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.duties import DutyKind, asks_successor
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.open_duties import Duty, duties_of
from qa_app.queries.readers import Reader, reader_within
from qa_app.services.audits.hand_over import hand_over
from qa_app.services.supervision.reassign_session import reassign_session
from qa_app.web.guard import current_actor, requires
from qa_app.web.pages import Page
from qa_app.web.readers.blueprint import bp
from qa_app.web.readers.forms import DutyForm

_CONFLICT, _UNPROCESSABLE = 409, 422


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty with the form that passes it on; without one where it is not passed on from here."""

    duty: Duty
    what: str
    form: DutyForm | None
    address: str
    link: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesPage(Page):
    """Every open duty of a person."""

    template: ClassVar[str] = "readers/duties.html"

    reader: Reader
    title: str
    lines: tuple[DutyLine, ...]


@bp.get("/readers/<int:account_id>/duties")
@requires(Permission.READER_MANAGE)
def duties(account_id: int) -> ResponseReturnValue:
    return _page(_found(account_id), None, None).render()


@bp.post("/readers/<int:account_id>/duties/drafts/<int:audit_id>")
@requires(Permission.SAMPLE_DRAW)
def pass_draft(account_id: int, audit_id: int) -> ResponseReturnValue:
    reader, duty = _duty(account_id, DutyKind.DRAFT, audit_id)
    form = _form(duty)
    if not form.validate_on_submit():
        return _page(reader, duty, form).render(), _UNPROCESSABLE
    change = HandOver(account_id, form.successor_id.data, HandOverReason(form.reason.data))
    try:
        hand_over(database(), current_actor(), audit_id, change, at=clock.now())
    except InvalidError:
        return _refused(reader, duty, form)
    except ConflictError:
        return _meanwhile(reader, duty, form)
    return redirect(url_for("readers.duties", account_id=account_id, notice="duty_passed"))


@bp.post("/readers/<int:account_id>/duties/sessions/<int:session_id>")
@requires(Permission.SESSION_PLAN)
def pass_session(account_id: int, session_id: int) -> ResponseReturnValue:
    reader, duty = _duty(account_id, DutyKind.SESSION, session_id)
    form = _form(duty)
    if not form.validate_on_submit():
        return _page(reader, duty, form).render(), _UNPROCESSABLE
    change = HandOver(account_id, form.successor_id.data, HandOverReason(form.reason.data))
    try:
        reassign_session(database(), current_actor(), session_id, change, at=clock.now())
    except InvalidError:
        return _refused(reader, duty, form)
    except ConflictError:
        return _meanwhile(reader, duty, form)
    return redirect(url_for("readers.duties", account_id=account_id, notice="duty_passed"))


def _refused(reader: Reader, duty: Duty, form: DutyForm) -> ResponseReturnValue:
    words = _("Something keeps this person from it, or they may not work there: choose another")
    form.fail("successor_id", str(words))
    return _page(reader, duty, form).render(), _UNPROCESSABLE


def _meanwhile(reader: Reader, duty: Duty, form: DutyForm) -> ResponseReturnValue:
    form.fail("", str(_("Somebody else changed this meanwhile: look at it again")))
    return _page(reader, duty, form).render(), _CONFLICT


def _found(account_id: int) -> Reader:
    return reader_within(database(), current_actor(), account_id) or abort(404)


def _duty(account_id: int, kind: DutyKind, ident: int) -> tuple[Reader, Duty]:
    reader = _found(account_id)
    found = duties_of(database(), current_actor(), account_id)
    meant = next((one for one in found if (one.kind, one.id) == (kind, ident)), None)
    return reader, meant or abort(404)


def _form(duty: Duty, *, is_fresh: bool = False) -> DutyForm:
    prefix = f"{duty.kind.value}{duty.id}"
    form = DutyForm(prefix=prefix, formdata=None) if is_fresh else DutyForm(prefix=prefix)
    form.successor_id.choices = [(one.id, one.name) for one in duty.successors]
    form.offer_reasons()
    return form


def _page(reader: Reader, sent: Duty | None, form: DutyForm | None) -> DutiesPage:
    found = duties_of(database(), current_actor(), reader.id)
    key = None if sent is None else (sent.kind, sent.id)
    lines = tuple(_line(reader, one, form if (one.kind, one.id) == key else None) for one in found)
    return DutiesPage(reader=reader, title=_title(len(lines)), lines=lines)


def _title(count: int) -> str:
    if not count:
        return str(_("No open duty is in this person's hands"))
    return str(
        ngettext(
            "%(num)d open duty asks for a successor",
            "%(num)d open duties ask for a successor",
            count,
        )
    )


def _line(reader: Reader, duty: Duty, sent: DutyForm | None) -> DutyLine:
    form = sent
    if form is None and asks_successor(duty.kind) and duty.successors:
        form = _form(duty, is_fresh=True)
    return DutyLine(duty, _what(duty), form, _address(reader, duty), _link(duty), _advice(duty))


def _what(duty: Duty) -> str:
    words = {
        DutyKind.DRAFT: _("review not signed"),
        DutyKind.SECOND_READING: _("second reading"),
        DutyKind.SESSION: _("supervision session"),
        DutyKind.ROUND: _("review round"),
    }
    return str(words[duty.kind])


def _address(reader: Reader, duty: Duty) -> str:
    if duty.kind is DutyKind.DRAFT:
        return url_for("readers.pass_draft", account_id=reader.id, audit_id=duty.id)
    if duty.kind is DutyKind.SESSION:
        return url_for("readers.pass_session", account_id=reader.id, session_id=duty.id)
    return ""


def _link(duty: Duty) -> str:
    if duty.kind is DutyKind.ROUND:
        return url_for("rounds.show", round_id=duty.id)
    if duty.session_id is None:
        return ""
    return url_for("supervision.show", session_id=duty.session_id)


def _advice(duty: Duty) -> str:
    if duty.kind is DutyKind.SECOND_READING:
        return str(_("A blind pair is drawn anew, never inherited: on the page of its session."))
    if duty.kind is DutyKind.ROUND:
        return str(_("Name somebody else on the page of the round."))
    if not duty.successors:
        return str(_("Nobody else may go on with it: add somebody first."))
    return ""
