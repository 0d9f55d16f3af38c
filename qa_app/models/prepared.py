"""Statements that nearly every request asks: compiled once, then handed straight to the driver.

What SQLAlchemy makes anew for every execution costs more than most of these statements
themselves. Nothing else is given up: values and rows pass through the types of their columns,
faults come as SQLAlchemy's own, and whoever listens to statements hears these as well.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    Select,
    TextClause,
    Update,
    literal_column,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import visitors
from sqlalchemy.types import TypeEngine

Statement = Select[*tuple[Any, ...]] | Insert | TextClause | Update
"""What can be prepared."""
_Convert = Callable[[Any], Any]


class Prepared:
    """One statement, compiled for a kind of database when that is first asked."""

    def __init__(self, statement: Statement, *columns: str) -> None:
        """Keep a statement.

        Args:
            statement: The statement; none of its values stands for a list, and no column has a
                default that is worked out here.
            *columns: For an insert, the columns that it is given.
        """
        # the key of a new row is not asked for: nothing that runs so needs it
        self._statement = statement.inline() if isinstance(statement, Insert) else statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Change something in the transaction that runs.

        Args:
            connection: A connection inside a transaction.
            values: Name to value of everything that the statement binds; more does no harm.

        Raises:
            DBAPIError: As `Connection.execute` raises it.
        """
        compiled = self._on(connection)
        compiled.executed(connection, compiled.sent(values))

    def run_each(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Change something for each of several rows, all of them sent at once.

        Args:
            connection: A connection inside a transaction.
            rows: Values as for `run`; without any nothing is asked.

        Raises:
            DBAPIError: As `Connection.execute` raises it.
        """
        compiled = self._on(connection)
        if len(rows) == 1:  # as many it would cost two more round trips on PostgreSQL
            compiled.executed(connection, compiled.sent(rows[0]))
        elif rows:
            sent = [compiled.sent(values) for values in rows]
            compiled.executed(connection, sent, are_many=True)

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """Read something in the transaction that runs.

        Args:
            connection: A connection inside a transaction.
            values: As for `run`.

        Returns:
            All rows, with the names of the query's columns.

        Raises:
            DBAPIError: As `Connection.execute` raises it.
        """
        compiled = self._on(connection)
        return compiled.read(compiled.executed(connection, compiled.sent(values)))

    def values(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Read something in the transaction that runs, by the places of its columns alone.

        Args:
            connection: A connection inside a transaction.
            values: As for `run`.

        Returns:
            All rows as plain sequences, in the order of the query's columns.

        Raises:
            DBAPIError: As `Connection.execute` raises it.
        """
        compiled = self._on(connection)
        found = compiled.executed(connection, compiled.sent(values))
        return compiled.converted_rows(found) if compiled.converted else found

    def row(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Read at most one row in the transaction that runs.

        Args:
            connection: A connection inside a transaction.
            values: As for `run`.

        Returns:
            The row; None when there is none.

        Raises:
            DBAPIError: As `Connection.execute` raises it.
            ValueError: There are several.
        """
        rows = self.rows(connection, values)
        if len(rows) > 1:
            raise ValueError(len(rows))
        return rows[0] if rows else None

    def _on(self, connection: Connection) -> "_Compiled":
        name = connection.dialect.name
        if name not in self._compiled:
            self._compiled[name] = _Compiled(self._statement, self._columns, connection.dialect)
        return self._compiled[name]


@contextmanager
def sent_together(connection: Connection) -> Iterator[None]:
    """Send what a block changes in one go, where a database is asked over a network.

    Args:
        connection: A connection inside a transaction.

    Yields:
        Nothing; inside, statements are run and nothing is read.

    Raises:
        DBAPIError: One of the statements failed, at the end of the block at the latest.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    try:
        with connection.connection.dbapi_connection.pipeline():  # type: ignore[union-attr]  # psycopg's
            yield
    except connection.dialect.loaded_dbapi.Error as fault:
        raise _said(fault, connection, None, "") from fault


def _with_constants(statement: Statement, dialect: Dialect) -> Statement:
    """Write values that never change into the words of a query.

    SQLite plans a statement anew each time that a value is bound with which the condition of a
    partial index is compared (`expmask` in its `sqlite3_bind`), and that takes longer than
    most of these statements themselves.
    """

    def written(element: Any, **_others: Any) -> ColumnElement[Any] | None:
        if not isinstance(element, BindParameter) or element.required or element.value is None:
            return None
        process = element.type.dialect_impl(dialect).literal_processor(dialect)
        words = process(element.value) if process and not element.expanding else "%"
        # a per cent sign would have to be doubled for some drivers
        return None if "%" in words else literal_column(words, element.type)

    if not isinstance(statement, Select):
        return statement
    written_out: Select[*tuple[Any, ...]] = visitors.replacement_traverse(statement, {}, written)  # type: ignore[assignment]
    return written_out


class _Compiled:
    """A statement as one kind of database takes it."""

    def __init__(self, statement: Statement, columns: Sequence[str], dialect: Dialect) -> None:
        compiled = _with_constants(statement, dialect).compile(
            dialect=dialect, column_keys=list(columns) or None
        )
        made_here = (
            compiled.post_compile_params,
            compiled.insert_prefetch,
            compiled.update_prefetch,
        )
        if any(made_here):
            raise ValueError(str(compiled))
        self.text = str(compiled)
        self.is_by_place = compiled.positiontup is not None
        self.names = names = compiled.positiontup or sorted(compiled.binds)
        self.bound = tuple(
            (
                name,
                bind.required,
                bind.value,
                bind.type.dialect_impl(dialect).bind_processor(dialect),
            )
            for name in names
            for bind in (compiled.binds[name],)
        )
        self.is_query = isinstance(statement, Select)
        chosen = list(statement.selected_columns) if isinstance(statement, Select) else []
        # the names are those of the query's own columns
        row = namedtuple("Row", [one.key or "" for one in chosen], rename=True)  # type: ignore[misc]
        self.make_row: Callable[[Sequence[Any]], Any] = row._make
        self.converted = tuple(
            # what is empty mostly stays so, and many columns of many rows are empty
            (place, convert, convert(None) is None)
            for place, one in enumerate(chosen)
            if (convert := _reading(one.type, dialect)) is not None
        )

    def executed(
        self, connection: Connection, sent: Any, *, are_many: bool = False
    ) -> Sequence[Sequence[Any]]:
        """Execute it with what `sent` made; give what the driver read."""
        return _executed(connection, self.text, sent, are_many=are_many, is_query=self.is_query)

    def sent(self, values: Mapping[str, Any]) -> Any:
        """Put values into the form and the order in which the driver takes them."""
        given = [
            (values[name] if is_required else default)
            if convert is None
            else convert(values[name] if is_required else default)
            for name, is_required, default, convert in self.bound
        ]
        return tuple(given) if self.is_by_place else dict(zip(self.names, given, strict=True))

    def read(self, found: Sequence[Sequence[Any]]) -> list[Any]:
        """Make rows of what the driver gave."""
        rows = self.converted_rows(found) if self.converted else found
        return [self.make_row(one) for one in rows]

    def converted_rows(self, found: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        """Pass what the driver gave through the types of its columns."""
        rows = list(found)
        for number, one in enumerate(rows):
            values: list[Any] | None = None  # most rows of many hold nothing to be changed
            for place, convert, keeps_none in self.converted:
                value = one[place]
                if value is None and keeps_none:
                    continue
                if values is None:
                    rows[number] = values = list(one)
                values[place] = convert(value)
        return rows


def run_text_each(text: str, connection: Connection, rows: Sequence[Any]) -> None:
    """Change something for each of several rows, in the words of the driver.

    Args:
        text: A statement that reads nothing, with the driver's own marks.
        connection: A connection inside a transaction.
        rows: Values of each in the form and the order of the marks, one row at least.

    Raises:
        DBAPIError: As `Connection.exec_driver_sql` raises it.
    """
    _executed(connection, text, rows, are_many=True, is_query=False)


def _executed(
    connection: Connection, text: str, sent: Any, *, are_many: bool, is_query: bool
) -> Sequence[Sequence[Any]]:
    cursor = connection.connection.cursor()
    # asked as SQLAlchemy asks it: looking for listeners where there are none costs most
    is_heard = connection._has_events or connection.engine._has_events  # noqa: SLF001
    dispatch = connection.dispatch
    for heard in dispatch.before_cursor_execute if is_heard else ():
        heard(connection, cursor, text, sent, None, are_many)
    try:
        (cursor.executemany if are_many else cursor.execute)(text, sent)
        found: Sequence[Sequence[Any]] = cursor.fetchall() if is_query else ()
    except Exception as fault:
        raise _said(fault, connection, cursor, text) from fault
    except BaseException as ended:
        connection.invalidate(ended)  # stopped in the middle: nobody knows where it stands
        raise
    for heard in dispatch.after_cursor_execute if is_heard else ():
        heard(connection, cursor, text, sent, None, are_many)
    cursor.close()
    return found


def _reading(of: TypeEngine[Any], dialect: Dialect) -> _Convert | None:
    return of.dialect_impl(dialect).result_processor(dialect, None)


def _said(fault: Exception, connection: Connection, cursor: Any, text: str) -> Exception:
    dialect = connection.dialect
    drivers = dialect.loaded_dbapi.Error
    if not isinstance(fault, drivers):
        return fault
    is_gone = dialect.is_disconnect(fault, connection.connection.dbapi_connection, cursor)
    if is_gone:
        connection.invalidate(fault)
    elif cursor is not None:
        cursor.close()
    return DBAPIError.instance(
        text,
        None,
        fault,
        drivers,
        hide_parameters=True,
        connection_invalidated=is_gone,
        dialect=dialect,
    )
