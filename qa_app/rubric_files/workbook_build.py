"""Rows of a workbook as entries of a rubric's plain data, and where everything stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qa_app.domain.problems import Path, Problem
from qa_app.rubric_files.workbook_cells import CellError, read_cell
from qa_app.rubric_files.workbook_sheets import Faults, Line, Sheet, SheetPlace
from qa_app.rubric_files.workbook_tables import Field, Kind


@dataclass(slots=True)
class WorkbookText:
    """A workbook's data and where everything in it stands.

    Attributes:
        plain: Mappings, lists, text, whole numbers, fractions, truth values.
        places: Path to cell.
        faults: What is wrong with cells and headings, before anything is checked.
    """

    plain: Any
    places: dict[Path, SheetPlace] = field(default_factory=dict)
    faults: Faults = field(default_factory=list)

    def place_of(self, path: Path) -> SheetPlace:
        """Find where something stands, or what it would stand in.

        Args:
            path: Path of a problem.

        Returns:
            The cell of the path, or of its nearest part that exists.
        """
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, SheetPlace("settings", 1, 1))


class Builder:
    """Turns rows into entries and remembers their cells."""

    def __init__(self, sheets: Mapping[str, Sheet], faults: Faults) -> None:
        """Begin.

        Args:
            sheets: The sheets by their English name.
            faults: What is wrong with cells and headings so far.
        """
        self.sheets = sheets
        self.text = WorkbookText({}, faults=faults)
        self.plain: dict[str, Any] = self.text.plain
        self.language = "zh"

    # -- rows to entries

    def note(self, path: Path, sheet: Sheet, line: Line, column: int = 1) -> None:
        """Remember where something stands; the first cell counts.

        Args:
            path: Its path.
            sheet: The sheet.
            line: The row.
            column: The column, from 1.
        """
        self.text.places.setdefault(path, SheetPlace(sheet.name, line.number, column))

    def fault(
        self, problem: Problem, sheet: Sheet, line: Line, key: tuple[str, str] | None = None
    ) -> None:
        """Report what is wrong with a cell.

        Args:
            problem: What is wrong.
            sheet: The sheet.
            line: The row.
            key: Heading and language; None = the row as a whole.
        """
        column = line.columns.get(key, 1) if key else 1
        self.text.faults.append((problem, SheetPlace(sheet.name, line.number, column)))

    def lines(self, name: str) -> tuple[Sheet | None, Sequence[Line]]:
        """Give the rows of a sheet.

        Args:
            name: Its English name.

        Returns:
            The sheet and its rows; None and none when it is not there.
        """
        sheet = self.sheets.get(name)
        return sheet, () if sheet is None else sheet.lines

    def rows(self, name: str) -> Iterator[tuple[Sheet, Line]]:
        """Give the rows of a sheet, each with the sheet.

        Args:
            name: Its English name.

        Yields:
            Sheet and row; nothing when the sheet is not there.
        """
        sheet, lines = self.lines(name)
        if sheet is not None:
            for line in lines:
                yield sheet, line

    def entry(
        self, fields: Sequence[Field], sheet: Sheet, line: Line, path: Path
    ) -> dict[str, Any]:
        """Read the columns of a row into an entry.

        Args:
            fields: The columns; the others are passed over.
            sheet: The sheet.
            line: The row.
            path: Path of the entry.

        Returns:
            The entry; a cell that cannot be read leaves a gap and is reported.
        """
        self.note(path, sheet, line)
        entry: dict[str, Any] = {}
        for one in fields:
            if one.kind is Kind.TEXT:
                self._text(one, sheet, line, path, entry)
            elif (one.head, "") in line.cells:
                self._cell(one, sheet, line, path, entry)
        return entry

    def _cell(
        self, one: Field, sheet: Sheet, line: Line, path: Path, entry: dict[str, Any]
    ) -> None:
        key = (one.head, "")
        try:
            value = read_cell(one.kind, line.cells[key])
        except CellError as fault:
            self.fault(fault.problem, sheet, line, key)
            return
        self._put(entry, one.path, value)
        self._note_parts(path, one.path, sheet, line, line.columns[key])

    def _text(
        self, one: Field, sheet: Sheet, line: Line, path: Path, entry: dict[str, Any]
    ) -> None:
        for named in ("", "zh", "en"):
            key, language = (one.head, named), named or self.language
            if key in line.cells:
                self._put(entry, (*one.path, language), read_cell(Kind.WORDS, line.cells[key]))
                at = (*one.path, language)
                self._note_parts(path, at, sheet, line, line.columns[key])

    def _put(self, entry: dict[str, Any], path: Sequence[str], value: Any) -> None:
        for name in path[:-1]:
            entry = entry.setdefault(name, {})
        entry[path[-1]] = value

    def _note_parts(
        self, path: Path, parts: Sequence[str], sheet: Sheet, line: Line, column: int
    ) -> None:
        for depth in range(1, len(parts) + 1):
            self.note((*path, *parts[:depth]), sheet, line, column)
