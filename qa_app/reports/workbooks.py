"""Tables as a workbook whose cells are never taken for formulas."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from qa_app.reports.notices import NOTICE_SHEET, notice_lines, sheet_header

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NAME_MOST, _CELL_MOST = 31, 32_767
_WIDTH_LEAST, _WIDTH_MOST = 10, 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        name: Its name.
        heads: Names of the columns.
        rows: Cells as text, whole numbers or None.
        title: Lines above the heads, such as what it is and of which day; none by default.
    """

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[str | int | None]]
    title: Sequence[str] = ()


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write sheets as XLSX.

    Args:
        sheets: The sheets, at least one.

    Returns:
        The file. Text is stored as text whatever it begins with, and marked so that it
        stays text when it is edited; numbers stay numbers. Signs that no workbook can hold
        are left out, and what is longer than a cell is cut. The installation's notice is the last
        sheet and heads every printed page.

    Source: ECMA-376 for the bounds; OWASP, CSV injection.
    """
    # here, so that only who asks for a workbook waits for it
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    notice = notice_lines()
    told = [Sheet(NOTICE_SHEET, notice[:1], [(line,) for line in notice[1:]])] if notice else []
    for one in (*sheets, *told):
        page = book.create_sheet(_NOT_IN_NAMES.sub(" ", one.name)[:_NAME_MOST])
        page.oddHeader.center.text = sheet_header(notice).removeprefix("&C")
        above = len(one.title)
        page.freeze_panes = f"A{above + 2}"
        for at, line in enumerate(one.title, 1):
            cell = page.cell(at, 1)
            cell.value, cell.data_type, cell.quotePrefix = _text(line), "s", True
            cell.font = Font(bold=at == 1)
        widths = [_WIDTH_LEAST] * len(one.heads)
        for at, row in enumerate((one.heads, *one.rows), above + 1):
            for column, value in enumerate(row, 1):
                cell = page.cell(at, column)
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                if at == above + 1:
                    cell.font = Font(bold=True)
                if isinstance(value, str):
                    cell.value, cell.data_type, cell.quotePrefix = _text(value), "s", True
                    widths[column - 1] = max(widths[column - 1], _width(_text(value)))
                else:
                    cell.value = value
        for column, width in enumerate(widths, 1):
            page.column_dimensions[get_column_letter(column)].width = min(width, _WIDTH_MOST)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_notice(file: bytes) -> bytes:
    """Put the installation's notice into a workbook that something else wrote.

    Args:
        file: An XLSX file.

    Returns:
        It with the notice as its last sheet and above each printed page; itself where there is
        none.
    """
    notice = notice_lines()
    if not notice:
        return file
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(file))
    last = book.create_sheet(NOTICE_SHEET)
    for at, line in enumerate(notice, 1):
        cell = last.cell(at, 1)
        cell.value, cell.data_type, cell.quotePrefix = _text(line), "s", True
    for page in book.worksheets:
        head: Any = page.oddHeader
        head.center.text = sheet_header(notice).removeprefix("&C")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _text(value: str) -> str:
    return _CONTROL.sub("", value)[:_CELL_MOST]


def _width(text: str) -> int:
    # Hanzi are twice as wide as letters
    lines = text.split("\n")
    return max(sum(1 if sign.isascii() else 2 for sign in line) for line in lines) + 2
