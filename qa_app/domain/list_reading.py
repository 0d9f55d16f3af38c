"""What reading every kind of list needs: which cell is which column, and the faults with place."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from qa_app.domain.case_cells import Cell, FaultyCell, is_blank, shown_cell
from qa_app.domain.defaults import IMPORT_ALIKE_LEAST, IMPORT_FAULTS_SHOWN
from qa_app.domain.list_faults import MENDED_IN_COLUMN, AlikeFaults, Flaw, ListFault
from qa_app.domain.list_matching import Row, column_letter, head_key, is_identity
from qa_app.domain.text import BilingualText

Name = TypeVar("Name", bound=str)


_EARLIER_HEADS = {"中心代码": ("机构代码",), "工作人员代码": ("从业者代码",)}
"""Chinese head to those of lists given out before a centre and a worker had one word each."""


class ListHeads(Generic[Name]):
    """Which cell of a row is which column; the first row of the sheet says it.

    Attributes:
        at: Column to the place of its cell, from 0.
        names: The heads as the file has them; the letter of a column without one.
        faults: What is wrong with the heads.
    """

    def __init__(
        self,
        head_row: Row,
        known: Iterable[tuple[Name, BilingualText]],
        required: Iterable[Name],
    ) -> None:
        row, cells = head_row
        heads = dict(known)
        columns = {
            head_key(name): column
            for column, head in heads.items()
            for name in (str(column), head.zh, head.en, *_EARLIER_HEADS.get(head.zh, ()))
        }
        self.names = [
            column_letter(index) if is_blank(cell) else str(cell).strip()
            for index, cell in enumerate(cells)
        ]
        self.faults: list[ListFault] = []
        self.at: dict[Name, int] = {}
        for index, cell in enumerate(cells):
            if is_blank(cell):
                continue
            column = columns.get(head_key(cell))
            if column is None:
                flaw = Flaw.IDENTITY_COLUMN if is_identity(str(cell)) else Flaw.UNKNOWN_COLUMN
                self.faults.append(ListFault(flaw, row, self.names[index]))
            elif column in self.at:
                self.faults.append(ListFault(Flaw.COLUMN_TWICE, row, self.names[index]))
            else:
                self.at[column] = index
        for column in required:
            if column not in self.at:
                missing = ListFault(Flaw.COLUMN_MISSING, row, allowed=(heads[column],))
                self.faults.append(missing)

    def cell(self, cells: Sequence[Cell], column: Name) -> Cell:
        """Give the cell of a column.

        Args:
            cells: A row.
            column: The column.

        Returns:
            The cell; None where the row ends before it, or the list has no such column.
        """
        index = self.at.get(column, -1)
        return cells[index] if 0 <= index < len(cells) else None


class RowFaults:
    """Gathers what is wrong with rows: the first faults with their place, and how many there are.

    Attributes:
        found: The first `IMPORT_FAULTS_SHOWN`.
        count: How many there are.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.found: list[ListFault] = []
        self.count = 0
        self._alike: dict[tuple[Flaw, int], AlikeFaults] = {}

    @property
    def more(self) -> int:
        """How many there are beside those that are shown."""
        return self.count - len(self.found)

    @property
    def alike(self) -> tuple[AlikeFaults, ...]:
        """Those of `MENDED_IN_COLUMN` in `IMPORT_ALIKE_LEAST` rows or more, most rows first."""
        found = [
            one
            for one in self._alike.values()
            if one.count >= IMPORT_ALIKE_LEAST and one.first.flaw in MENDED_IN_COLUMN
        ]
        return tuple(sorted(found, key=lambda one: -one.count))

    def add(self, row: int, index: int, fault: FaultyCell, cell: Cell) -> None:
        """Note a fault.

        Args:
            row: Number of the row.
            index: Place of the cell, from 0; below 0 when the list has no such column.
            fault: What is wrong.
            cell: The cell; what is written in it is kept only where it may be shown.
        """
        self.count += 1
        kind = (fault.flaw, index)
        before = self._alike.get(kind)
        if before is not None and self.count > IMPORT_FAULTS_SHOWN:
            self._alike[kind] = replace(before, count=before.count + 1)
            return
        shown = shown_cell(fault.flaw, cell)
        found = ListFault(
            fault.flaw,
            row,
            self._name(index),
            fault.params,
            fault.allowed,
            shown or "",
            shown is None,
        )
        first, count = (found, 0) if before is None else (before.first, before.count)
        self._alike[kind] = AlikeFaults(first, count + 1)
        if self.count <= IMPORT_FAULTS_SHOWN:
            self.found.append(found)

    def add_beyond(self, row: Row, named: Container[int]) -> None:
        """Note the first cell of a row that stands under no head.

        Args:
            row: The row.
            named: Places with a head.
        """
        number, cells = row
        for index, cell in enumerate(cells):
            if index not in named and not is_blank(cell):
                self.add(number, index, FaultyCell(Flaw.EXTRA_CELL), cell)
                break

    def _name(self, index: int) -> str:
        if index < 0:
            return ""
        return self._names[index] if index < len(self._names) else column_letter(index)
