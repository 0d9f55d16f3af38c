"""A list of sessions of the past as rows of cells: every line, and every fault with its place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from qa_app.domain.case_cells import (
    Cell,
    FaultyCell,
    code_in,
    day_in,
    is_blank,
    listed_in,
)
from qa_app.domain.case_feet import is_foot
from qa_app.domain.defaults import SESSION_IMPORT_YEARS
from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.domain.list_matching import Row
from qa_app.domain.list_reading import ListHeads, RowFaults
from qa_app.domain.supervision import MUST_READ_FILES, SessionType
from qa_app.domain.text import BilingualText

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)(?::00)?")
_BETWEEN = re.compile(r"[,，;；、]")


class SessionColumn(StrEnum):
    """Columns of a list of sessions."""

    CENTRE = "centre"
    DAY = "day"
    TIME = "time"
    TYPE = "type"
    SUPERVISOR = "supervisor"
    PEOPLE = "people"


SESSION_HEADS: Mapping[SessionColumn, BilingualText] = {
    SessionColumn.CENTRE: BilingualText("中心代码", "centre"),
    SessionColumn.DAY: BilingualText("日期", "day"),
    SessionColumn.TIME: BilingualText("时间", "time"),
    SessionColumn.TYPE: BilingualText("类型", "type"),
    SessionColumn.SUPERVISOR: BilingualText("督导者账号", "supervisor"),
    SessionColumn.PEOPLE: BilingualText("参加人员代码", "people"),
}
NEEDED = frozenset(SessionColumn) - {SessionColumn.TIME, SessionColumn.PEOPLE}
"""Columns that every list has, with something in each row."""


@dataclass(frozen=True, slots=True)
class SessionRegister:
    """What the cells of a list are held against.

    Attributes:
        centres: Code of a centre to its id.
        people: Centre to code to practitioner.
        supervisors: Login name, in small letters, to account.
        types: Code to name of the types that may be taken in.
        today: The local day; no session of the list lies after it.
    """

    centres: Mapping[str, int]
    people: Mapping[int, Mapping[str, int]]
    supervisors: Mapping[str, int]
    types: Mapping[str, BilingualText]
    today: date


@dataclass(frozen=True, slots=True)
class PastSession:
    """One line of a list: a session that was held.

    Attributes:
        row: Its row in the sheet.
        centre_id: Where.
        on: When.
        at: Local time; None where the list has none.
        type: What kind.
        supervisor_id: Who led it.
        people: Practitioners who took part, sorted.
    """

    row: int
    centre_id: int
    on: date
    at: time | None
    type: SessionType
    supervisor_id: int
    people: tuple[int, ...]

    def key(self) -> tuple[object, ...]:
        """Give what tells one session from another.

        Returns:
            Everything but the row.
        """
        return (self.centre_id, self.on, self.at, self.type, self.supervisor_id, self.people)


@dataclass(frozen=True, slots=True)
class CheckedSessions:
    """A list after the check.

    Attributes:
        entries: Its lines; none when there is a fault.
        faults: The first faults, in order of the sheet.
        more_faults: How many were found after these.
        totals: Rows that were passed over as totals, or as who made the list.
    """

    entries: tuple[PastSession, ...]
    faults: tuple[ListFault, ...]
    more_faults: int = 0
    totals: tuple[int, ...] = ()


def taken_types() -> tuple[SessionType, ...]:
    """List the types that can be taken in.

    Returns:
        All but those that are nothing without files that were drawn here.
    """
    return tuple(one for one in SessionType if one not in MUST_READ_FILES)


def check_sessions(rows: Sequence[Row], register: SessionRegister) -> CheckedSessions:
    """Check every cell of a list.

    Args:
        rows: The rows of the sheet, heads first, those without any cell left out.
        register: What the cells are held against.

    Returns:
        The lines, or the first faults with row and column and the count of the others; and the
        rows that were passed over.
    """
    if not rows:
        return CheckedSessions((), (ListFault(Flaw.EMPTY),))
    heads = ListHeads(
        rows[0], SESSION_HEADS.items(), (one for one in SessionColumn if one in NEEDED)
    )
    if heads.faults:
        return CheckedSessions((), tuple(heads.faults))
    totals = tuple(number for number, cells in rows[1:] if is_foot(cells))
    body = [row for row in rows[1:] if row[0] not in totals]
    if not body:
        return CheckedSessions((), (ListFault(Flaw.NO_ROWS),))
    reading = _Reading(heads, register)
    entries = [entry for row in body if (entry := reading.entry(row)) is not None]
    if reading.faults.count:
        return CheckedSessions((), tuple(reading.faults.found), reading.faults.more, totals)
    return CheckedSessions(tuple(entries), (), totals=totals)


class _Reading:
    """Reads rows one by one and gathers what is wrong."""

    def __init__(self, heads: ListHeads[SessionColumn], register: SessionRegister) -> None:
        self.heads = heads
        self.register = register
        self.faults = RowFaults(heads.names)
        self.named = frozenset(heads.at.values())
        self.first: dict[tuple[object, ...], int] = {}

    def entry(self, row: Row) -> PastSession | None:
        """Read one row.

        Args:
            row: The row.

        Returns:
            The line; None when something is wrong with it.
        """
        before, values = self.faults.count, dict[SessionColumn, Any]()
        self.faults.add_beyond(row, self.named)
        for column, index in sorted(self.heads.at.items(), key=lambda one: one[1]):
            cell = self.heads.cell(row[1], column)
            try:
                values[column] = self._read(column, cell)
            except FaultyCell as fault:
                self.faults.add(row[0], index, fault, cell)
        if self.faults.count > before:
            return None
        return self._made(row[0], values)

    def _read(self, column: SessionColumn, cell: Cell) -> object:
        if is_blank(cell) and column in NEEDED:
            raise FaultyCell(Flaw.MISSING)
        match column:
            case SessionColumn.CENTRE:
                return _known(code_in(cell), self.register.centres, Flaw.UNKNOWN_CENTRE)
            case SessionColumn.SUPERVISOR:
                name = code_in(cell).casefold()
                return _known(name, self.register.supervisors, Flaw.UNKNOWN_SUPERVISOR)
            case SessionColumn.DAY:
                return self._day(cell)
            case SessionColumn.TYPE:
                return SessionType(listed_in(cell, self.register.types))
            case SessionColumn.TIME:
                return _time_in(cell)
            case SessionColumn.PEOPLE:
                return "" if is_blank(cell) else _BETWEEN.sub(",", str(cell))

    def _day(self, cell: Cell) -> date | None:
        day, today = day_in(cell, self.register.today), self.register.today
        if day is not None and day.year < today.year - SESSION_IMPORT_YEARS:
            least = str(today.year - SESSION_IMPORT_YEARS)
            raise FaultyCell(Flaw.DAY_TOO_EARLY, value=day.isoformat(), least=least)
        return day

    def _made(self, row: int, values: Mapping[SessionColumn, Any]) -> PastSession | None:
        centre_id = values[SessionColumn.CENTRE]
        there = self.register.people.get(centre_id, {})
        people: set[int] = set()
        for code in (values.get(SessionColumn.PEOPLE) or "").split(","):
            name = code.strip()
            if name and name not in there:
                self.faults.add(row, self.heads.at[SessionColumn.PEOPLE], _unknown(), name)
            elif name:
                people.add(there[name])
        entry = PastSession(
            row,
            centre_id,
            values[SessionColumn.DAY],
            values.get(SessionColumn.TIME),
            values[SessionColumn.TYPE],
            values[SessionColumn.SUPERVISOR],
            tuple(sorted(people)),
        )
        first = self.first.setdefault(entry.key(), row)
        if first != row:
            twice = FaultyCell(Flaw.SESSION_TWICE, first=str(first))
            self.faults.add(row, self.heads.at[SessionColumn.DAY], twice, entry.on)
        return entry


def _unknown() -> FaultyCell:
    return FaultyCell(Flaw.UNKNOWN_PRACTITIONER)


def _known(name: str, known: Mapping[str, int], flaw: Flaw) -> int:
    if name not in known:
        raise FaultyCell(flaw)
    return known[name]


def _time_in(cell: Cell) -> time | None:
    if is_blank(cell):
        return None
    if isinstance(cell, datetime):
        return cell.time()
    found = _CLOCK.fullmatch(str(cell).strip())
    if found is None:
        raise FaultyCell(Flaw.NOT_A_TIME)
    return time(int(found[1]), int(found[2]))
