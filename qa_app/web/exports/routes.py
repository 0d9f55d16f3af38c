"""Routes of exports."""

from collections.abc import Iterator

from flask import Response, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.errors import InvalidError
from qa_app.domain.export_columns import COLUMNS
from qa_app.domain.item_export import (
    Cell,
    ExportedReading,
    ExportForm,
    ItemWords,
    Purpose,
    exported_rows,
)
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.item_export import ExportFilter, exported_readings
from qa_app.queries.register import centres_to_choose
from qa_app.reports.item_tables import csv_lines, json_lines, workbook_blocks
from qa_app.services.operations.export_items import export_items
from qa_app.web.exports.blueprint import bp
from qa_app.web.exports.forms import ItemExportForm
from qa_app.web.exports.pages import ExportPage
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.labels import plain
from qa_app.web.settings import installation, local_today
from qa_app.web.step_up import asks_again

_UNPROCESSABLE = 422
_MARK_BITS = 40
_KINDS = {
    ExportForm.CSV: "text/csv",
    ExportForm.JSONL: "application/x-ndjson",
    ExportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("")
@requires(Permission.ITEMS_EXPORT)
def index() -> ResponseReturnValue:
    return _page(_form()).render()


@bp.post("")
@requires(Permission.ITEMS_EXPORT)
@asks_again("exports.index")
def take() -> ResponseReturnValue:
    form, actor = _form(), current_actor()
    if not form.validate_on_submit():
        return _page(form).render(), _UNPROCESSABLE
    kind, purpose = ExportForm(form.form.data), Purpose(form.purpose.data)
    chosen = ExportFilter(form.since.data, form.until.data, form.centre.data or None)
    mark = new_mark()
    try:
        export_items(database(), actor, mark, chosen, kind, purpose, at=clock.now())
    except InvalidError as fault:
        form.fail("until", fault_words(fault.code))
        return _page(form).render(), _UNPROCESSABLE
    return sent_away(exported_readings(database(), actor, chosen), mark, kind)


def sent_away(
    readings: Iterator[tuple[ExportedReading, ItemWords]], mark: str, kind: ExportForm
) -> Response:
    """Send reviews as a file, row by row.

    Args:
        readings: The reviews, each with the words of its version.
        mark: What every row carries.
        kind: Kind of file.

    Returns:
        The file.
    """
    headers = named_file(f"plumbline_items_{mark}.{kind.value}")
    content = stream_with_context(_content(_rows(readings, mark), kind))
    return Response(content, mimetype=_KINDS[kind], headers=headers)


def _content(rows: Iterator[tuple[Cell, ...]], kind: ExportForm) -> Iterator[bytes]:
    zone = installation().timezone
    if kind is ExportForm.CSV:
        return csv_lines(COLUMNS, rows, zone)
    if kind is ExportForm.JSONL:
        return json_lines(COLUMNS, rows, zone)
    heads = (_("Column"), _("What it holds"), "中文", "English")
    meanings = [(one.name, one.kind.value, one.means.zh, one.means.en) for one in COLUMNS]
    return workbook_blocks(COLUMNS, rows, zone, (_("Columns explained"), heads, meanings))


def _rows(
    readings: Iterator[tuple[ExportedReading, ItemWords]], mark: str
) -> Iterator[tuple[Cell, ...]]:
    for reading, words in readings:
        yield from exported_rows(mark, reading, words)


def _form() -> ItemExportForm:
    return export_form(Permission.ITEMS_EXPORT)


def export_form(permission: Permission, *, is_sent: bool = True) -> ItemExportForm:
    """Make the form that asks what is taken away.

    Args:
        permission: By which right.
        is_sent: False for a fresh form beside another one that was sent.

    Returns:
        The form, with the centres within reach.
    """
    form = ItemExportForm() if is_sent else ItemExportForm(formdata=None)
    form.offer(offered_centres(permission))
    return form


def offered_centres(permission: Permission) -> list[tuple[str, str]]:
    """List the centres that can be chosen.

    Args:
        permission: By which right.

    Returns:
        Code and name of those within reach; the empty code stands for all of them.
    """
    centres = centres_to_choose(database(), current_actor(), permission, local_today())
    return [("", _("all within reach")), *((one.code, plain(one.name)) for one in centres)]


def _page(form: ItemExportForm) -> ExportPage:
    return ExportPage(form=form, columns=COLUMNS)


def new_mark() -> str:
    """Make a mark for an export.

    Returns:
        Such as `X00000000A1`.
    """
    return f"X{clock.random_bits(_MARK_BITS):010X}"


def fault_words(code: str) -> str:
    """Say what is wrong with a span.

    Args:
        code: Code of the fault.

    Returns:
        A sentence.
    """
    if code == "span":
        return str(_("The last day lies before the first."))
    if code == "span_ahead":
        return str(_("The last day lies after today: nothing is read there yet."))
    return str(_("No signed review lies in this span: there is nothing to take away."))
