"""Case lists as files: CSV and XLSX to rows of cells, and the template of one."""

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from qa_app.domain.case_cells import Cell, is_blank
from qa_app.domain.case_entries import HEADS, TEMPLATE, Column
from qa_app.domain.defaults import (
    IMPORT_BYTES_MOST,
    IMPORT_CELL_MOST,
    IMPORT_COLUMNS_MOST,
    IMPORT_OTHER_MARKS_MOST,
    IMPORT_ROWS_MOST,
    IMPORT_SHEET_MARKS_MOST,
    IMPORT_TEXT_MARKS_MOST,
    IMPORT_TEXT_MOST,
    IMPORT_UNPACKED_BYTES_MOST,
)
from qa_app.domain.list_faults import Flaw, UnreadableListError
from qa_app.domain.list_matching import Row, likely_column, plain_head
from qa_app.rubric_files.hidden_parts import hidden_parts
from qa_app.rubric_files.workbook_guard import Limits, checked_workbook

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SHEET_ROWS = 1_048_576
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CONTROL_SHARE = 20
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HEAD_WITHIN = 100
_SEPARATORS = ",;\t"
_QUOTED = re.compile(r'(^|[,;\t])("[^"]*")', re.MULTILINE)
_PARTING = re.compile(r"[,;\t\r\n]")
_HEADS_WITHIN, _HEADS_LEAST = 10, 2
_OTHER_EPOCH = 1904
CASE_LIST = Limits(
    unpacked_bytes=IMPORT_UNPACKED_BYTES_MOST,
    rows=IMPORT_ROWS_MOST,
    sheet_marks=IMPORT_SHEET_MARKS_MOST,
    text_marks=IMPORT_TEXT_MARKS_MOST,
    other_marks=IMPORT_OTHER_MARKS_MOST,
)
"""What a workbook with a list of cases may hold."""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """The sheet of a file that was read.

    Attributes:
        rows: Number and cells of each row that has a cell.
        name: Its name; empty for a CSV file.
        others: Names of the other sheets, which were not read.
        hidden_columns: Places of hidden columns, from 0; they were read like the others.
        hidden_rows: Numbers of hidden rows, also of those that a filter leaves out; likewise.
    """

    rows: list[Row]
    name: str = ""
    others: tuple[str, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    hidden_rows: tuple[int, ...] = ()


def read_sheet(data: bytes) -> ReadSheet:
    """Read the sheet of a file that holds a list.

    Args:
        data: A CSV file (UTF-8, UTF-16 with mark, or GB18030; comma, semicolon or tab, as the
            first lines tell) or an XLSX workbook: its first sheet with heads of a list that is
            not hidden, or the first that is not hidden.

    Returns:
        Its rows; no formula is worked out, and of a longer cell only one character more than
        a text of a list may have is kept.

    Raises:
        UnreadableListError: The file is too large, or is neither of them.
    """
    if len(data) > IMPORT_BYTES_MOST:
        raise UnreadableListError(Flaw.TOO_LARGE, most=IMPORT_BYTES_MOST // 1_000_000)
    if data.startswith(_OLE):
        raise UnreadableListError(Flaw.OLD_OR_LOCKED)
    if data.startswith(_ZIP):
        return _read_workbook(data)
    return ReadSheet(_rows_of(_lines(data)))


def _rows_of(numbered: Iterable[tuple[int, Sequence[Cell]]]) -> list[Row]:
    rows: list[Row] = []
    for number, cells in numbered:
        if all(is_blank(cell) for cell in cells):
            continue
        if len(cells) > IMPORT_COLUMNS_MOST and not all(
            is_blank(cell) for cell in cells[IMPORT_COLUMNS_MOST:]
        ):
            raise UnreadableListError(Flaw.TOO_MANY_COLUMNS, most=IMPORT_COLUMNS_MOST)
        rows.append((number, tuple(cells)))
        if len(rows) > IMPORT_ROWS_MOST + 1:
            raise UnreadableListError(Flaw.TOO_MANY_ROWS, most=f"{IMPORT_ROWS_MOST:,}")
    return rows


def _lines(data: bytes) -> Iterator[tuple[int, Sequence[Cell]]]:
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            # blank lines count too: ten million of them are a list of no case
            if number > IMPORT_ROWS_MOST + 1:
                raise UnreadableListError(Flaw.TOO_MANY_ROWS, most=f"{IMPORT_ROWS_MOST:,}")
            if len(cells) > IMPORT_COLUMNS_MOST and any(
                map(str.strip, cells[IMPORT_COLUMNS_MOST:])
            ):
                raise UnreadableListError(Flaw.TOO_MANY_COLUMNS, most=IMPORT_COLUMNS_MOST)
            yield number, [_cut(cell) for cell in cells[:IMPORT_COLUMNS_MOST]]
    except csv.Error as fault:
        raise UnreadableListError(Flaw.NOT_A_TABLE, row=reader.line_num) from fault


def _decoded(data: bytes) -> str:
    codes = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        # what is no text decodes into many control characters; a few are faults of their cells
        if sum(1 for _ in _CONTROL.finditer(text)) * _CONTROL_SHARE <= len(text):
            return text
    raise UnreadableListError(Flaw.NOT_TEXT)


def _delimiter(text: str) -> str:
    # a title above the heads has no separator, or the comma of its sentence
    first = _QUOTED.sub(_one_line, "".join(islice(io.StringIO(text), _HEAD_WITHIN)))
    lines = [line for line in first.splitlines() if line.strip(f"{_SEPARATORS} ")]

    def told_by(mark: str) -> tuple[int, int, int]:
        heads = max((_headed(line, mark) for line in lines[:_HEADS_WITHIN]), default=0)
        counts = [line.count(mark) for line in lines]
        return heads if heads >= _HEADS_LEAST else 0, sum(map(bool, counts)), sum(counts)

    return max(_SEPARATORS, key=told_by)


def _one_line(quoted: re.Match[str]) -> str:
    return quoted[1] + _PARTING.sub(" ", quoted[2])


def _headed(line: str, mark: str) -> int:
    heads = [plain_head(one[:IMPORT_CELL_MOST]) for one in line.split(mark, IMPORT_COLUMNS_MOST)]
    return len({likely_column(head.strip('"')) for head in heads} - {None})


def _read_workbook(data: bytes) -> ReadSheet:
    # here, because most processes never meet a workbook and it weighs 20 MB
    from openpyxl import load_workbook

    data = checked_workbook(data, CASE_LIST)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheets = list(book.worksheets)
            _check_epoch(book.epoch)
            shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
            for sheet in shown:
                # what a sheet says about its own size is not believed
                sheet.reset_dimensions()
            chosen = next(filter(_has_heads, shown), shown[0])
            others = tuple(str(one.title) for one in sheets if one is not chosen)
            rows = _rows_of(_numbered(chosen))
            # the package keeps to itself which part of the file a sheet is
            columns, hidden = hidden_parts(data, vars(chosen)["_worksheet_path"])
            return ReadSheet(rows, str(chosen.title), others, columns, hidden)
    except UnreadableListError:
        raise
    except Exception as fault:  # a broken workbook makes the package stumble over anything
        raise UnreadableListError(Flaw.BROKEN_WORKBOOK) from fault


def _check_epoch(epoch: datetime) -> None:
    # a bare number would be read four years off
    if epoch.year == _OTHER_EPOCH:
        raise UnreadableListError(Flaw.OTHER_EPOCH)


def _has_heads(sheet: Any) -> bool:
    found: set[Column | None] = set()
    most = IMPORT_COLUMNS_MOST
    for row in sheet.iter_rows(max_row=_HEADS_WITHIN, max_col=most, values_only=True):
        heads = [_cell(value) for value in row if isinstance(value, str)]
        found = max(found, {likely_column(str(head)) for head in heads} - {None}, key=len)
    return len(found) >= _HEADS_LEAST


def _numbered(sheet: Any) -> Iterator[tuple[int, Sequence[Cell]]]:
    cells = sheet.iter_rows(max_col=IMPORT_COLUMNS_MOST + 1, values_only=True)
    for number, row in enumerate(islice(cells, _SHEET_ROWS), 1):
        # a sheet may claim a million empty rows, so these are passed over at once
        if row.count(None) < len(row):
            yield number, [_cell(value) for value in row]


def _cell(value: object) -> Cell:
    # a formula comes as its text, or as an object of its own: it is never worked out
    if isinstance(value, str):
        return _cut(_ESCAPED.sub(_sign, value) if "_x" in value else value)
    if value is None or isinstance(value, int | float | date):
        return value
    return str(value) if isinstance(value, time | timedelta) else "="


def _sign(escaped: re.Match[str]) -> str:
    # workbooks write what XML cannot hold as _x0000_ (ECMA-376 part 1, 22.4.2.4)
    return chr(int(escaped[1], 16))


def _cut(cell: str) -> str:
    return cell if len(cell) <= IMPORT_TEXT_MOST else cell[: IMPORT_TEXT_MOST + 1]


def written_template(language: str) -> bytes:
    """Write the heads of a list for somebody to fill in.

    Args:
        language: `zh` or `en`.

    Returns:
        A CSV file in UTF-8 with its mark, so that spreadsheets show Hanzi.
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerow([HEADS[column].in_language(language) for column in TEMPLATE])
    return text.getvalue().encode("utf-8-sig")
