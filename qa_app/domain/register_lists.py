"""Lists of the register as files: which columns one has, and its lines as plain data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from qa_app.domain.list_marks import shown_marks
from qa_app.domain.text import BilingualText

Value = str | int | bool | date | datetime | None
"""What one cell says; a `datetime` is local and names no zone."""

Line = Mapping[str, Value]
"""Column to value; every column of the list is there, what is blank as "" or None."""

_NO_NOTE = BilingualText()
_LARGEST = 2_000_000_000


class CellKind(StrEnum):
    """What stands in the cells of a column."""

    CODE = "code"
    """Letters, digits and dashes; blank is ""."""
    DAY = "day"
    MOMENT = "moment"
    """A day with hour and minute, local."""
    LISTED = "listed"
    """One value of a list, kept by its code; blank is ""."""
    SEVERAL = "several"
    """Values of a list, kept as codes with a blank between, in the list's order; blank is ""."""
    WHOLE = "whole"
    YES_NO = "yes_no"
    TEXT = "text"
    """Words that name no person; blank is ""."""
    DIGEST = "digest"
    """SHA-256 of a paper in 64 small hexadecimal digits; blank is ""."""
    MARKS = "marks"
    """Codes with whole numbers, kept as canonical JSON (`domain.list_marks`); blank is ""."""
    KNOWN = "known"
    """The code of what the register has: a centre, a place, a worker, a case; blank is ""."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column.

    Attributes:
        name: Its name in data, and a head that is understood in both languages.
        head: Its head.
        kind: What stands in it.
        is_required: True when no cell may be blank.
        is_key: True when it is part of what tells lines apart.
        allowed: Of LISTED and SEVERAL: code to name; empty takes `listed`.
        listed: Of LISTED and SEVERAL: name of a list of the ground, such as `area`.
        of: Of KNOWN: what is looked up, such as `centre`, `place`, `worker` or `case`.
        within: Of KNOWN: name of the column before it in whose object it is looked up, such as
            the centre of a worker; empty when the code alone says it.
        may_be_new: Of KNOWN: True when a code that the register does not have will be added; what
            is looked up then is that no row out of reach has the code.
        least: Of WHOLE: the least number, in the unit of the last decimal place; of MARKS: the
            least number.
        most: Of WHOLE and MARKS: the largest number, likewise; of TEXT: the most signs.
        numbers: Of MARKS: how many numbers each code has.
        places: Of WHOLE: decimal places; 1 keeps 1.5 hours as 15.
        may_lie_ahead: Of DAY: True when the day may be still to come.
        lets: Of TEXT: what may stand there all the same: `name`, `phone`, `mail`.
        is_told: True for what a file gives out and never changes: blank, or as it stands.
        is_judged: Of CODE and LISTED: True when a rule of the whole line lets less through than
            the kind. What is not listed is then left to that rule, which names the values that
            fit; what is told of a code is the note alone, as the kind would promise too much.
        note: What may stand there, in words; empty where the kind says it.
    """

    name: str
    head: BilingualText
    kind: CellKind
    is_required: bool = False
    is_key: bool = False
    allowed: Mapping[str, BilingualText] = field(default_factory=dict)
    listed: str = ""
    of: str = ""
    within: str = ""
    may_be_new: bool = False
    least: int = 0
    most: int = _LARGEST
    numbers: int = 1
    places: int = 0
    may_lie_ahead: bool = False
    lets: frozenset[str] = frozenset()
    is_told: bool = False
    is_judged: bool = False
    note: BilingualText = _NO_NOTE


Rule = Callable[[Line], tuple[str, str] | None]
"""Looks at a whole line: the column that does not fit another one, and that one; None when all
fits."""


@dataclass(frozen=True, slots=True)
class RegisterList:
    """A list of the register.

    Attributes:
        code: Its code, part of its address.
        title: Its name.
        columns: Its columns, in order; at least one is a key.
        orders: Pairs of columns of days or moments: the second never before the first.
        rules: What whole lines are held against besides.
        note: What a line of it is, in words.
    """

    code: str
    title: BilingualText
    columns: tuple[ListColumn, ...]
    orders: tuple[tuple[str, str], ...] = ()
    rules: tuple[Rule, ...] = ()
    note: BilingualText = _NO_NOTE

    def column(self, name: str) -> ListColumn:
        """Find a column.

        Args:
            name: Its name.

        Returns:
            The column.

        Raises:
            KeyError: There is none.
        """
        for one in self.columns:
            if one.name == name:
                return one
        raise KeyError(name)


