"""Routes of the import of past sessions."""

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.defaults import IMPORT_BYTES_MOST, ROWS_PER_PAGE, SESSION_IMPORT_YEARS
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.list_faults import UnreadableListError
from qa_app.domain.permissions import Permission
from qa_app.domain.session_list import (
    SESSION_HEADS,
    CheckedSessions,
    PastSession,
    SessionColumn,
    SessionRegister,
    check_sessions,
)
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.session_register import known_sessions, session_register
from qa_app.reports.tables import csv_table
from qa_app.rubric_files.case_lists import read_sheet
from qa_app.services.supervision.import_sessions import import_sessions
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.list_faults import ConfirmForm, fault_line
from qa_app.web.locale import page_language
from qa_app.web.past_sessions.forms import UploadForm
from qa_app.web.past_sessions.pages import DryRunPage, ReadSession, UploadPage
from qa_app.web.past_sessions.payload import CheckedList, packed, unpacked
from qa_app.web.session_labels import moment_words, type_words
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.session_lists import session_fault_words, type_names

bp = Blueprint("past_sessions", __name__, url_prefix="/admin/sessions")
_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("/template.csv")
@requires(Permission.SESSION_IMPORT)
def template() -> ResponseReturnValue:
    wanted = request.args.get("language")
    language = wanted if wanted in LANGUAGES else page_language()
    heads = [SESSION_HEADS[column].in_language(language) for column in SessionColumn]
    return Response(
        csv_table(heads, []),
        content_type="text/csv; charset=utf-8",
        headers=named_file(f"sessions-{language}.csv"),
    )


@bp.route("/import", methods=["GET", "POST"])
@requires(Permission.SESSION_IMPORT)
def upload() -> ResponseReturnValue:
    form, register = UploadForm(), _register()
    if not form.validate_on_submit():
        status = _UNPROCESSABLE if form.is_submitted() else 200
        return _upload_page(form, register, CheckedSessions((), ())).render(), status
    try:
        sheet = read_sheet(form.file.data.read(IMPORT_BYTES_MOST + 1))
    except UnreadableListError as refused:
        done = CheckedSessions((), (refused.fault,))
    else:
        done = check_sessions(sheet.rows, register)
    if done.faults:
        fresh = UploadForm(formdata=None)
        return _upload_page(fresh, register, done).render(), _UNPROCESSABLE
    known = known_sessions(database(), done.entries)
    return _dry_run(done.entries, known, register, done.totals).render()


@bp.post("/import/confirm")
@requires(Permission.SESSION_IMPORT)
def confirm() -> ResponseReturnValue:
    form, actor = ConfirmForm(), current_actor()
    if not form.validate_on_submit():
        abort(_UNPROCESSABLE)
    secret, person = installation().secret_key, actor.account_id or 0
    checked = unpacked(form.checked.data, secret, person)
    if checked is None:
        abort(_UNPROCESSABLE)
    known = known_sessions(database(), checked.entries)
    added = _count_new(checked.entries, known)
    # a list that was taken in already may be sent again; anything else must be as it was shown
    if added not in {checked.added, 0}:
        page = _dry_run(checked.entries, known, _register(), is_stale=True)
        return page.render(), _CONFLICT
    zone = installation().timezone
    try:
        import_sessions(database(), actor, checked.entries, zone, at=clock.now())
    except OutOfReachError:
        abort(404)
    return redirect(url_for("past_sessions.upload", notice="sessions_taken_in"))


def _register() -> SessionRegister:
    return session_register(database(), current_actor(), type_names(), local_today())


def _count_new(entries: tuple[PastSession, ...], known: set[tuple[object, ...]]) -> int:
    return sum(one.key() not in known for one in entries)


def _dry_run(
    entries: tuple[PastSession, ...],
    known: set[tuple[object, ...]],
    register: SessionRegister,
    totals: tuple[int, ...] = (),
    *,
    is_stale: bool = False,
) -> DryRunPage:
    added = _count_new(entries, known)
    secret, person = installation().secret_key, current_actor().account_id or 0
    text = packed(CheckedList(entries, added), secret, person)
    return DryRunPage(
        form=ConfirmForm(formdata=None, checked=text),
        added=added,
        unchanged=len(entries) - added,
        sample=_read(entries[:ROWS_PER_PAGE], known, register),
        totals=totals,
        is_stale=is_stale,
    )


def _read(
    entries: tuple[PastSession, ...], known: set[tuple[object, ...]], register: SessionRegister
) -> tuple[ReadSession, ...]:
    centres = {number: code for code, number in register.centres.items()}
    leaders = {number: name for name, number in register.supervisors.items()}
    words = Words(page_language())
    found = []
    for one in entries:
        there = {number: code for code, number in register.people.get(one.centre_id, {}).items()}
        found.append(
            ReadSession(
                row=one.row,
                centre=centres.get(one.centre_id, ""),
                day=moment_words(one.on, one.at),
                type=type_words(one.type),
                supervisor=leaders.get(one.supervisor_id, ""),
                people=words.listed(there.get(who, "") for who in one.people),
                is_new=one.key() not in known,
            )
        )
    return tuple(found)


def _upload_page(form: UploadForm, register: SessionRegister, done: CheckedSessions) -> UploadPage:
    words = Words(page_language())
    return UploadPage(
        form=form,
        types=tuple(register.types.values()),
        faults=tuple(fault_line(fault, session_fault_words(words, fault)) for fault in done.faults),
        totals=done.totals,
        fault_count=len(done.faults) + done.more_faults,
        years=SESSION_IMPORT_YEARS,
    )
