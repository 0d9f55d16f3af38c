"""Routes of complaints."""

from datetime import date

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.complaints import Answer, Outcome
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, InvalidError, RefusedError
from qa_app.domain.permissions import Permission
from qa_app.domain.service_events import ComplaintOpened
from qa_app.domain.service_threads import Form, RecordKind, short_number
from qa_app.extensions import database
from qa_app.queries.complaints import (
    KeptComplaint,
    OpenedComplaint,
    complaints_page,
    one_complaint,
)
from qa_app.queries.service_records import ServiceCentre, written_versions
from qa_app.services.service_records.answer_complaint import answer_complaint
from qa_app.services.service_records.record_complaint import record_complaint
from qa_app.web.follow_up_labels import ASKS_NAME
from qa_app.web.forms import name_reason
from qa_app.web.guard import current_actor, requires
from qa_app.web.openings import note_opening
from qa_app.web.service_records.blueprint import bp
from qa_app.web.service_records.common import (
    UNPROCESSABLE,
    after_sent,
    after_taken_back,
    centre_or_404,
    code_of,
    day_sent,
    filters,
    may_record,
    next_address,
    seen_sent,
    sheet_address,
    shows_open,
    tabs,
    taken_back,
)
from qa_app.web.service_records.forms import ComplaintForm, choices
from qa_app.web.service_records.labels import day_words, due_chip, kept_words, refusal, say
from qa_app.web.service_records.pages import Line, ListPage, Moment, RecordPage
from qa_app.web.settings import installation, local_today
from qa_app.wording.service_records import CHANNELS, COMPLAINANTS, OUTCOMES, STEPS, TOPICS


@bp.get("/<int:centre_id>/complaints")
@requires(Permission.SERVICE_READ)
def complaints(centre_id: int) -> ResponseReturnValue:
    return _list(centre_or_404(centre_id), None).render()


@bp.post("/<int:centre_id>/complaints")
@requires(Permission.SERVICE_RECORD)
def add_complaint(centre_id: int) -> ResponseReturnValue:
    centre = centre_or_404(centre_id, Permission.SERVICE_RECORD)
    form = ComplaintForm()
    form.offer()
    if form.validate():
        sent, zone = Form(centre_id, form.idempotency_key.data), installation().timezone
        try:
            thread = record_complaint(
                database(), current_actor(), sent, form.complaint(), zone, at=clock.now()
            )
        except InvalidError as fault:
            form.refuse(fault, {"day_ahead": "received_on"}, "text")
        except ConflictError as fault:
            form.fail("", refusal(fault))
        else:
            return _shown(thread, "complaint_recorded")
    return _list(centre, form).render(), UNPROCESSABLE


@bp.get("/complaints/<thread>")
@requires(Permission.SERVICE_READ)
def complaint(thread: str) -> ResponseReturnValue:
    return _page(_found(thread), None).render()


