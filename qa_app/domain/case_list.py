"""A case list as rows of cells: which column is which, and every fault with row and column."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qa_app.domain.case_cells import (
    Cell,
    FaultyCell,
    alike,
    code_in,
    day_in,
    is_blank,
    lacks_year,
    listed_in,
    practitioner_in,
    yes_or_no_in,
)
from qa_app.domain.case_entries import (
    HEADS,
    REQUIRED,
    RISKS,
    STAGES,
    STATES,
    CaseEntry,
    Column,
    canonical_number,
)
from qa_app.domain.case_feet import is_foot
from qa_app.domain.case_words import SYNONYMS
from qa_app.domain.defaults import (
    IMPORT_FAULTS_COUNTED,
    IMPORT_VALUES_MATCHED,
)
from qa_app.domain.list_faults import AlikeFaults, Flaw, ListFault
from qa_app.domain.list_matching import (
    ListMatch,
    ListShape,
    Row,
    column_letter,
    is_identity,
    known_column,
    shape_of,
)
from qa_app.domain.list_reading import RowFaults
from qa_app.domain.text import BilingualText

_VALUE_MOST = 20


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
        totals: Numbers of rows that were passed over because they hold totals or
            who made the list.
        alike: Faults that stand in many rows of a column, those after the first ones included.
    """

    entries: tuple[CaseEntry, ...]
    faults: tuple[ListFault, ...]
    more_faults: int = 0
    is_cut: bool = False
    totals: tuple[int, ...] = ()
    alike: tuple[AlikeFaults, ...] = ()


def listed_values(column: Column, register: Register) -> Mapping[str, BilingualText]:
    """Tell what may stand in a column of listed values.

    Args:
        column: The column.
        register: What the centre has.

    Returns:
        Code to name; empty for a column whose values are no list.
    """
    listed: dict[Column, Mapping[str, BilingualText]] = {
        Column.AREA: register.areas,
        Column.STAGE: STAGES,
        Column.RISK: RISKS,
        Column.STATE: STATES,
    }
    return listed.get(column, {})


def check_list(
    rows: Sequence[Row], register: Register, match: ListMatch | None = None
) -> CheckedList:
    """Check every cell of a list.

    Args:
        rows: The rows of the sheet, those without any cell left out.
        register: What the cells are held against.
        match: Which column is which, as a person matched them; None reads the heads, and
            a head that is not known is a fault.

    Returns:
        The lines as typed values; or the first faults and the count of the others, and no
        line. After `IMPORT_FAULTS_COUNTED` faults the check stops.
    """
    if not rows:
        return CheckedList((), (ListFault(Flaw.EMPTY),))
    shape = shape_of(rows)
    heads = _Heads(shape, match)
    if heads.faults:
        return CheckedList((), tuple(heads.faults))
    body = rows[shape.body :]
    totals = tuple(number for number, cells in body if is_foot(cells))
    body = [row for row in body if row[0] not in set(totals)] if totals else body
    if not body:
        return CheckedList((), (ListFault(Flaw.NO_ROWS),))
    return _checked(body, _Reading(heads, register, match), totals)


def _checked(body: Sequence[Row], reading: "_Reading", totals: tuple[int, ...]) -> CheckedList:
    entries = []
    for row in body:
        entry = reading.entry(row)
        if entry is not None and not reading.faults.count:
            entries.append(entry)
        if reading.faults.count >= IMPORT_FAULTS_COUNTED:
            break
    if reading.faults.count:
        is_cut = reading.faults.count >= IMPORT_FAULTS_COUNTED
        faults = reading.faults
        return CheckedList((), tuple(faults.found), faults.more, is_cut, totals, faults.alike)
    return CheckedList(tuple(entries), (), totals=totals)


def unmatched_values(
    rows: Sequence[Row], register: Register, match: ListMatch
) -> dict[Column, tuple[str, ...]]:
    """Find what stands in columns of listed values and nobody knows.

    Args:
        rows: The rows of the sheet.
        register: What the centre has.
        match: What is matched so far.

    Returns:
        For each column the values, at most `IMPORT_VALUES_MATCHED`, as they stand. Values
        that are long or tell who a person is are left out; they stay faults.
    """
    shape = shape_of(rows)
    body = [cells for _, cells in rows[shape.body :] if not is_foot(cells)]
    found: dict[Column, tuple[str, ...]] = {}
    for index, column in match.columns.items():
        allowed = listed_values(column, register)
        if not allowed:
            continue
        also = {**SYNONYMS.get(column, {}), **match.values.get(column, {})}
        # an area that the centre does not work in is a fault, and no other area
        foreign = {word for word, code in also.items() if code and code not in allowed}
        unknown: dict[str, str] = {}
        for cells in body:
            shown = _unknown(cells[index], allowed, also) if index < len(cells) else ""
            if shown and alike(shown) not in foreign and len(unknown) < IMPORT_VALUES_MATCHED:
                unknown.setdefault(alike(shown), shown)
        if unknown:
            found[column] = tuple(unknown.values())
    return found


def _unknown(cell: Cell, allowed: Mapping[str, BilingualText], also: Mapping[str, str]) -> str:
    try:
        listed_in(cell, allowed, Flaw.NOT_IN_LIST, also)
    except FaultyCell as fault:
        text = fault.params.get("value", "") if fault.flaw is Flaw.NOT_IN_LIST else ""
        return text if len(text) <= _VALUE_MOST else ""
    return ""


