"""Routes of supervision records."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.access_events import RecordOpened
from qa_app.domain.defaults import RECORD_TEXT_MOST, ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.record_content import missing_of
from qa_app.domain.session_blocks import Block, blocks_of
from qa_app.domain.supervision_records import AnswerKind, RecordState
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.record_content import BlockStands, blocks_in
from qa_app.queries.records import RecordHead, own_records, record_head
from qa_app.reports.printed import printed_pdf
from qa_app.reports.word_draft import word_draft
from qa_app.services.records.answer_record import RecordAnswerSent, answer_record
from qa_app.services.records.open_record import open_record
from qa_app.services.records.save_block import SavedBlock, save_block
from qa_app.services.records.save_well_being import NoteSent, save_well_being
from qa_app.services.records.sign_record import SignSent, sign_record
from qa_app.web.follow_up_labels import ASKS_NAME
from qa_app.web.forms import form_key, name_reason, sent_key
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.kept_here import owner_for
from qa_app.web.locale import page_language
from qa_app.web.numbers import number_or_none
from qa_app.web.openings import note_opening
from qa_app.web.records.building import BlockTrouble, standing_words, write_page
from qa_app.web.records.labels import missing_parts, record_refusal
from qa_app.web.records.listing import list_page
from qa_app.web.records.pages import AnswerForm
from qa_app.web.records.sent import change_of_form, change_of_script, script_text
from qa_app.web.records.showing import begin_page, check_page, show_page
from qa_app.web.records.telling import note_of, told_record
from qa_app.web.session import form_token
from qa_app.web.settings import installation, local_today
from qa_app.web.step_up import asks_again
from qa_app.wording import Words
from qa_app.wording.said_records import said_record

bp = Blueprint("records", __name__)
_CONFLICT, _UNPROCESSABLE = 409, 422
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/records")
@requires(Permission.RECORD_READ)
def index() -> ResponseReturnValue:
    page = max(1, number_or_none(request.args.get("page", "")) or 1)
    lines = own_records(
        database(),
        current_actor(),
        local_today(),
        most=ROWS_PER_PAGE + 1,
        skip=(page - 1) * ROWS_PER_PAGE,
    )
    shown = lines[:ROWS_PER_PAGE]
    return list_page(current_actor(), shown, page, has_more=len(lines) > ROWS_PER_PAGE).render()


@bp.get("/sessions/<int:session_id>/record")
@requires(Permission.RECORD_READ)
def show(session_id: int) -> ResponseReturnValue:
    actor, head = current_actor(), _head(session_id)
    if head.state is None or (head.state is RecordState.DRAFT and not head.is_leader):
        return begin_page(actor, head).render()
    _note(head, "record")
    if head.state is RecordState.DRAFT:
        return write_page(actor, head).render()
    return show_page(actor, head).render()


@bp.post("/sessions/<int:session_id>/record/open")
@requires(Permission.RECORD_WRITE)
def begin(session_id: int) -> ResponseReturnValue:
    zone = installation().timezone
    open_record(database(), current_actor(), session_id, zone, at=clock.now())
    return _shown(session_id)


@bp.post("/sessions/<int:session_id>/record/blocks/<block>")
@requires(Permission.RECORD_WRITE)
def save_form(session_id: int, block: str) -> ResponseReturnValue:
    actor, head = current_actor(), _written(session_id)
    if block not in blocks_of(head.type):
        abort(404)
    change = change_of_form(head.type, Block(block))
    zone, now = installation().timezone, clock.now()
    try:
        saved = save_block(database(), actor, session_id, change, zone, at=now)
    except InvalidError as fault:
        _note(head, "record")
        trouble = BlockTrouble(change.block, change.content, fault)
        return write_page(actor, head, trouble).render(), _UNPROCESSABLE
    if saved.conflict is not None:
        _note(head, "record")
        trouble = BlockTrouble(change.block, change.content, None, saved.conflict)
        return write_page(actor, head, trouble).render(), _CONFLICT
    return redirect(f"{_address(session_id, notice='record_saved')}#{block}")


@bp.post("/sessions/<int:session_id>/record/save")
@requires(Permission.RECORD_WRITE)
def save(session_id: int) -> ResponseReturnValue:
    head = _written(session_id)
    zone, now = installation().timezone, clock.now()
    try:
        change = change_of_script()
        saved = save_block(database(), current_actor(), session_id, change, zone, at=now)
    except InvalidError as fault:
        where = {name: fault.params.get(name) for name in ("field", "row")}
        return jsonify(refused=record_refusal(fault), code=fault.code, **where), _UNPROCESSABLE
    if saved.conflict is not None:
        return _clash(head, change.block, saved), _CONFLICT
    local = now.astimezone(ZoneInfo(zone))
    stands = blocks_in(database(), session_id, head.type)
    missing = missing_of(head.type, {code: one.content for code, one in stands.items()})
    return jsonify(
        revision=saved.revision,
        saved_at=f"{local:%H:%M:%S}",
        missing=missing_parts(missing),
        revisions=_revisions(stands),
    )


@bp.get("/sessions/<int:session_id>/record/state")
@requires(Permission.RECORD_WRITE)
def state(session_id: int) -> ResponseReturnValue:
    head = _written(session_id)
    stands = blocks_in(database(), session_id, head.type)
    return jsonify(
        csrf=form_token(),
        owner=owner_for(f"record/{session_id}"),
        revisions=_revisions(stands),
    )


def _revisions(stands: Mapping[Block, BlockStands]) -> dict[str, int]:
    return {block.value: one.revision for block, one in stands.items()}


@bp.route("/sessions/<int:session_id>/record/check", methods=["GET", "POST"])
@requires(Permission.RECORD_WRITE)
@asks_again("records.check", "session_id")
def check(session_id: int) -> ResponseReturnValue:
    head = _written(session_id)
    if request.method == "GET":
        return check_page(head, frozenset()).render()
    people = (number_or_none(one) for one in request.form.getlist("on_paper"))
    on_paper = frozenset(one for one in people if one is not None)
    sent = SignSent(request.form.get("digest", ""), on_paper)
    zone, now = installation().timezone, clock.now()
    try:
        sign_record(database(), current_actor(), session_id, sent, zone, at=now)
    except (InvalidError, ConflictError) as fault:
        status = _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT
        return check_page(head, on_paper, fault).render(), status
    return _shown(session_id, notice="record_signed")


@bp.post("/sessions/<int:session_id>/record/sign")
@requires(Permission.RECORD_READ)
@asks_again("records.show", "session_id")
def sign(session_id: int) -> ResponseReturnValue:
    head = _signed(session_id)
    if head.is_leader:
        abort(404)
    sent = SignSent(request.form.get("digest", ""))
    zone, now = installation().timezone, clock.now()
    sign_record(database(), current_actor(), session_id, sent, zone, at=now)
    return _shown(session_id, notice="record_signed")


@bp.post("/sessions/<int:session_id>/record/answer")
@requires(Permission.RECORD_READ)
def answer(session_id: int) -> ResponseReturnValue:
    head, kind = _signed(session_id), request.form.get("kind", "")
    if kind not in tuple(AnswerKind):
        abort(400)
    text = request.form.get("text", "").strip()[: RECORD_TEXT_MOST + 1]
    sent = RecordAnswerSent(AnswerKind(kind), text, sent_key(), name_reason())
    try:
        answer_record(database(), current_actor(), session_id, sent, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        status = _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT
        _note(head, "record")
        form = AnswerForm(form_key(), text, record_refusal(fault), fault.code in ASKS_NAME)
        return show_page(current_actor(), head, form).render(), status
    return _shown(session_id, notice=f"record_{kind}")


@bp.post("/sessions/<int:session_id>/record/note")
@requires(Permission.RECORD_READ)
def keep_note(session_id: int) -> ResponseReturnValue:
    actor, head = current_actor(), _head(session_id)
    revision = number_or_none(request.form.get("revision", ""))
    if revision is None:
        abort(400)
    text = request.form.get("text", "").strip()[: RECORD_TEXT_MOST + 1]
    sent = NoteSent(text, revision, name_reason())
    try:
        save_well_being(database(), actor, session_id, sent, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        status = _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT
        asks = fault.code in ASKS_NAME
        note = note_of(actor, head, text, record_refusal(fault), asks=asks)
        if head.state is None or (head.state is RecordState.DRAFT and not head.is_leader):
            return begin_page(actor, head, note).render(), status
        _note(head, "record")
        if head.state is RecordState.DRAFT:
            return write_page(actor, head, None, note).render(), status
        return show_page(actor, head, None, note).render(), status
    return redirect(f"{_address(session_id, notice='note_saved')}#note")


@bp.get("/sessions/<int:session_id>/record.<any(pdf, docx):form>")
@requires(Permission.RECORD_READ)
def paper(session_id: int, form: str) -> ResponseReturnValue:
    head = _head(session_id)
    if head.state is None or (head.state is RecordState.DRAFT and not head.is_leader):
        abort(404)
    language = request.args.get("lang", page_language())
    words = Words(language) if language in LANGUAGES else abort(404)
    _note(head, "record")
    said = said_record(words, told_record(head), clock.now(), installation().timezone)
    is_pdf = form == "pdf"
    headers = named_file(f"record_{session_id}_{language}.{form}", is_shown=is_pdf)
    content = printed_pdf(said) if is_pdf else word_draft(said)
    return Response(content, mimetype="application/pdf" if is_pdf else _WORD, headers=headers)


def _head(session_id: int) -> RecordHead:
    return record_head(database(), current_actor(), session_id) or abort(404)


def _note(head: RecordHead, view: str) -> None:
    event = RecordOpened(
        actor=current_actor(),
        at=clock.now(),
        object_id=head.session_id,
        centre_id=head.centre_id,
        view=view,
    )
    note_opening(event)


def _written(session_id: int) -> RecordHead:
    head = _head(session_id)
    if not head.is_leader or head.state is None:
        abort(404)
    if head.state is not RecordState.DRAFT:
        raise ConflictError("record_signed")
    return head


def _signed(session_id: int) -> RecordHead:
    head = _head(session_id)
    return abort(404) if head.state in {None, RecordState.DRAFT} else head


def _clash(head: RecordHead, block: Block, saved: SavedBlock) -> Response:
    stands = saved.conflict
    content = stands.content if stands is not None else abort(404)
    conflict = {
        "value": None,
        "note": script_text(content),
        "read": [],
        "lines": standing_words(head.type, block, content),
    }
    return jsonify(revision=saved.revision, conflict=conflict)


def _address(session_id: int, notice: str | None = None) -> str:
    return url_for("records.show", session_id=session_id, notice=notice)


def _shown(session_id: int, notice: str | None = None) -> ResponseReturnValue:
    return redirect(_address(session_id, notice))
