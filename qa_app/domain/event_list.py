"""A list of what happened in open cases: which column is which, every fault with its place."""

import re
import unicodedata
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
from qa_app.domain.dated_events import Happened
from qa_app.domain.defaults import IMPORT_FAULTS_COUNTED
from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.domain.list_matching import Row
from qa_app.domain.list_reading import ListHeads, RowFaults
from qa_app.domain.moments import Moment
from qa_app.domain.references import read_reference
from qa_app.domain.text import BilingualText

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?")


class EventColumn(StrEnum):
    """The columns of such a list; no other is taken in."""

    REFERENCE = "reference"
    EVENT = "event"
    DAY = "day"
    TIME = "time"


EVENT_HEADS: dict[EventColumn, BilingualText] = {
    EventColumn.REFERENCE: BilingualText("案卷编号", "Reference"),
    EventColumn.EVENT: BilingualText("时点", "Event"),
    EventColumn.DAY: BilingualText("日期", "Date"),
    EventColumn.TIME: BilingualText("时间", "Time"),
}
"""How each column is headed."""

_REQUIRED = (EventColumn.REFERENCE, EventColumn.EVENT, EventColumn.DAY)


@dataclass(frozen=True, slots=True)
class EventEntry:
    """One line of a list of events.

    Attributes:
        reference: The file's reference.
        happened: What happened, and when.
    """

    reference: str
    happened: Happened


@dataclass(frozen=True, slots=True)
class EventRegister:
    """What the cells of a list are held against.

    Attributes:
        areas: Reference to the code of its area, of the cases that may be recorded for.
        events: Area to event to its name.
        now: The present, local; nothing happens after it.
    """

    areas: Mapping[str, str]
    events: Mapping[str, Mapping[str, BilingualText]]
    now: datetime


@dataclass(frozen=True, slots=True)
class CheckedEvents:
    """A list after the check.

    Attributes:
        entries: Its lines; none when there is a fault.
        faults: The first faults, in order of the sheet.
        more_faults: How many were found after these.
    """

    entries: tuple[EventEntry, ...]
    faults: tuple[ListFault, ...] = ()
    more_faults: int = 0


def references_in(rows: Sequence[Row]) -> tuple[str, ...]:
    """Find the references of a list, to look them up before it is checked.

    Args:
        rows: The rows of the sheet.

    Returns:
        Each once, in their one written form; what is none is left out.
    """
    at = _heads(rows).at.get(EventColumn.REFERENCE)
    if at is None:
        return ()
    cells = (cells[at] for _, cells in rows[1:] if at < len(cells))
    found = (read_reference(cell) for cell in cells if isinstance(cell, str))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def check_events(rows: Sequence[Row], register: EventRegister) -> CheckedEvents:
    """Check every cell of a list of events.

    Args:
        rows: The rows of the sheet, the heads first, those without any cell left out.
        register: What the cells are held against.

    Returns:
        The lines as typed values; or the first faults and the count of the others, and no line.
        After `IMPORT_FAULTS_COUNTED` faults the check stops.
    """
    if not rows:
        return CheckedEvents((), (ListFault(Flaw.EMPTY),))
    heads = _heads(rows)
    if heads.faults:
        return CheckedEvents((), tuple(heads.faults))
    if len(rows) == 1:
        return CheckedEvents((), (ListFault(Flaw.NO_ROWS),))
    reading = _Reading(heads, register)
    entries = []
    for row in rows[1:]:
        entry = reading.entry(row)
        if entry is not None:
            entries.append(entry)
        if reading.faults.count >= IMPORT_FAULTS_COUNTED:
            break
    if reading.faults.count:
        return CheckedEvents((), tuple(reading.faults.found), reading.faults.more)
    return CheckedEvents(tuple(entries))


def _heads(rows: Sequence[Row]) -> ListHeads[EventColumn]:
    return ListHeads(rows[0] if rows else (1, ()), EVENT_HEADS.items(), _REQUIRED)


