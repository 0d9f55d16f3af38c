"""A case list as rows of cells: which column is which, and every fault with row and column."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qa_app.domain.case_cells import (
    Cell,
    FaultyCell,
    code_in,
    day_in,
    has_control,
    is_blank,
    listed_in,
    practitioner_in,
    yes_or_no_in,
)
from qa_app.domain.case_entries import (
    HEADS,
    REQUIRED,
    RISKS,
    STAGES,
    CaseEntry,
    Column,
    canonical_number,
)
from qa_app.domain.defaults import IMPORT_FAULTS_COUNTED, IMPORT_FAULTS_SHOWN
from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.domain.text import BilingualText

Row = tuple[int, tuple[Cell, ...]]
"""Number of a row in the sheet, from 1, and its cells."""

_OTHER_HEADS: dict[Column, tuple[str, ...]] = {
    Column.NUMBER: ("编号", "案号", "个案编号", "档案编号", "案卷编号", "number", "case number"),
    Column.AREA: ("领域", "area"),
    Column.OPENED: ("立案日期", "开案日期", "接案时间", "opened", "date opened"),
    Column.CLOSED: ("结案时间", "closed", "date closed"),
    Column.PRACTITIONER: ("工作人员", "社工代码", "负责人代码", "practitioner", "worker code"),
    Column.STAGE: ("阶段", "stage"),
    Column.RISK: ("风险", "risk"),
    Column.SHELF: ("柜号", "盒号", "档案位置", "柜盒号"),
    Column.SEALED: ("封存", "is sealed"),
}
_IDENTITY_HEAD = re.compile(
    r"姓名|名字|身份证|证件号|电话|手机|联系方式|住址|地址|学校|出生|生日|微信|邮箱"
    r"|\bnames?\b|\bid (card|number)|\bphone|\bmobile|\baddress|\bschool|\bbirth|\be-?mail",
    re.IGNORECASE,
)
_HEAD_WITHIN = 10
_HEADS_LEAST = 2
_SHOWN_MOST = 40
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Register:
    """What the cells of a list are held against.

    Attributes:
        areas: Code to name of the centre's areas.
        practitioners: Codes of the centre's workers.
        today: The local day; no case opens or closes after it.
    """

    areas: Mapping[str, BilingualText]
    practitioners: Collection[str]
    today: date


@dataclass(frozen=True, slots=True)
class CheckedList:
    """A list after the check.

    Attributes:
        entries: Its lines; none when there is a fault.
        faults: The first faults, in order of the sheet.
        more_faults: How many were found after these.
        is_cut: True when so many were found that the check stopped.
    """

    entries: tuple[CaseEntry, ...]
    faults: tuple[ListFault, ...]
    more_faults: int = 0
    is_cut: bool = False


def check_list(rows: Sequence[Row], register: Register) -> CheckedList:
    """Check every cell of a list.

    Args:
        rows: The rows of the sheet, those without any cell left out.
        register: What the cells are held against.

    Returns:
        The lines as typed values; or the first faults and the count of the others, and no
        line. After `IMPORT_FAULTS_COUNTED` faults the check stops.
    """
    if not rows:
        return CheckedList((), (ListFault(Flaw.EMPTY),))
    at = _head_row(rows)
    heads = _Heads(rows[at])
    body = rows[at + 1 :]
    if heads.faults:
        return CheckedList((), tuple(heads.faults))
    if not body:
        return CheckedList((), (ListFault(Flaw.NO_ROWS),))
    reading = _Reading(heads, register)
    entries = []
    for row in body:
        entry = reading.entry(row)
        if entry is not None and not reading.fault_count:
            entries.append(entry)
        if reading.fault_count >= IMPORT_FAULTS_COUNTED:
            break
    if reading.faults:
        more = reading.fault_count - len(reading.faults)
        is_cut = reading.fault_count >= IMPORT_FAULTS_COUNTED
        return CheckedList((), tuple(reading.faults), more, is_cut)
    return CheckedList(tuple(entries), ())


def _head_row(rows: Sequence[Row]) -> int:
    # a title may stand above the heads
    for at, (_, cells) in enumerate(rows[:_HEAD_WITHIN]):
        if sum(_column(cell) is not None for cell in cells) >= _HEADS_LEAST:
            return at
    return 0


def _plain(cell: Cell) -> str:
    text = unicodedata.normalize("NFKC", "" if cell is None else str(cell))
    return " ".join(text.split())


def _head(cell: Cell) -> str:
    return _plain(cell).rstrip("*").replace(" ", "").casefold()


def _column(cell: Cell) -> Column | None:
    return _KNOWN_HEADS.get(_head(cell))


_KNOWN_HEADS = {
    _head(head): column
    for column, name in HEADS.items()
    for head in (column.value, name.zh, name.en, *_OTHER_HEADS[column])
}


def column_letter(index: int) -> str:
    """Name a column as spreadsheets do.

    Args:
        index: Its place, from 0.

    Returns:
        `A` to `Z`, then `AA` and so on.
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