def has_yearless(rows: Sequence[Row], match: ListMatch) -> bool:
    """Tell whether days without a year stand in the columns of days.

    Args:
        rows: The rows of the sheet.
        match: What is matched so far.

    Returns:
        True when somebody has to say which year is meant.
    """
    days = [at for at, column in match.columns.items() if column in {Column.OPENED, Column.CLOSED}]
    return any(
        at < len(cells) and lacks_year(cells[at])
        for _, cells in rows[shape_of(rows).body :]
        for at in days
    )


class _Heads:
    """Which cell of a row is which column."""

    def __init__(self, shape: ListShape, match: ListMatch | None) -> None:
        self.row = shape.row
        self.names = [head or column_letter(index) for index, head in enumerate(shape.heads)]
        self.faults: list[ListFault] = []
        self.at: dict[Column, int] = {}
        if match is None:
            for index, head in enumerate(shape.heads):
                if head:
                    self._take(index, head, is_faulty=index in shape.faulty)
        else:
            self._follow(shape, match)
        # columns that are not read are no place for a cell without a head either
        self.named = {index for index, head in enumerate(shape.heads) if head}
        for column in Column:
            if column in REQUIRED and column not in self.at:
                fault = ListFault(Flaw.COLUMN_MISSING, self.row, allowed=(HEADS[column],))
                self.faults.append(fault)

    def _follow(self, shape: ListShape, match: ListMatch) -> None:
        for index, column in match.columns.items():
            if index >= len(shape.heads):
                continue
            if is_identity(shape.heads[index]):
                self.faults.append(ListFault(Flaw.IDENTITY_COLUMN, self.row, self.names[index]))
            elif column in self.at:
                self.faults.append(ListFault(Flaw.COLUMN_TWICE, self.row, self.names[index]))
            else:
                self.at[column] = index

    def _take(self, index: int, head: str, *, is_faulty: bool) -> None:
        column, name = known_column(head), self.names[index]
        if is_faulty:
            self.faults.append(ListFault(Flaw.CONTROL, self.row, name))
        elif column is None:
            flaw = Flaw.IDENTITY_COLUMN if is_identity(head) else Flaw.UNKNOWN_COLUMN
            self.faults.append(ListFault(flaw, self.row, name))
        elif column in self.at:
            self.faults.append(ListFault(Flaw.COLUMN_TWICE, self.row, name))
        else:
            self.at[column] = index


class _Reading:
    """Reads rows one by one and gathers what is wrong."""

    def __init__(self, heads: _Heads, register: Register, match: ListMatch | None) -> None:
        self.heads = heads
        self.register = register
        self.values = {} if match is None else match.values
        self.year = None if match is None else match.year
        self.faults = RowFaults(heads.names)
        self.first_rows: dict[str, int] = {}
        self.columns = frozenset(heads.at) - {Column.STATE}

    def entry(self, row: Row) -> CaseEntry | None:
        """Read one row.

        Args:
            row: The row.

        Returns:
            The line; None when something is wrong with it.
        """
        before = self.faults.count
        number, cells = row
        self.faults.add_beyond(row, self.heads.named)
        values: dict[str, Any] = {}
        for column, index in self.heads.at.items():
            cell = cells[index] if index < len(cells) else None
            try:
                values[column] = self._value(column, cell)
            except FaultyCell as fault:
                self.faults.add(number, index, fault, cell)
        self._compare(row, values)
        return None if self.faults.count > before else self._made(values)

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
                return day_in(cell, self.register.today, self.year)
            case Column.AREA | Column.STAGE | Column.RISK | Column.STATE:
                flaw = Flaw.FOREIGN_AREA if column is Column.AREA else Flaw.NOT_IN_LIST
                allowed = listed_values(column, self.register)
                return listed_in(cell, allowed, flaw, self._said(column))
            case Column.SEALED:
                return yes_or_no_in(cell)

    def _said(self, column: Column) -> dict[str, str]:
        return {**SYNONYMS.get(column, {}), **self.values.get(column, {})}

    def _compare(self, line: Row, values: dict[str, Any]) -> None:
        row, cells = line
        own = values.get(Column.NUMBER)
        if own is not None:
            first = self.first_rows.setdefault(canonical_number(own), row)
            if first != row:
                at = self.heads.at[Column.NUMBER]
                self.faults.add(row, at, FaultyCell(Flaw.NUMBER_TWICE, first=str(first)), cells[at])
        opened, closed = values.get(Column.OPENED), values.get(Column.CLOSED)
        if opened is not None and closed is not None and closed < opened:
            at = self.heads.at[Column.CLOSED]
            self.faults.add(row, at, FaultyCell(Flaw.CLOSED_BEFORE_OPENED), cells[at])
        self._compare_state(line, values)

    def _compare_state(self, line: Row, values: dict[str, Any]) -> None:
        row, cells = line
        state, columns = values.get(Column.STATE), self.heads.at
        if not state or (Column.CLOSED in columns and Column.CLOSED not in values):
            return  # nothing is said, or the day is a fault of its own
        has_day = values.get(Column.CLOSED) is not None
        if (state == "closed") != has_day:
            flaw = Flaw.OPEN_WITH_DAY if has_day else Flaw.CLOSED_WITHOUT_DAY
            at = columns[Column.STATE]
            self.faults.add(row, at, FaultyCell(flaw), cells[at])

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
