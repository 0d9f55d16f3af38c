"""Routes of the case list."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.case_entries import HEADS, RISKS, STAGES, CaseEntry, Column
from qa_app.domain.case_list import CheckedList, Register, check_list
from qa_app.domain.defaults import IMPORT_BYTES_MOST, ROWS_PER_PAGE
from qa_app.domain.list_faults import UnreadableListError
from qa_app.domain.permissions import Permission
from qa_app.domain.references import RANDOM_BITS
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.case_files import (
    CaseFilter,
    CasePlace,
    all_cases,
    cases_page,
    count_cases,
    references_of,
)
from qa_app.queries.cases import CaseCentre, CaseStanding, case_centre, compare
from qa_app.reports.tables import csv_table
from qa_app.rubric_files.case_lists import read_rows, written_list
from qa_app.services.audits.import_cases import import_cases
from qa_app.services.operations.note_list import note_list
from qa_app.web.cases.forms import ConfirmForm, UploadForm
from qa_app.web.cases.labels import column_lines, fault_line
from qa_app.web.cases.pages import (
    CasesPage,
    DonePage,
    DryRunPage,
    FaultsPage,
    ReadLine,
    UploadPage,
)
from qa_app.web.cases.payload import Checked, Counts, counts_of, packed, unpacked
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.web.settings import installation, local_today

bp = Blueprint("cases", __name__, url_prefix="/centres/<int:centre_id>/cases")
_CONFLICT, _UNPROCESSABLE = 409, 422
_PAIRS_SHOWN = 500
_NOT_TAKEN = {Column.NUMBER, Column.SEALED}


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


@bp.get("/import/template.csv")
@requires(Permission.CASE_IMPORT)
def template(centre_id: int) -> ResponseReturnValue:
    _centre(centre_id, Permission.CASE_IMPORT)
    wanted = request.args.get("language")
    language = wanted if wanted in LANGUAGES else page_language()
    return _file(written_list((), language), f"case-list-{language}.csv")


@bp.route("/import", methods=["GET", "POST"])
@requires(Permission.CASE_IMPORT)
def upload(centre_id: int) -> ResponseReturnValue:
    centre = _centre(centre_id, Permission.CASE_IMPORT)
    form = UploadForm()
    if not form.validate_on_submit():
        page = UploadPage(centre=centre, form=form, columns=column_lines(centre))
        return page.render(), _UNPROCESSABLE if form.is_submitted() else 200
    register = Register(centre.areas, centre.practitioners.keys(), local_today())
    try:
        done = check_list(read_rows(form.file.data.read(IMPORT_BYTES_MOST + 1)), register)
    except UnreadableListError as refused:
        return _faulty(centre, CheckedList((), (refused.fault,)))
    if done.faults:
        return _faulty(centre, done)
    return _dry_run(centre, done.entries, compare(database(), centre, done.entries))


@bp.post("/import/confirm")
@requires(Permission.CASE_IMPORT)
def confirm(centre_id: int) -> ResponseReturnValue:
    centre = _centre(centre_id, Permission.CASE_IMPORT)
    form = ConfirmForm()
    checked = _came_back(form, centre)
    standings = compare(database(), centre, checked.entries)
    now = counts_of(standings)
    # a list that was taken in already may be sent again; anything else must be as it was shown
    if now != checked.counts and now.added + now.updated:
        return _dry_run(centre, checked.entries, standings, is_stale=True)
    done = import_cases(
        database(),
        current_actor(),
        centre_id,
        checked.entries,
        year=local_today().year,
        chance=lambda: clock.random_bits(RANDOM_BITS),
        at=clock.now(),
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
    found = references_of(database(), centre, own)
    rows = [(number, found.get(number)) for number in own]
    heads = [plain(HEADS[Column.NUMBER]), _("Reference")]
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


def _file(content: bytes, name: str) -> Response:
    answer = Response(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _faulty(centre: CaseCentre, done: CheckedList) -> ResponseReturnValue:
    page = FaultsPage(
        centre=centre,
        form=UploadForm(formdata=None),
        faults=tuple(fault_line(fault) for fault in done.faults),
        fault_count=len(done.faults) + done.more_faults,
        is_cut=done.is_cut,
    )
    return page.render(), _UNPROCESSABLE


def _dry_run(
    centre: CaseCentre,
    entries: Sequence[CaseEntry],
    standings: Sequence[CaseStanding],
    *,
    is_stale: bool = False,
) -> ResponseReturnValue:
    counts = counts_of(standings)
    checked = packed(Checked(tuple(entries), counts), installation().secret_key, _good_for(centre))
    sample = zip(entries[:ROWS_PER_PAGE], standings[:ROWS_PER_PAGE], strict=True)
    page = DryRunPage(
        centre=centre,
        form=ConfirmForm(formdata=None, checked=checked),
        counts=counts,
        sample=tuple(ReadLine(entry, _becomes(standing)) for entry, standing in sample),
        is_stale=is_stale,
        stages=STAGES,
        risks=RISKS,
    )
    return page.render(), _CONFLICT if is_stale else 200


def _becomes(standing: CaseStanding) -> str:
    if standing.file_id is None:
        return "new"
    return "changed" if standing.values else "same"


def _good_for(centre: CaseCentre) -> str:
    return f"{centre.id}/{current_actor().account_id}"


def _came_back(form: ConfirmForm, centre: CaseCentre) -> Checked:
    if not form.validate_on_submit():
        abort(_UNPROCESSABLE)
    checked = unpacked(form.checked.data, installation().secret_key, _good_for(centre))
    if checked is None:
        abort(_UNPROCESSABLE)
    for entry in checked.entries:
        is_known = not entry.practitioner or entry.practitioner in centre.practitioners
        if entry.area not in centre.areas or not is_known:
            abort(_CONFLICT)
    return checked