class _Reading:
    """Reads rows one by one and gathers what is wrong."""

    def __init__(self, heads: ListHeads[EventColumn], register: EventRegister) -> None:
        self.heads = heads
        self.register = register
        self.faults = RowFaults(heads.names)
        self.named = frozenset(heads.at.values())
        self.first_rows: dict[tuple[str, str], int] = {}

    def entry(self, row: Row) -> EventEntry | None:
        """Read one row.

        Args:
            row: The row.

        Returns:
            The line; None when something is wrong with it.
        """
        number, cells = row
        before = self.faults.count
        self.faults.add_beyond(row, self.named)
        values: dict[EventColumn, Any] = {}
        for column in EventColumn:
            at = self.heads.at.get(column)
            if at is None:
                continue
            cell = self.heads.cell(cells, column)
            try:
                values[column] = self._value(column, cell, values)
            except FaultyCell as fault:
                self.faults.add(number, at, fault, cell)
        if self.faults.count > before:
            return None
        return self._made(number, cells, values)

    def _made(
        self, number: int, cells: Sequence[Cell], values: Mapping[EventColumn, Any]
    ) -> EventEntry | None:
        day: Moment = values[EventColumn.DAY]
        moment = Moment(day.day, values.get(EventColumn.TIME) or day.at)
        if moment.is_after(self.register.now):
            at = self.heads.at[EventColumn.DAY if moment.at is None else self._time_column()]
            self.faults.add(number, at, FaultyCell(Flaw.TIME_TO_COME), cells[at])
            return None
        entry = EventEntry(
            values[EventColumn.REFERENCE], Happened(values[EventColumn.EVENT], moment)
        )
        first = self.first_rows.setdefault((entry.reference, entry.happened.event), number)
        if first != number:
            at = self.heads.at[EventColumn.EVENT]
            self.faults.add(number, at, FaultyCell(Flaw.EVENT_TWICE, first=str(first)), cells[at])
            return None
        return entry

    def _time_column(self) -> EventColumn:
        return EventColumn.TIME if EventColumn.TIME in self.heads.at else EventColumn.DAY

    def _value(self, column: EventColumn, cell: Cell, values: Mapping[EventColumn, Any]) -> object:
        if is_blank(cell) and column in _REQUIRED:
            raise FaultyCell(Flaw.MISSING)
        match column:
            case EventColumn.REFERENCE:
                return self._reference(cell)
            case EventColumn.EVENT:
                return self._event(cell, values.get(EventColumn.REFERENCE))
            case EventColumn.DAY:
                return day_with_time(cell, self.register.now.date())
            case EventColumn.TIME:
                return _time_in(cell)

    def _reference(self, cell: Cell) -> str:
        text = code_in(cell)
        reference = read_reference(text)
        if reference is None or reference not in self.register.areas:
            raise FaultyCell(Flaw.UNKNOWN_REFERENCE, value=text)
        return reference

    def _event(self, cell: Cell, reference: str | None) -> str:
        if reference is not None:
            return listed_in(cell, self.register.events.get(self.register.areas[reference], {}))
        # whose events these would be is not known; any that the centre has will do
        every: dict[str, BilingualText] = {}
        for events in self.register.events.values():
            every |= events
        return listed_in(cell, every)


def day_with_time(cell: Cell, today: date) -> Moment:
    """Read a day that may have a time of day.

    Args:
        cell: The cell.
        today: The local day.

    Returns:
        The moment; without a time where the cell names none.

    Raises:
        FaultyCell: It is no day, or no time, or the day is still to come.
    """
    # a cell of a sheet may hold the time too, and text may carry it after the day
    at: time | None = None
    if isinstance(cell, datetime):
        at = cell.time().replace(second=0, microsecond=0)
        at = at if at != time() else None
    elif isinstance(cell, str):
        day_text, _, time_text = unicodedata.normalize("NFKC", cell).strip().partition(" ")
        if time_text and _TIME.fullmatch(time_text.strip()):
            cell, at = day_text, _time_in(time_text.strip())
    day = day_in(cell, today)
    if day is None:
        raise FaultyCell(Flaw.MISSING)
    return Moment(day, at)


def _time_in(cell: Cell) -> time | None:
    if is_blank(cell):
        return None
    if isinstance(cell, float) and 0 <= cell < 1:
        # a sheet keeps a time of day as a part of a day
        minutes = round(cell * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    found = _TIME.fullmatch(text)
    if found is None:
        raise FaultyCell(Flaw.NOT_A_TIME, value=text)
    try:
        return time(int(found[1]), int(found[2]))
    except ValueError as fault:
        raise FaultyCell(Flaw.NOT_A_TIME, value=text) from fault
