"""The sheets of a rubric's workbook as rows of cells, each with its place."""

import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from qa_app.domain.defaults import (
    RUBRIC_BYTES_MOST,
    RUBRIC_CELL_MOST,
    RUBRIC_CELLS_MOST,
    RUBRIC_COLUMNS_MOST,
    RUBRIC_MARKS_MOST,
    RUBRIC_RATIO_MOST,
    RUBRIC_ROWS_MOST,
    RUBRIC_UNPACKED_BYTES_MOST,
    RUBRIC_WORKBOOK_BYTES_MOST,
)
from qa_app.domain.list_faults import UnreadableListError
from qa_app.domain.problems import Problem, Severity
from qa_app.rubric_files.unreadable import UnreadableError, too_much
from qa_app.rubric_files.workbook_cells import CellValue
from qa_app.rubric_files.workbook_guard import Limits, checked_workbook
from qa_app.rubric_files.workbook_tables import (
    Kind,
    Table,
    head_and_language,
    heads_of,
    table_named,
)

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

LIMITS = Limits(
    unpacked_bytes=RUBRIC_UNPACKED_BYTES_MOST,
    rows=RUBRIC_ROWS_MOST,
    sheet_marks=RUBRIC_MARKS_MOST,
    text_marks=RUBRIC_MARKS_MOST,
    other_marks=RUBRIC_MARKS_MOST,
    ratio=RUBRIC_RATIO_MOST,
)
_NOTICE = "说明 Notice"
"""The sheet on which an installation says what its files are, such as invented."""
_SHEETS_MOST = 40
_FORMULA, _ERROR = "f", "e"


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Where something stands: sheet as it is called, row and column from 1."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row that has a cell.

    Attributes:
        number: From 1.
        cells: Heading, and language of a text, to what stands there.
        columns: The same to the number of the column, from 1.
    """

    number: int
    cells: Mapping[tuple[str, str], CellValue]
    columns: Mapping[tuple[str, str], int]


@dataclass(slots=True)
class Sheet:
    """A sheet that belongs to a rubric.

    Attributes:
        table: What it is.
        name: As it is called.
        heads: Heading and language to the number of the column.
        lines: Rows that have a cell.
    """

    table: Table
    name: str
    heads: dict[tuple[str, str], int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def has(self, head: str) -> bool:
        """Tell whether a column is there.

        Args:
            head: Its heading.

        Returns:
            True when it is, filled in or not.
        """
        return any(name == head for name, _ in self.heads)


Faults = list[tuple[Problem, SheetPlace]]


def read_sheets(data: bytes) -> tuple[dict[str, Sheet], Faults]:
    """Read the sheets of a workbook.

    Args:
        data: An XLSX file.

    Returns:
        Sheets by their English name, and what is wrong with cells and headings; no formula is
        worked out.

    Raises:
        UnreadableError: It is too large, broken, or does harm.
    """
    faults: Faults = []
    sheets: dict[str, Sheet] = {}
    try:
        _check_bytes(data)
        data = checked_workbook(data, LIMITS)
        filled = _Filled()
        for name, rows in _opened(data):
            _take(name, _counted(name, rows, filled), sheets, faults)
    except UnreadableListError as fault:
        problem = Problem(f"workbook_{fault.fault.flaw}", params=fault.fault.params)
        raise UnreadableError(problem) from fault
    except UnreadableError:
        raise
    except Exception as fault:  # a broken workbook makes the package stumble over anything
        raise UnreadableError(Problem("workbook_broken_workbook")) from fault
    return sheets, faults


def _check_bytes(data: bytes) -> None:
    if len(data) > RUBRIC_WORKBOOK_BYTES_MOST:
        raise too_much("bytes", len(data), RUBRIC_WORKBOOK_BYTES_MOST)


def _opened(data: bytes) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    # here, because most processes never meet a workbook and it weighs 20 MB
    from openpyxl import load_workbook  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        if len(book.worksheets) > _SHEETS_MOST:
            raise too_much("sheets", len(book.worksheets), _SHEETS_MOST)
        for sheet in book.worksheets:
            # what a sheet says about its own size is not believed
            sheet.reset_dimensions()
            yield sheet.title, sheet.iter_rows(max_col=RUBRIC_COLUMNS_MOST + 1)


@dataclass(slots=True)
class _Filled:
    """What the cells of all sheets hold so far: how many there are, bytes of their texts."""

    cells: int = 0
    text: int = 0


def _counted(
    name: str, rows: Iterator[tuple[Any, ...]], filled: _Filled
) -> "Iterator[tuple[int, list[Cell]]]":
    # a text is stored once however many cells show it, so the size of the file bounds nothing
    for number, row in enumerate(islice(rows, RUBRIC_ROWS_MOST + 1), 1):
        if number > RUBRIC_ROWS_MOST:
            raise too_much("rows", number, RUBRIC_ROWS_MOST, (number, 1), name)
        cells = [cell for cell in row if cell.value not in {None, ""}]
        filled.cells += len(cells)
        if filled.cells > RUBRIC_CELLS_MOST:
            raise too_much("cells", filled.cells, RUBRIC_CELLS_MOST, (number, 1), name)
        filled.text += sum(len(c.value.encode()) for c in cells if isinstance(c.value, str))
        if filled.text > RUBRIC_BYTES_MOST:
            raise too_much("text", filled.text, RUBRIC_BYTES_MOST, (number, 1), name)
        if cells:
            yield number, cells


def _take(
    name: str, rows: "Iterator[tuple[int, list[Cell]]]", sheets: dict[str, Sheet], faults: Faults
) -> None:
    table = table_named(name)
    if name == _NOTICE:
        return
    if table is None:
        unknown = Problem("unknown_sheet", severity=Severity.WARNING, params={"name": name})
        faults.append((unknown, SheetPlace(name, 1, 1)))
        return
    if table.name in sheets:
        faults.append((Problem("sheet_twice", params={"name": name}), SheetPlace(name, 1, 1)))
        return
    sheet = sheets[table.name] = Sheet(table, name)
    for number, cells in rows:
        if sheet.heads:
            sheet.lines.append(_line(sheet, number, cells, faults))
        else:
            _read_heads(sheet, number, cells, faults)


def _read_heads(sheet: Sheet, number: int, cells: "list[Cell]", faults: Faults) -> None:
    known = heads_of(sheet.table)
    for cell in cells:
        place = SheetPlace(sheet.name, number, cell.column)
        if cell.column > RUBRIC_COLUMNS_MOST:
            at = number, cell.column
            raise too_much("columns", cell.column, RUBRIC_COLUMNS_MOST, at, sheet.name)
        words = str(_value(cell))[:RUBRIC_CELL_MOST]
        head, language = head_and_language(words)
        column = known.get(head)
        if column is None or (language and column.kind is not Kind.TEXT):
            faults.append((Problem("unknown_column", params={"name": words}), place))
        elif column.kind is Kind.TEXT and language not in {"", "zh", "en"}:
            faults.append((Problem("unknown_language", params={"field": words}), place))
        elif (column.head, language) in sheet.heads:
            faults.append((Problem("column_twice", params={"name": words}), place))
        else:
            sheet.heads[column.head, language] = cell.column


def _line(sheet: Sheet, number: int, cells: "list[Cell]", faults: Faults) -> Line:
    by_column = {cell.column: cell for cell in cells}
    found: dict[tuple[str, str], CellValue] = {}
    for key, column in sheet.heads.items():
        if column in by_column:
            value = _value(by_column[column])
            problem = _fault_of(by_column[column], value)
            if problem is None:
                found[key] = value
            else:
                faults.append((problem, SheetPlace(sheet.name, number, column)))
    return Line(number, found, {key: sheet.heads[key] for key in found})


def _fault_of(cell: "Cell", value: CellValue) -> Problem | None:
    if cell.data_type == _FORMULA:
        return Problem("formula_in_cell")
    if cell.data_type == _ERROR:
        return Problem("error_in_cell", params={"value": str(value)[:20]})
    if isinstance(value, str) and len(value) > RUBRIC_CELL_MOST:
        return Problem("cell_too_long", params={"most": f"{RUBRIC_CELL_MOST:,}"})
    return None


def _value(cell: "Cell") -> CellValue:
    value: Any = cell.value
    if isinstance(value, time | timedelta):
        return str(value)
    return value if isinstance(value, str | int | float | bool) or value is None else _dated(value)


def _dated(value: Any) -> CellValue:
    return value if hasattr(value, "isoformat") else str(value)
