"""Lists of the register on their way between cells, lines and words."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import abort

from qa_app import clock
from qa_app.domain.list_matching import Row
from qa_app.domain.register_list_check import CheckedLines, ListGround, check_lines, wanted_codes
from qa_app.domain.register_lists import (
    CellKind,
    Line,
    ListColumn,
    RegisterList,
    line_from,
    plain_line,
    shown_value,
)
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.queries.register_lists import ListTable, list_ground, listed_values
from qa_app.web.guard import current_actor
from qa_app.web.locale import page_language
from qa_app.web.register.pages import ColumnLine, ShownLine
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.register_lists import column_words

_MARKS_SHOWN = 3
Allowed = Mapping[str, Mapping[str, BilingualText]]


def table_of(code: str) -> ListTable:
    """Find a list that the reader of the page may take in.

    Args:
        code: Its code, from an address.

    Returns:
        The list; an unknown one, or one of others, is not found.
    """
    table = LIST_TABLES.get(code)
    if table is None or not table.is_written_by(current_actor()):
        abort(404)
    return table


def local_now() -> datetime:
    """Give the present.

    Returns:
        The local time of the installation.
    """
    return clock.now().astimezone(ZoneInfo(installation().timezone))


def checked(table: ListTable, rows: Sequence[Row]) -> tuple[CheckedLines, ListGround]:
    """Check the rows of a list.

    Args:
        table: Which list.
        rows: The rows, the heads first.

    Returns:
        Its lines or faults, and what they were held against.
    """
    wanted = wanted_codes(rows, table.listed)
    ground = list_ground(database(), current_actor(), table, wanted, local_now())
    return check_lines(rows, table.listed, ground), ground


def allowed_values(table: ListTable) -> Allowed:
    """Give what may stand in columns of listed values.

    Args:
        table: Which list.

    Returns:
        Column to code to name.
    """
    listed = listed_values(database(), table)
    return {
        one.name: one.allowed or listed.get(one.listed, {})
        for one in table.listed.columns
        if one.kind in {CellKind.LISTED, CellKind.SEVERAL}
    }


def shown_cells(listed: RegisterList, line: Line, allowed: Allowed, words: Words) -> list[object]:
    """Give a line as it stands in a file.

    Args:
        listed: Its list.
        line: The line.
        allowed: What `allowed_values` gave.
        words: The language.

    Returns:
        Its cells: text, whole numbers or None.
    """
    return [_cell(one, line, allowed, words) for one in listed.columns]


def _cell(column: ListColumn, line: Line, allowed: Allowed, words: Words) -> object:
    named = {
        code: BilingualText(said, said)
        for code, name in allowed.get(column.name, {}).items()
        if (said := name.in_language(words.language))
    }
    value = shown_value(column, line[column.name], named)
    return words.yes_or_no(is_yes=value) if isinstance(value, bool) else value


def shown_line(listed: RegisterList, line: Line, allowed: Allowed, becomes: str = "") -> ShownLine:
    """Put a line into words.

    Args:
        listed: Its list.
        line: The line.
        allowed: What `allowed_values` gave.
        becomes: What it would do; empty for one that stands.

    Returns:
        The line.
    """
    cells = shown_cells(listed, line, allowed, Words(page_language()))
    text = tuple(
        _short(str(cell or ""))
        if column.kind is CellKind.MARKS
        else str("" if cell is None else cell)
        for column, cell in zip(listed.columns, cells, strict=True)
    )
    return ShownLine(text, becomes, key_text(listed, line))


def _short(marks: str) -> str:
    # files hold all of them
    parts = marks.split("; ")
    first = "; ".join(parts[:_MARKS_SHOWN])
    return marks if len(parts) <= _MARKS_SHOWN + 1 else f"{first}; … ({len(parts)})"


def key_text(listed: RegisterList, line: Line) -> str:
    """Write the key of a line for an address.

    Args:
        listed: Its list.
        line: The line.

    Returns:
        JSON.
    """
    values = zip(listed.columns, plain_line(listed, line), strict=True)
    return json.dumps([value for one, value in values if one.is_key], ensure_ascii=False)


def line_of_key(listed: RegisterList, text: str) -> Line:
    """Read the key of a line from an address.

    Args:
        listed: Its list.
        text: What `key_text` gave.

    Returns:
        A line with that key; everything else is blank.

    Raises:
        ValueError: It is no key of this list.
    """
    keys, parts = [one for one in listed.columns if one.is_key], json.loads(text)
    if not isinstance(parts, list) or len(parts) != len(keys):
        raise ValueError(text)
    known = {}
    for column, part in zip(keys, parts, strict=True):
        kind = int if column.kind is CellKind.WHOLE else str
        if part is not None and type(part) is not kind:
            raise ValueError(text)
        known[column.name] = part
    timed = {CellKind.DAY, CellKind.WHOLE, CellKind.MOMENT}
    blank = [None if one.kind in timed else "" for one in listed.columns]
    return line_from(
        listed,
        [known.get(one.name, none) for one, none in zip(listed.columns, blank, strict=True)],
    )


def explained(table: ListTable, allowed: Allowed) -> tuple[ColumnLine, ...]:
    """Explain the columns of a list.

    Args:
        table: The list.
        allowed: What `allowed_values` gave.

    Returns:
        One line for each.
    """
    words = Words(page_language())
    return tuple(
        ColumnLine(one.head, one.is_required, column_words(words, one, allowed.get(one.name, {})))
        for one in table.listed.columns
    )