@bp.post("/complaints/<thread>")
@requires(Permission.SERVICE_RECORD)
def answer(thread: str) -> ResponseReturnValue:
    found, given = _found(thread), _given()
    if given is None:
        return _page(found, InvalidError("no_day")).render(), UNPROCESSABLE
    seen, zone = seen_sent(thread), installation().timezone
    try:
        answer_complaint(database(), current_actor(), seen, given, zone, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        return _page(_found(thread), fault).render(), code_of(fault)
    return _shown(thread, "complaint_answered")


@bp.post("/complaints/<thread>/back")
@requires(Permission.SERVICE_RECORD)
def take_back_complaint(thread: str) -> ResponseReturnValue:
    found = _found(thread)
    fault = taken_back(RecordKind.COMPLAINT, thread)
    if fault is not None:
        return _page(_found(thread), fault).render(), code_of(fault)
    return after_taken_back("service_records.complaints", found.kept.centre_id)


def _found(thread: str) -> OpenedComplaint:
    return one_complaint(database(), current_actor(), thread) or abort(404)


def _given() -> Answer | None:
    on, outcome = day_sent(), request.form.get("outcome", "")
    if on is None or outcome not in tuple(Outcome):
        return None
    return Answer(on, Outcome(outcome), request.form.get("text", ""), name_reason())


def _shown(thread: str, notice: str) -> ResponseReturnValue:
    return redirect(url_for("service_records.complaint", thread=thread, notice=notice))


def _list(centre: ServiceCentre, form: ComplaintForm | None) -> ListPage:
    is_open, today = shows_open(), local_today()
    found = complaints_page(database(), centre.id, is_open=is_open, after=after_sent())
    lines = [_line(one, today) for one in found]
    late = sum(line.look == "late" for line in lines)
    if form is None and may_record(centre.id):
        form = ComplaintForm(formdata=None)
        form.offer()
    return ListPage(
        centre=centre,
        tabs=tabs(centre.id, "complaints"),
        finding=_finding(len(found), late, is_open=is_open),
        lede=str(_("Each is answered within 15 working days; texts are kept encrypted.")),
        filters=filters("complaints", centre.id, is_open=is_open),
        lines=tuple(lines[:ROWS_PER_PAGE]),
        next_address=next_address(
            "complaints", centre.id, lines, [one.seen.version for one in found], is_open=is_open
        ),
        empty=str(_("No complaint stands here.")),
        form=form,
        form_title=str(_("Record a complaint")),
        action=url_for("service_records.add_complaint", centre_id=centre.id),
        stated="",
        state_address="",
        sheet_address=sheet_address("complaints", centre.id),
    )


def _finding(count: int, late: int, *, is_open: bool) -> str:
    if not is_open:
        return str(_("Complaints that were answered"))
    if late:
        return str(ngettext("%(num)d complaint is late", "%(num)d complaints are late", late))
    return str(_("No complaint is late")) if count else str(_("No complaint waits for an answer"))


def _line(one: KeptComplaint, today: date) -> Line:
    look, state = _state(one, today)
    return Line(
        address=url_for("service_records.complaint", thread=one.seen.thread),
        day=one.received_on,
        what=say(TOPICS[one.topic]),
        besides=" · ".join(
            (
                short_number(one.seen.thread),
                say(COMPLAINANTS[one.complainant]),
                say(CHANNELS[one.channel]),
            )
        ),
        look=look,
        state=state,
    )


def _state(one: KeptComplaint, today: date) -> tuple[str, str]:
    if one.outcome is not None:
        return "done", say(OUTCOMES[one.outcome])
    return due_chip(one.due_on, today)


def _page(opened: OpenedComplaint, fault: RefusedError | None) -> RecordPage:
    one, actor = opened.kept, current_actor()
    # a refused form shows the complaint as its page does
    thread = one.seen.thread
    event = ComplaintOpened(actor=actor, at=clock.now(), object_id=thread, centre_id=one.centre_id)
    note_opening(event)
    centre, today = centre_or_404(one.centre_id), local_today()
    look, state = _state(one, today)
    is_recordable, is_open = may_record(centre.id), one.answered_on is None
    course = [Moment(say(STEPS["received"]), day_words(one.received_on))]
    if one.answered_on is not None:
        words = kept_words(one.answered_on, one.due_on)
        course.append(Moment(say(STEPS["answered"]), day_words(one.answered_on), words))
    texts = [(str(_("What was said")), opened.text)]
    texts += [(str(_("What was answered")), opened.answer)] if opened.answer else []
    return RecordPage(
        centre=centre,
        tabs=tabs(centre.id, "complaints"),
        heading=str(_("Complaint: %(topic)s", topic=say(TOPICS[one.topic]))),
        list_address=url_for("service_records.complaints", centre_id=centre.id),
        list_words=str(_("Complaints")),
        look=look,
        state=state,
        facts=(
            (str(_("Number of the record")), short_number(thread)),
            (str(_("From whom")), say(COMPLAINANTS[one.complainant])),
            (str(_("How it came")), say(CHANNELS[one.channel])),
        ),
        course=tuple(course),
        texts=tuple(texts),
        versions=written_versions(database(), RecordKind.COMPLAINT, one.seen.thread),
        steps=(),
        action=url_for("service_records.answer", thread=thread),
        version=one.seen.version,
        today=today.isoformat(),
        answer_outcomes=tuple(choices(OUTCOMES)) if is_recordable and is_open else (),
        answer_text=request.form.get("text", ""),
        asks_name=fault is not None and fault.code in ASKS_NAME,
        fault="" if fault is None else refusal(fault),
        back_address=url_for("service_records.take_back_complaint", thread=thread)
        if is_recordable
        else "",
    )
