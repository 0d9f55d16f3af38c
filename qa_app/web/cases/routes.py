"""Routes of the case list."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.case_entries import HEADS, RISKS, STAGES, Column
from qa_app.domain.case_list import CheckedList
from qa_app.domain.centre_keys import KEY_BITS, read_key, written_key
from qa_app.domain.defaults import IMPORT_BYTES_MOST, LABELS_MOST, ROWS_PER_PAGE
from qa_app.domain.events import ListRead
from qa_app.domain.list_faults import UnreadableListError
from qa_app.domain.permissions import Permission
from qa_app.domain.references import RANDOM_BITS
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.case_decisions import case_read, decisions_at, decisions_page
from qa_app.queries.case_files import (
    CaseFilter,
    CasePlace,
    all_cases,
    cases_page,
    count_cases,
    references_of,
)
from qa_app.queries.cases import CaseCentre, case_centre, compare
from qa_app.queries.centre_keys import centre_key
from qa_app.reports.labels import label_sheet
from qa_app.reports.tables import csv_table
from qa_app.rubric_files.case_lists import ReadSheet, read_sheet, written_template
from qa_app.services.access.note_once import note_once
from qa_app.services.audits.import_cases import import_cases
from qa_app.services.audits.set_number_key import set_number_key
from qa_app.services.operations.note_list import note_list
from qa_app.web.cases.decisions import decisions_shown
from qa_app.web.cases.forms import KeyForm, MatchForm, UploadForm
from qa_app.web.cases.keys import typed_keys
from qa_app.web.cases.labels import template_book
from qa_app.web.cases.looking import (
    ask_match,
    dry_run,
    faulty,
    good_for,
    known_match,
    looked_at,
    register_of,
    upload_page,
)
from qa_app.web.cases.matching import (
    first_match,
    is_clear,
    is_open,
    sent_match,
)
from qa_app.web.cases.pages import (
    CasesPage,
    DonePage,
    KeyPage,
    SheetNote,
)
from qa_app.web.cases.payload import Checked, Counts, counts_of, unpacked
from qa_app.web.cases.raw_rows import unpacked_rows
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.labels import plain
from qa_app.web.list_faults import ConfirmForm
from qa_app.web.locale import page_language
from qa_app.web.numbers import number_or_none, whole_number
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.score_sheets import label_words

bp = Blueprint("cases", __name__, url_prefix="/centres/<int:centre_id>/cases")
_CONFLICT, _UNPROCESSABLE = 409, 422
_PAIRS_SHOWN = 500
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_TAKEN = {Column.NUMBER, Column.SEALED, Column.STATE}


@bp.get("")
@requires(Permission.CASE_READ)
def index(centre_id: int) -> ResponseReturnValue:
    centre = _centre(centre_id, Permission.CASE_READ)
    chosen = _chosen(request.args, centre)
    lines = cases_page(database(), centre, chosen, _place(request.args.get("after", "")))
    total, open_count = count_cases(database(), centre, chosen)
    last = lines[ROWS_PER_PAGE - 1] if len(lines) > ROWS_PER_PAGE else None
    return CasesPage(
        centre=centre,
        chosen=chosen,
        total=total,
        open_count=open_count,
        lines=lines[:ROWS_PER_PAGE],
        next_after=f"{last.opened_on}.{last.id}" if last else None,
        stages=STAGES,
        risks=RISKS,
    ).render()


@bp.get("/decisions")
@requires(Permission.DECISION_READ)
def decisions(centre_id: int) -> ResponseReturnValue:
    actor = current_actor()
    name = decisions_at(database(), actor, centre_id) or abort(404)
    after = number_or_none(request.args.get("after", ""))
    found = decisions_page(database(), actor, centre_id, after=after)
    _note_decisions(centre_id, centre_id, len(found))
    return decisions_shown(centre_id, name, found).render()


@bp.get("/<int:case_id>/decisions")
@requires(Permission.DECISION_READ)
def decisions_of(centre_id: int, case_id: int) -> ResponseReturnValue:
    actor = current_actor()
    case = case_read(database(), actor, centre_id, case_id) or abort(404)
    after = number_or_none(request.args.get("after", ""))
    found = decisions_page(database(), actor, centre_id, case_id=case_id, after=after)
    _note_decisions(centre_id, case_id, len(found))
    return decisions_shown(centre_id, case[1], found, (case_id, case[0])).render()


def _note_decisions(centre_id: int, about: int, count: int) -> None:
    event = ListRead(
        actor=current_actor(),
        at=clock.now(),
        object_id=f"decisions/{centre_id}/{about}",
        centre_id=centre_id,
        view="case_decisions",
        count=count,
    )
    note_once(database(), event)


@bp.get("/list.csv")
@requires(Permission.CASE_READ)
def download(centre_id: int) -> ResponseReturnValue:
    centre = _centre(centre_id, Permission.CASE_READ)
    chosen = _chosen(request.args, centre)
    kept = (head for column, head in HEADS.items() if column not in _NOT_TAKEN)
    heads = [_("Reference"), *(plain(head) for head in kept), _("Last review")]
    rows = [
        (
            line.reference,
            plain(line.area),
            line.opened_on,
            line.closed_on,
            line.practitioner,
            plain(STAGES[line.stage]) if line.stage in STAGES else line.stage,
            plain(RISKS[line.risk]) if line.risk in RISKS else line.risk,
            line.shelf,
            line.last_audit_on,
        )
        for line in all_cases(database(), centre, chosen)
    ]
    note_list(
        database(), current_actor(), "cases_csv", len(rows), at=clock.now(), centre_id=centre_id
    )
    return _file(csv_table(heads, rows), f"cases-{centre_id}.csv")


@bp.get("/labels.pdf")
@requires(Permission.CASE_READ)
def labels(centre_id: int) -> ResponseReturnValue:
    centre = _centre(centre_id, Permission.CASE_READ)
    wanted = request.args.get("language")
    language = wanted if wanted in LANGUAGES else page_language()
    lines = tuple(all_cases(database(), centre, _chosen(request.args, centre)))[:LABELS_MOST]
    if not lines:
        abort(404)
    references = [line.reference for line in lines]
    note_list(
        database(), current_actor(), "labels", len(lines), at=clock.now(), centre_id=centre_id
    )
    sheet = label_sheet(references, label_words(Words(language)), language)
    return _file(sheet, f"labels-{centre_id}.pdf", "application/pdf")


@bp.get("/import/template.<kind>")
@requires(Permission.CASE_IMPORT)
def template(centre_id: int, kind: str) -> ResponseReturnValue:
    centre = _centre(centre_id, Permission.CASE_IMPORT)
    wanted = request.args.get("language")
    language = wanted if wanted in LANGUAGES else page_language()
    if kind == "csv":
        return _file(written_template(language), f"case-list-{language}.csv")
    if kind != "xlsx":
        abort(404)
    return _file(template_book(centre, language), f"case-list-{language}.xlsx", _XLSX)


@bp.route("/import", methods=["GET", "POST"])
@requires(Permission.CASE_IMPORT)
def upload(centre_id: int) -> ResponseReturnValue:
    centre = _centre(centre_id, Permission.CASE_IMPORT)
    form = UploadForm()
    if not form.validate_on_submit():
        return upload_page(centre, form)
    keys = typed_keys(form, centre_key(database(), centre_id))
    if keys is None:
        return upload_page(centre, form)
    register = register_of(centre)
    try:
        sheet = read_sheet(form.file.data.read(IMPORT_BYTES_MOST + 1))
    except UnreadableListError as refused:
        return faulty(centre, CheckedList((), (refused.fault,)), ReadSheet([]), keys)
    match = first_match(sheet, known_match(centre, form.said.data), register.practitioners)
    if sheet.rows and not is_clear(sheet, match):
        return ask_match(centre, sheet, match, keys, said=form.said.data or "")
    # a list with our heads needs no match, but what its values mean may have been said before
    has_said = sheet.rows and any(match.values.values())
    return looked_at(centre, sheet, register, match if has_said else None, keys)


@bp.route("/key", methods=["GET", "POST"])
@requires(Permission.CASE_IMPORT)
def key(centre_id: int) -> ResponseReturnValue:
    centre, form = _centre(centre_id, Permission.CASE_IMPORT), KeyForm()
    if form.validate_on_submit():
        typed = read_key(form.key.data or "")
        if typed is not None:
            set_number_key(database(), current_actor(), centre_id, typed, at=clock.now())
            return redirect(url_for("cases.key", centre_id=centre_id))
        form.fail("key", _("This is not such a key: look for a mistyped sign"))
    page = KeyPage(centre=centre, form=form, key=centre_key(database(), centre_id), made="")
    return page.render(), _UNPROCESSABLE if form.is_submitted() else 200


@bp.post("/key/make")
@requires(Permission.CASE_IMPORT)
def make_key(centre_id: int) -> ResponseReturnValue:
    centre = _centre(centre_id, Permission.CASE_IMPORT)
    made = written_key(clock.random_bits(KEY_BITS))
    page = KeyPage(
        centre=centre,
        form=KeyForm(formdata=None),
        key=centre_key(database(), centre_id),
        made=made,
    )
    return page.render()


@bp.post("/import/match")
@requires(Permission.CASE_IMPORT)
def match(centre_id: int) -> ResponseReturnValue:
    centre = _centre(centre_id, Permission.CASE_IMPORT)
    form = MatchForm()
    if not form.validate_on_submit():
        abort(_UNPROCESSABLE)
    place = good_for(centre)
    came = unpacked_rows(form.table.data, installation().secret_key, place)
    if came is None:
        abort(_UNPROCESSABLE)
    sheet, keys = came
    known, said = known_match(centre, form.said.data), form.said.data or ""
    if "matched" not in request.form:  # from the page of faults
        proposed = first_match(sheet, known, centre.practitioners)
        return ask_match(centre, sheet, proposed, keys, said=said)
    register = register_of(centre)
    sent = sent_match(request.form, sheet, register, known)
    if is_open(sent, sheet, register):
        return ask_match(centre, sheet, sent.match, keys, sent.wrong, said=said)
    return looked_at(centre, sheet, register, sent.match, keys)


@bp.post("/import/confirm")
@requires(Permission.CASE_IMPORT)
def confirm(centre_id: int) -> ResponseReturnValue:
    centre = _centre(centre_id, Permission.CASE_IMPORT)
    form = ConfirmForm()
    checked = _came_back(form, centre)
    standings = compare(database(), centre, checked.entries, checked.keys)
    now = counts_of(standings)
    # a list that was taken in already may be sent again; anything else must be as it was shown
    if now != checked.counts and now.added + now.updated:
        again = Checked(checked.entries, now, checked.matched, checked.keys)
        return dry_run(centre, again, standings, SheetNote(), is_stale=True)
    done = import_cases(
        database(),
        current_actor(),
        centre_id,
        checked.entries,
        year=local_today().year,
        chance=lambda: clock.random_bits(RANDOM_BITS),
        at=clock.now(),
        matched=checked.matched,
        keys=checked.keys,
    )
    pairs = zip((entry.number for entry in checked.entries), done.references, strict=True)
    return DonePage(
        centre=centre,
        form=form,
        counts=Counts(done.added, done.updated, done.unchanged),
        pairs=tuple(pairs)[:_PAIRS_SHOWN],
        pair_count=len(done.references),
    ).render()


@bp.post("/import/numbers.csv")
@requires(Permission.CASE_IMPORT)
def numbers(centre_id: int) -> ResponseReturnValue:
    centre = _centre(centre_id, Permission.CASE_IMPORT)
    checked = _came_back(ConfirmForm(), centre)
    own = [entry.number for entry in checked.entries]
    found = references_of(database(), centre, own, checked.keys[0] if checked.keys else "")
    rows = [(number, found.get(number)) for number in own]
    heads = [plain(HEADS[Column.NUMBER]), _("Reference")]
    actor, now = current_actor(), clock.now()
    note_list(database(), actor, "references_csv", len(rows), at=now, centre_id=centre_id)
    return _file(csv_table(heads, rows), f"references-{centre_id}.csv")


def _centre(centre_id: int, permission: Permission) -> CaseCentre:
    return case_centre(database(), current_actor(), centre_id, permission) or abort(404)


def _chosen(args: Mapping[str, str], centre: CaseCentre) -> CaseFilter:
    area, state = args.get("area", ""), args.get("state", "")
    return CaseFilter(
        area if area in centre.areas else "", state if state in {"open", "closed"} else ""
    )


def _place(text: str) -> CasePlace | None:
    day, _dot, file_id = text.partition(".")
    try:
        return CasePlace(date.fromisoformat(day), whole_number(file_id))
    except ValueError:
        return None


def _file(content: bytes, name: str, kind: str = "text/csv; charset=utf-8") -> Response:
    return Response(content, content_type=kind, headers=named_file(name))


def _came_back(form: ConfirmForm, centre: CaseCentre) -> Checked:
    if not form.validate_on_submit():
        abort(_UNPROCESSABLE)
    checked = unpacked(form.checked.data, installation().secret_key, good_for(centre))
    if checked is None:
        abort(_UNPROCESSABLE)
    for entry in checked.entries:
        is_known = not entry.practitioner or entry.practitioner in centre.practitioners
        if entry.area not in centre.areas or not is_known:
            abort(_CONFLICT)
    return checked