def key_of(listed: RegisterList, line: Line) -> tuple[Value, ...]:
    """Tell a line apart from the others.

    Args:
        listed: Its list.
        line: The line.

    Returns:
        The values of its key columns, in order.
    """
    return tuple(line[one.name] for one in listed.columns if one.is_key)


def plain_line(listed: RegisterList, line: Line) -> list[str | int | bool | None]:
    """Give a line as JSON.

    Args:
        listed: Its list.
        line: The line.

    Returns:
        Its values in the order of the columns; days and moments as ISO text.
    """
    values = (line[one.name] for one in listed.columns)
    return [one.isoformat() if isinstance(one, date) else one for one in values]


def line_from(listed: RegisterList, plain: list[str | int | bool | None]) -> dict[str, Value]:
    """Read a line back.

    Args:
        listed: Its list.
        plain: What `plain_line` gave.

    Returns:
        An equal line.
    """
    line: dict[str, Value] = {}
    for column, value in zip(listed.columns, plain, strict=True):
        if isinstance(value, str) and column.kind is CellKind.DAY:
            line[column.name] = date.fromisoformat(value)
        elif isinstance(value, str) and column.kind is CellKind.MOMENT:
            line[column.name] = datetime.fromisoformat(value)
        else:
            line[column.name] = value
    return line


def shown_value(column: ListColumn, value: Value, named: Mapping[str, BilingualText]) -> Value:
    """Give a value as it stands in a file, so that the file can be taken in again.

    Args:
        column: Its column.
        value: The value.
        named: Code to name, of LISTED and SEVERAL; the names of the language asked for stand in
            both of its texts.

    Returns:
        Text; a whole number where the column has no decimals; None for nothing. Yes and no stay
        a truth value, for doors to say.
    """
    if value is None or value == "":
        return None
    if column.kind is CellKind.MOMENT and isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if column.kind is CellKind.WHOLE and column.places and isinstance(value, int):
        return str(Decimal(value).scaleb(-column.places).normalize().__format__("f"))
    if column.kind is CellKind.MARKS:
        return shown_marks(str(value))
    return value if column.kind not in {CellKind.LISTED, CellKind.SEVERAL} else _named(value, named)


def _named(value: Value, named: Mapping[str, BilingualText]) -> str:
    codes = str(value).split(" ")
    return "; ".join(named[code].zh if code in named else code for code in codes)


@dataclass(frozen=True, slots=True)
class LineStanding:
    """A line against what stands.

    Attributes:
        values: The row that it asks for: attribute to value.
        is_new: True when nothing with its key stands.
        replaces: The row that says otherwise; None when there is none.
        line: The line.
    """

    values: Mapping[str, Any]
    is_new: bool
    replaces: int | None
    line: Line


@dataclass(frozen=True, slots=True)
class ListCounts:
    """What taking a list in does, or did: lines added, corrected, and standing so already."""

    added: int
    updated: int
    unchanged: int


def counts_of(standings: Sequence[LineStanding]) -> ListCounts:
    """Count what taking a list in does.

    Args:
        standings: The lines against what stands.

    Returns:
        The counts.
    """
    added = sum(one.is_new for one in standings)
    updated = sum(one.replaces is not None for one in standings)
    return ListCounts(added, updated, len(standings) - added - updated)


Fixed = Mapping[tuple[Value, ...], Mapping[str, Value]]
"""Key of a line to what no list changes: column to the value that stands."""


def fixed_in(listed: RegisterList, line: Line, fixed: Fixed) -> tuple[str, ...]:
    """Find cells that would change what no list changes.

    Args:
        listed: The list.
        line: A line whose cells are in order by themselves.
        fixed: What stands fixed.

    Returns:
        Names of columns: those that are only told and say otherwise, and those that stand fixed.
    """
    own = fixed.get(key_of(listed, line), {})
    return tuple(one.name for one in listed.columns if not _may_say(one, line[one.name], own))


Least = Mapping[tuple[Value, ...], Mapping[str, int]]
"""Key of a line to what no list goes below: column to the least number, in the column's unit."""


def below_in(listed: RegisterList, line: Line, least: Least) -> tuple[str, ...]:
    """Find cells below what is recorded of those who took part.

    Args:
        listed: The list.
        line: A line whose cells are in order by themselves.
        least: What no list goes below.

    Returns:
        Names of columns.
    """
    own = least.get(key_of(listed, line), {})
    said = ((name, line[name], bound) for name, bound in own.items())
    return tuple(name for name, value, bound in said if isinstance(value, int) and value < bound)


def _may_say(column: ListColumn, value: Value, fixed: Mapping[str, Value]) -> bool:
    if column.is_told:
        return value in {None, ""} or value == fixed.get(column.name)
    return value == fixed.get(column.name, value)
