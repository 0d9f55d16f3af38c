"""Routes of the lists of the register: looked at, taken in, taken away."""

from collections.abc import Sequence

from flask import Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.defaults import IMPORT_BYTES_MOST, LIST_LINES_SHOWN, ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.list_faults import UnreadableListError
from qa_app.domain.permissions import Permission
from qa_app.domain.register_list_check import CheckedLines, ListGround
from qa_app.domain.register_lists import Line, LineStanding, ListCounts, counts_of
from qa_app.extensions import database
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.queries.register_lists import (
    ListTable,
    compare_lines,
    current_lines,
    list_ground,
    wanted_of,
)
from qa_app.reports.tables import csv_table
from qa_app.reports.workbooks import Sheet, workbook
from qa_app.rubric_files.case_lists import read_sheet
from qa_app.services.register.import_register_list import RegisterLines, import_register_list
from qa_app.web.filters import chosen_language
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.list_faults import ConfirmForm, fault_line
from qa_app.web.locale import page_language
from qa_app.web.register.blueprint import bp
from qa_app.web.register.forms import UploadForm
from qa_app.web.register.list_view import (
    allowed_values,
    checked,
    explained,
    local_now,
    shown_cells,
    shown_line,
    table_of,
)
from qa_app.web.register.pages import DryRunPage, ListLink, ListPage, ListsPage
from qa_app.web.register.payload import packed, unpacked
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.register_lists import register_fault_words

_CONFLICT, _UNPROCESSABLE = 409, 422
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/lists")
@requires(Permission.LIST_TAKE_IN)
def lists() -> ResponseReturnValue:
    actor = current_actor()
    tables = [one for one in LIST_TABLES.values() if one.is_written_by(actor)]
    links = tuple(ListLink(one.listed.code, one.listed.title, one.listed.note) for one in tables)
    return ListsPage(lists=links).render()


@bp.route("/lists/<code>", methods=["GET", "POST"])
@requires(Permission.LIST_TAKE_IN)
def one_list(code: str) -> ResponseReturnValue:
    table, form = table_of(code), UploadForm()
    if not form.validate_on_submit():
        status = _UNPROCESSABLE if form.is_submitted() else 200
        return _list_page(table, form, CheckedLines(())).render(), status
    try:
        sheet = read_sheet(form.file.data.read(IMPORT_BYTES_MOST + 1))
    except UnreadableListError as refused:
        return _faulty(table, CheckedLines((), (refused.fault,)))
    done, ground = checked(table, sheet.rows)
    if done.faults:
        return _faulty(table, done)
    return _dry_run(table, done.lines, _standings(table, done.lines, ground))


@bp.post("/lists/<code>/confirm")
@requires(Permission.LIST_TAKE_IN)
def confirm_list(code: str) -> ResponseReturnValue:
    table, form = table_of(code), ConfirmForm()
    if not form.validate_on_submit():
        abort(_UNPROCESSABLE)
    secret, who = installation().secret_key, current_actor().account_id
    sent = unpacked(table.listed, form.checked.data, secret, who)
    if sent is None:
        abort(_UNPROCESSABLE)
    lines, counts = sent
    standings = _standings_now(table, lines)
    now = counts_of(standings)
    # a list that was taken in already may be sent again; anything else must be as it was shown
    if now != counts and now.added + now.updated:
        return _dry_run(table, lines, standings, is_stale=True)
    try:
        import_register_list(
            database(),
            current_actor(),
            RegisterLines(table, lines),
            installation().timezone,
            at=clock.now(),
        )
    except ConflictError:
        # somebody wrote one of them in the same moment
        return _dry_run(table, lines, _standings_now(table, lines), is_stale=True)
    except InvalidError:
        abort(_CONFLICT)
    return redirect(url_for("register.one_list", code=code, notice="register_list_taken_in"))


