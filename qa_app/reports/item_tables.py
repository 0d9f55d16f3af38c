"""Long tables as files, written while they are read: CSV, JSON Lines, XLSX."""

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

from qa_app.domain.export_columns import CellKind, Column
from qa_app.domain.item_export import Cell
from qa_app.reports.notices import NOTICE_SHEET, notice_lines
from qa_app.reports.tables import safe_cell

_BATCH = 500
_BLOCK = 65_536
_ROWS_OF_A_SHEET = 1_000_000
_MARK = "\ufeff"


def csv_lines(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]], zone: str
) -> Iterator[bytes]:
    """Write rows as CSV, some hundreds at a time.

    Args:
        columns: The columns.
        rows: Their cells.
        zone: Local time zone, in which instants are told with their offset.

    Yields:
        UTF-8 with its mark; text that a spreadsheet would take for a formula begins with an
        apostrophe, numbers stay numbers.
    """
    local, kinds = ZoneInfo(zone), [column.kind for column in columns]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    text.write(_MARK)
    writer.writerow([column.name for column in columns])
    for number, row in enumerate(rows, 1):
        writer.writerow(
            [_csv_cell(cell, kind, local) for cell, kind in zip(row, kinds, strict=True)]
        )
        if number % _BATCH == 0:
            yield _taken(text)
    yield _taken(text)


def json_lines(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]], zone: str
) -> Iterator[bytes]:
    """Write rows as JSON Lines, some hundreds at a time.

    Args:
        columns: The columns.
        rows: Their cells.
        zone: Local time zone.

    Yields:
        One object a line; numbers are numbers, days and instants ISO 8601.
    """
    local, named = ZoneInfo(zone), [(column.name, column.kind) for column in columns]
    text = io.StringIO()
    for number, row in enumerate(rows, 1):
        told = {
            name: _json_cell(cell, kind, local)
            for (name, kind), cell in zip(named, row, strict=True)
        }
        text.write(json.dumps(told, ensure_ascii=False))
        text.write("\n")
        if number % _BATCH == 0:
            yield _taken(text)
    yield _taken(text)


def workbook_blocks(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    zone: str,
    dictionary: tuple[str, Sequence[str], Sequence[Sequence[str]]],
) -> Iterator[bytes]:
    """Write rows as XLSX, row by row into a file of its own that nobody else can open.

    Args:
        columns: The columns.
        rows: Their cells.
        zone: Local time zone.
        dictionary: Name, heads and rows of the sheet that explains the columns.

    Yields:
        The file. Text stays text whatever it begins with; a million rows fill a sheet, more
        go on in the next.
    """
    with tempfile.TemporaryFile() as file:
        _write_workbook(file, columns, rows, zone, dictionary)
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


def _write_workbook(
    file: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    zone: str,
    dictionary: tuple[str, Sequence[str], Sequence[Sequence[str]]],
) -> None:
    # here, so that only who asks for a workbook waits for it
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(file, options)
    _explain(book, dictionary)
    local, kinds = ZoneInfo(zone), [column.kind for column in columns]
    sheet = None
    for number, row in enumerate(rows):
        if number % _ROWS_OF_A_SHEET == 0:
            sheet = _next_sheet(book, columns, number // _ROWS_OF_A_SHEET + 1)
        for column, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
            _write_cell(sheet, number % _ROWS_OF_A_SHEET + 1, column, cell, kind, local)
    _put_notice(book)
    book.close()


def _put_notice(book: Any) -> None:
    notice = notice_lines()
    if notice:
        sheet = book.add_worksheet(NOTICE_SHEET)
        for at, line in enumerate(notice):
            sheet.write_string(at, 0, line)


def _explain(book: Any, dictionary: tuple[str, Sequence[str], Sequence[Sequence[str]]]) -> None:
    name, heads, meanings = dictionary
    head = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 1, 14)
    sheet.set_column(2, 3, 48)
    for at, line in enumerate((heads, *meanings)):
        for column, words in enumerate(line):
            sheet.write_string(at, column, words, wrap if at else head)


def _next_sheet(book: Any, columns: Sequence[Column], number: int) -> Any:
    sheet = book.add_worksheet(f"items {number}")
    sheet.freeze_panes(1, 0)
    for column, one in enumerate(columns):
        sheet.write_string(0, column, one.name)
    return sheet


def _write_cell(
    sheet: Any, at: int, column: int, cell: Cell, kind: CellKind, local: ZoneInfo
) -> None:
    if cell is None:
        return
    if kind is CellKind.NUMBER:
        sheet.write_number(at, column, float(str(cell)))
    else:
        sheet.write_string(at, column, str(_plain(cell, local)))


def _taken(text: io.StringIO) -> bytes:
    done = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return done


def _plain(cell: Cell, local: ZoneInfo) -> Cell:
    if isinstance(cell, datetime):
        return cell.astimezone(local).isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else cell


def _csv_cell(cell: Cell, kind: CellKind, local: ZoneInfo) -> object:
    if cell is None or kind is CellKind.NUMBER:
        return cell
    return safe_cell(_plain(cell, local)) if kind is CellKind.TEXT else _plain(cell, local)


def _json_cell(cell: Cell, kind: CellKind, local: ZoneInfo) -> object:
    if cell is None or kind is not CellKind.NUMBER:
        return _plain(cell, local)
    number = float(str(cell))
    return int(number) if number.is_integer() else number