class _Heads:
    """Which cell of a row is which column."""

    def __init__(self, row: Row) -> None:
        self.row, cells = row
        self.at: dict[Column, int] = {}
        self.names: list[str] = []
        self.faults: list[ListFault] = []
        for index, cell in enumerate(cells):
            name = "" if has_control(cell) else _plain(cell)[:_SHOWN_MOST]
            self.names.append(name or column_letter(index))
            if not is_blank(cell):
                self._take(index, cell)
        for column in Column:
            if column in REQUIRED and column not in self.at:
                fault = ListFault(Flaw.COLUMN_MISSING, self.row, allowed=(HEADS[column],))
                self.faults.append(fault)

    def _take(self, index: int, cell: Cell) -> None:
        column, name = _column(cell), self.names[index]
        if has_control(cell):
            self.faults.append(ListFault(Flaw.CONTROL, self.row, name))
        elif column is None:
            is_identity = _IDENTITY_HEAD.search(name) is not None
            flaw = Flaw.IDENTITY_COLUMN if is_identity else Flaw.UNKNOWN_COLUMN
            self.faults.append(ListFault(flaw, self.row, name))
        elif column in self.at:
            self.faults.append(ListFault(Flaw.COLUMN_TWICE, self.row, name))
        else:
            self.at[column] = index

    def name(self, index: int) -> str:
        """Name the column of a cell.

        Args:
            index: Its place, from 0.

        Returns:
            The head as the file has it, or the column's letter.
        """
        return self.names[index] if index < len(self.names) else column_letter(index)


class _Reading:
    """Reads rows one by one and gathers what is wrong."""

    def __init__(self, heads: _Heads, register: Register) -> None:
        self.heads = heads
        self.register = register
        self.faults: list[ListFault] = []
        self.fault_count = 0
        self.first_rows: dict[str, int] = {}
        self.columns = frozenset(heads.at)
        self.named = set(heads.at.values())

    def entry(self, row: Row) -> CaseEntry | None:
        """Read one row.

        Args:
            row: The row.

        Returns:
            The line; None when something is wrong with it.
        """
        before = self.fault_count
        number, cells = row
        for index, cell in enumerate(cells):
            if index not in self.named and not is_blank(cell):
                self._fault(number, index, FaultyCell(Flaw.EXTRA_CELL))
                break
        values: dict[str, Any] = {}
        for column, index in self.heads.at.items():
            cell = cells[index] if index < len(cells) else None
            try:
                values[column] = self._value(column, cell)
            except FaultyCell as fault:
                self._fault(number, index, fault)
        self._compare(number, values)
        return None if self.fault_count > before else self._made(values)

    def _fault(self, row: int, index: int, fault: FaultyCell) -> None:
        self.fault_count += 1
        if self.fault_count > IMPORT_FAULTS_SHOWN:
            return
        name = self.heads.name(index)
        self.faults.append(ListFault(fault.flaw, row, name, fault.params, fault.allowed))

    def _value(self, column: Column, cell: Cell) -> object:
        if is_blank(cell) and column in REQUIRED:
            raise FaultyCell(Flaw.MISSING)
        return self._read(column, cell)

    def _read(self, column: Column, cell: Cell) -> object:
        match column:
            case Column.NUMBER | Column.SHELF:
                return code_in(cell)
            case Column.PRACTITIONER:
                return practitioner_in(cell, self.register.practitioners)
            case Column.OPENED | Column.CLOSED:
                return day_in(cell, self.register.today)
            case Column.AREA:
                return listed_in(cell, self.register.areas, Flaw.FOREIGN_AREA)
            case Column.STAGE:
                return listed_in(cell, STAGES)
            case Column.RISK:
                return listed_in(cell, RISKS)
            case Column.SEALED:
                return yes_or_no_in(cell)

    def _compare(self, row: int, values: dict[str, Any]) -> None:
        own = values.get(Column.NUMBER)
        if own is not None:
            first = self.first_rows.setdefault(canonical_number(own), row)
            if first != row:
                at = self.heads.at[Column.NUMBER]
                self._fault(row, at, FaultyCell(Flaw.NUMBER_TWICE, first=str(first)))
        opened, closed = values.get(Column.OPENED), values.get(Column.CLOSED)
        if opened is not None and closed is not None and closed < opened:
            at = self.heads.at[Column.CLOSED]
            self._fault(row, at, FaultyCell(Flaw.CLOSED_BEFORE_OPENED))

    def _made(self, values: dict[str, Any]) -> CaseEntry:
        return CaseEntry(
            number=values[Column.NUMBER],
            area=values[Column.AREA],
            opened_on=values[Column.OPENED],
            closed_on=values.get(Column.CLOSED),
            practitioner=values.get(Column.PRACTITIONER, ""),
            stage=values.get(Column.STAGE, ""),
            risk=values.get(Column.RISK, ""),
            shelf=values.get(Column.SHELF, ""),
            is_sealed=values.get(Column.SEALED, False),
            columns=self.columns,
        )