@bp.get("/lists/<code>/template.csv")
@requires(Permission.LIST_TAKE_IN)
def list_template(code: str) -> ResponseReturnValue:
    table, language = table_of(code), chosen_language("language")
    heads = [one.head.in_language(language) for one in table.listed.columns]
    return _file(csv_table(heads, []), f"{code}-{language}.csv", "text/csv; charset=utf-8")


@bp.get("/lists/<code>/list.<kind>")
@requires(Permission.LIST_TAKE_IN)
def list_file(code: str, kind: str) -> ResponseReturnValue:
    table, words = table_of(code), Words(page_language())
    if kind not in {"csv", "xlsx"}:
        abort(404)
    allowed = allowed_values(table)
    lines = current_lines(database(), current_actor(), table, local_now())
    heads = [one.head.in_language(words.language) for one in table.listed.columns]
    rows = [shown_cells(table.listed, line, allowed, words) for line in lines]
    name = f"{code}-{words.language}.{kind}"
    if kind == "csv":
        return _file(csv_table(heads, rows), name, "text/csv; charset=utf-8")
    title = table.listed.title.in_language(words.language)
    cells = [[one if isinstance(one, int) else _text(one) for one in row] for row in rows]
    return _file(workbook([Sheet(title, heads, cells)]), name, _XLSX)


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def _file(content: bytes, name: str, kind: str) -> Response:
    return Response(content, content_type=kind, headers=named_file(name))


def _standings_now(table: ListTable, lines: Sequence[Line]) -> tuple[LineStanding, ...]:
    wanted = wanted_of(table, lines)
    ground = list_ground(database(), current_actor(), table, wanted, local_now())
    return _standings(table, lines, ground)


def _standings(
    table: ListTable, lines: Sequence[Line], ground: ListGround
) -> tuple[LineStanding, ...]:
    zone = installation().timezone
    return compare_lines(database(), current_actor(), table, lines, ground, zone=zone)


def _dry_run(
    table: ListTable,
    lines: tuple[Line, ...],
    standings: Sequence[LineStanding],
    *,
    is_stale: bool = False,
) -> ResponseReturnValue:
    counts, listed = counts_of(standings), table.listed
    text = packed(listed, lines, counts, installation().secret_key, current_actor().account_id)
    allowed, shown = allowed_values(table), ROWS_PER_PAGE
    page = DryRunPage(
        code=listed.code,
        title=listed.title,
        form=ConfirmForm(formdata=None, checked=text),
        counts=ListCounts(counts.added, counts.updated, counts.unchanged),
        heads=tuple(one.head for one in listed.columns),
        sample=tuple(
            shown_line(listed, line, allowed, _becomes(one))
            for line, one in zip(lines[:shown], standings[:shown], strict=True)
        ),
        is_stale=is_stale,
    )
    return page.render(), _CONFLICT if is_stale else 200


def _becomes(one: LineStanding) -> str:
    return "new" if one.is_new else "same" if one.replaces is None else "changed"


def _faulty(table: ListTable, done: CheckedLines) -> ResponseReturnValue:
    return _list_page(table, UploadForm(formdata=None), done).render(), _UNPROCESSABLE


def _list_page(table: ListTable, form: UploadForm, done: CheckedLines) -> ListPage:
    words, listed, allowed = Words(page_language()), table.listed, allowed_values(table)
    lines = current_lines(database(), current_actor(), table, local_now())
    return ListPage(
        has_steps=table.steps is not None,
        has_acts=table.steps is None or table.steps.is_going_on,
        code=listed.code,
        title=listed.title,
        note=listed.note,
        form=form,
        faults=tuple(fault_line(one, register_fault_words(words, one)) for one in done.faults),
        fault_count=len(done.faults) + done.more_faults,
        heads=tuple(one.head for one in listed.columns),
        lines=tuple(shown_line(listed, line, allowed) for line in lines[:LIST_LINES_SHOWN]),
        line_count=len(lines),
        columns=explained(table, allowed),
    )
