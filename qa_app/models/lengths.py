"""The one check of how long a text may be that a column keeps, before any database is asked.

SQLite keeps what is longer and PostgreSQL ends in a fault; both refuse it here, alike and in
words, and the transaction that carried it leaves nothing behind. Forms say so earlier, beside
the field; commands, files and services have this.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Engine, String, Table, event

from qa_app.domain.errors import TooLongError

_SHOWN = 20


def watch_lengths(engine: Engine) -> None:
    """Refuse texts that are longer than their columns in everything an engine inserts or updates.

    What is compiled once and handed to the driver (`models.prepared`) is not seen here: it keeps
    nothing that a person names.

    Args:
        engine: An engine of either database.
    """
    event.listen(engine, "before_cursor_execute", _check)


def _check(*handed: Any) -> None:
    context = handed[4]  # of the connection, cursor, statement, values, context and kind
    if context is None or context.compiled is None or not (context.isinsert or context.isupdate):
        return
    # many rows go to the driver in several parts, and each part is announced with all rows
    if getattr(context, "lengths_checked", False):
        return
    context.lengths_checked = True
    most = _most_of(context.compiled.statement.table)
    for row in context.compiled_parameters:
        _check_row(row, most)


def _check_row(row: Mapping[str, Any], most: Mapping[str, int]) -> None:
    for name, room in most.items():
        value = row.get(name)
        if isinstance(value, str) and len(value) > room:
            raise TooLongError(value[:_SHOWN], len(value), room)


@cache
def _most_of(table: Table) -> dict[str, int]:
    # values travel under the names of their columns
    return {
        column.key: column.type.length
        for column in table.columns
        if isinstance(column.type, String) and column.type.length is not None
    }
