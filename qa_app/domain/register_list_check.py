"""A list of the register as rows of cells: every cell read, every fault with its place."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from qa_app.domain.case_cells import (
    Cell,
    FaultyCell,
    code_in,
    day_in,
    is_blank,
    listed_in,
    text_in,
    yes_or_no_in,
)
from qa_app.domain.defaults import IMPORT_FAULTS_COUNTED
from qa_app.domain.event_list import day_with_time
from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.domain.list_marks import marks_in
from qa_app.domain.list_matching import Row
from qa_app.domain.list_reading import ListHeads, RowFaults
from qa_app.domain.register_lists import (
    CellKind,
    Fixed,
    Least,
    Line,
    ListColumn,
    RegisterList,
    Value,
    below_in,
    fixed_in,
    key_of,
    shown_value,
)
from qa_app.domain.text import BilingualText

_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?")
_APART = re.compile(r"[;；、,，\s]+")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NUMBER_MOST = 20

Judge = Callable[[Line], tuple[str, FaultyCell] | None]
"""Holds a line whose cells are in order against what else stands: the column that does not fit,
and why; None when all fits."""


def _nothing_else(line: Line) -> None:
    del line


@dataclass(frozen=True, slots=True)
class ListGround:
    """What the cells of a list are held against.

    Attributes:
        now: The present, local; no moment lies after it.
        known: What is looked up, such as `centre`, to its codes in reach: the object it is looked
            up in (empty without one) and the code, to its id, or its thread.
        listed: Name of a list to its values: code to name.
        fixed: Key of a line to what no list changes: column to the value that stands.
        least: Key of a line to what no list goes below: column to the least number.
        judge: What else the list holds its lines against.
    """

    now: datetime
    known: Mapping[str, Mapping[tuple[str, str], int | str]] = field(default_factory=dict)
    listed: Mapping[str, Mapping[str, BilingualText]] = field(default_factory=dict)
    fixed: Fixed = field(default_factory=dict)
    least: Least = field(default_factory=dict)
    judge: Judge = _nothing_else


@dataclass(frozen=True, slots=True)
class CheckedLines:
    """A list after the check.

    Attributes:
        lines: Its lines; none when there is a fault.
        faults: The first faults, in order of the sheet.
        more_faults: How many were found after these.
    """

    lines: tuple[Line, ...]
    faults: tuple[ListFault, ...] = ()
    more_faults: int = 0


def allowed_in(column: ListColumn, ground: ListGround) -> Mapping[str, BilingualText]:
    """Tell what may stand in a column of listed values.

    Args:
        column: The column.
        ground: What it is held against.

    Returns:
        Code to name; empty for other columns.
    """
    return column.allowed or ground.listed.get(column.listed, {})


def wanted_codes(rows: Sequence[Row], listed: RegisterList) -> dict[str, set[tuple[str, str]]]:
    """Find the codes that a list names, to look them up before it is checked.

    Args:
        rows: The rows of the sheet.
        listed: Which list it is.

    Returns:
        What is looked up to codes, each with the code it is looked up in (empty without one).
        What is no code is left out.
    """
    at = _heads(rows, listed).at
    wanted: dict[str, set[tuple[str, str]]] = {}
    for column in listed.columns:
        if column.kind is not CellKind.KNOWN or column.name not in at:
            continue
        found = wanted.setdefault(column.of, set())
        for _, cells in rows[1:]:
            code = _code_at(cells, at[column.name])
            above = _code_at(cells, at.get(column.within, -1)) if column.within else ""
            if code:
                found.add((above, code))
    return wanted


def _code_at(cells: Sequence[Cell], index: int) -> str:
    if not 0 <= index < len(cells):
        return ""
    try:
        return code_in(cells[index])
    except FaultyCell:
        return ""


def check_lines(rows: Sequence[Row], listed: RegisterList, ground: ListGround) -> CheckedLines:
    """Check every cell of a list.

    Args:
        rows: The rows of the sheet, the heads first, those without any cell left out.
        listed: Which list it is.
        ground: What the cells are held against.

    Returns:
        The lines as typed values; or the first faults and the count of the others, and no line.
        After `IMPORT_FAULTS_COUNTED` faults the check stops.
    """
    if not rows:
        return CheckedLines((), (ListFault(Flaw.EMPTY),))
    heads = _heads(rows, listed)
    if heads.faults:
        return CheckedLines((), tuple(heads.faults))
    if len(rows) == 1:
        return CheckedLines((), (ListFault(Flaw.NO_ROWS),))
    reading = _Reading(heads, listed, ground)
    lines = []
    for row in rows[1:]:
        line = reading.line(row)
        if line is not None:
            lines.append(line)
        if reading.faults.count >= IMPORT_FAULTS_COUNTED:
            break
    if reading.faults.count:
        return CheckedLines((), tuple(reading.faults.found), reading.faults.more)
    return CheckedLines(tuple(lines))


def _heads(rows: Sequence[Row], listed: RegisterList) -> ListHeads[str]:
    return ListHeads(
        rows[0] if rows else (1, ()),
        ((one.name, one.head) for one in listed.columns),
        (one.name for one in listed.columns if one.is_required),
    )


class _Reading:
    """Reads rows one by one and gathers what is wrong."""

    def __init__(self, heads: ListHeads[str], listed: RegisterList, ground: ListGround) -> None:
        self.heads = heads
        self.listed = listed
        self.ground = ground
        self.faults = RowFaults(heads.names)
        self.named = frozenset(heads.at.values())
        self.first_rows: dict[tuple[Value, ...], int] = {}

    def line(self, row: Row) -> Line | None:
        """Read one row.

        Args:
            row: The row.

        Returns:
            The line; None when something is wrong with it.
        """
        number, cells = row
        before = self.faults.count
        self.faults.add_beyond(row, self.named)
        line: dict[str, Value] = {}
        for column in self.listed.columns:
            try:
                cell = self.heads.cell(cells, column.name)
                line[column.name] = _value(column, cell, line, self.ground)
            except FaultyCell as fault:
                self._at(number, cells, column.name, fault)
        if self.faults.count == before:
            self._compare(number, cells, line)
        return line if self.faults.count == before else None

    def _compare(self, row: int, cells: Sequence[Cell], line: dict[str, Value]) -> None:
        for column, fault in (
            *_within(self.listed, line),
            *_against(self.listed, line, self.ground),
        ):
            self._at(row, cells, column, fault)
        first_row = self.first_rows.setdefault(key_of(self.listed, line), row)
        if first_row != row:
            key = next(one.name for one in self.listed.columns if one.is_key)
            self._at(row, cells, key, FaultyCell(Flaw.ROW_TWICE, first=str(first_row)))

    def _at(self, row: int, cells: Sequence[Cell], name: str, fault: FaultyCell) -> None:
        index = self.heads.at.get(name, -1)
        self.faults.add(row, index, fault, self.heads.cell(cells, name))


def _within(listed: RegisterList, line: Line) -> Iterator[tuple[str, FaultyCell]]:
    for earlier, later in listed.orders:
        first, last = line[earlier], line[later]
        if isinstance(first, date) and isinstance(last, date) and last < first:
            yield later, FaultyCell(Flaw.BEFORE_OTHER, (listed.column(earlier).head,))
    for rule in listed.rules:
        found = rule(line)
        if found is not None:
            yield found[0], FaultyCell(Flaw.NOT_TOGETHER, (listed.column(found[1]).head,))


def _against(
    listed: RegisterList, line: Line, ground: ListGround
) -> Iterator[tuple[str, FaultyCell]]:
    stands = ground.fixed.get(key_of(listed, line), {})
    for name in fixed_in(listed, line, ground.fixed):
        told = listed.column(name)
        yield name, _otherwise(listed, told, stands.get(name), allowed_in(told, ground))
    for column in below_in(listed, line, ground.least):
        yield column, FaultyCell(Flaw.BELOW_ATTENDED)
    found = ground.judge(line)
    if found is not None:
        yield found


def _otherwise(
    listed: RegisterList, column: ListColumn, stands: Value, allowed: Mapping[str, BilingualText]
) -> FaultyCell:
    if (stands is None or stands == "") and column.is_told:
        return FaultyCell(Flaw.ONLY_TOLD)
    if stands is None or stands == "":
        key = next(one.head for one in reversed(listed.columns) if one.is_key)
        return FaultyCell(Flaw.NOT_TOGETHER, (key,))
    shown = shown_value(column, stands, allowed)
    if isinstance(stands, str) and stands in allowed:
        return FaultyCell(Flaw.STANDS_OTHERWISE, (allowed[stands],))
    return FaultyCell(Flaw.STANDS_OTHERWISE, (BilingualText(str(shown), str(shown)),))


def _value(column: ListColumn, cell: Cell, line: Line, ground: ListGround) -> Value:
    if is_blank(cell):
        if column.is_required:
            raise FaultyCell(Flaw.MISSING)
        return _blank(column)
    if column.kind is CellKind.KNOWN:
        return _known(cell, column, line, ground)
    return _READERS[column.kind](cell, column, ground)


def _day(cell: Cell, column: ListColumn, ground: ListGround) -> Value:
    return day_in(cell, date.max if column.may_lie_ahead else ground.now.date())


def _blank(column: ListColumn) -> Value:
    if column.kind is CellKind.YES_NO:
        return False
    days = {CellKind.DAY, CellKind.MOMENT, CellKind.WHOLE}
    return None if column.kind in days else ""


def _moment(cell: Cell, now: datetime) -> datetime:
    found = day_with_time(cell, now.date())
    if found.at is None:
        raise FaultyCell(Flaw.NOT_A_TIME, value=found.day.isoformat())
    moment = datetime.combine(found.day, found.at)
    if moment > now.replace(tzinfo=None):
        raise FaultyCell(Flaw.TIME_TO_COME)
    return moment


def _listed(cell: Cell, column: ListColumn, ground: ListGround) -> str:
    try:
        return listed_in(cell, allowed_in(column, ground))
    except FaultyCell as fault:
        # whoever judges the line names the values that fit, which are fewer
        if column.is_judged and fault.flaw is Flaw.NOT_IN_LIST:
            return str(cell)
        raise


def _several(cell: Cell, allowed: Mapping[str, BilingualText]) -> str:
    # a name may hold what parts names, so the whole cell is tried first
    try:
        return listed_in(cell, allowed)
    except FaultyCell:
        parts = [part for part in re.split(r"[;；、]", str(cell)) if part.strip()]
        if len(parts) == 1:
            parts = [part for part in _APART.split(str(cell)) if part]
        found = {listed_in(part, allowed) for part in parts}
    return " ".join(code for code in allowed if code in found)


def _whole(cell: Cell, column: ListColumn) -> int:
    text = unicodedata.normalize("NFKC", str(cell)).strip().replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation as fault:
        raise FaultyCell(Flaw.NOT_A_NUMBER, value=text[:_NUMBER_MOST]) from fault
    scaled = number.scaleb(column.places) if number.is_finite() else Decimal("0.5")
    if isinstance(cell, bool) or not _NUMBER.fullmatch(text) or scaled != scaled.to_integral():
        # spreadsheets keep whole numbers as 12.0
        raise FaultyCell(Flaw.NOT_A_NUMBER, value=text[:_NUMBER_MOST])
    if not column.least <= scaled <= column.most:
        least, most = (
            str(Decimal(bound).scaleb(-column.places)) for bound in (column.least, column.most)
        )
        raise FaultyCell(Flaw.NUMBER_OUTSIDE, least=least, most=most)
    return int(scaled)


def _digest(cell: Cell) -> str:
    text = str(cell).strip().lower()
    if not _DIGEST.fullmatch(text):
        raise FaultyCell(Flaw.NOT_A_DIGEST)
    return text


def _known(cell: Cell, column: ListColumn, line: Line, ground: ListGround) -> str:
    code = code_in(cell)
    above = str(line.get(column.within) or "") if column.within else ""
    if column.within and not above:
        # what it would be looked up in is a fault of its own, or is blank
        return code
    if (above, code) not in ground.known.get(column.of, {}):
        flaw = Flaw.CODE_TAKEN if column.may_be_new else Flaw.UNKNOWN_CODE
        raise FaultyCell(flaw, value=code)
    return code


_READERS: Mapping[CellKind, Callable[[Cell, ListColumn, ListGround], Value]] = {
    CellKind.CODE: lambda cell, _column, _ground: code_in(cell),
    CellKind.DIGEST: lambda cell, _column, _ground: _digest(cell),
    CellKind.DAY: _day,
    CellKind.MOMENT: lambda cell, _column, ground: _moment(cell, ground.now),
    CellKind.LISTED: _listed,
    CellKind.SEVERAL: lambda cell, column, ground: _several(cell, allowed_in(column, ground)),
    CellKind.WHOLE: lambda cell, column, _ground: _whole(cell, column),
    CellKind.MARKS: lambda cell, column, _ground: marks_in(
        cell, column.numbers, column.least, column.most
    ),
    CellKind.YES_NO: lambda cell, _column, _ground: yes_or_no_in(cell),
    CellKind.TEXT: lambda cell, column, _ground: text_in(cell, column.most, column.lets),
}
