"""Copies every row of one database into another, whichever of the two each of them is."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    Table,
    Text,
    bindparam,
    cast,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    text,
    type_coerce,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from qa_app.domain.backups import BackupError, TableDigest, differing_tables
from qa_app.models.base import Base
from qa_app.models.engine import engine_options
from qa_app.models.row_policies import WHOLE
from qa_app.models.triggers import create_triggers, drop_triggers

_CHUNK = 2_000
_FOREIGN_KEYS = """
SELECT quote_ident(c.relname), quote_ident(k.conname), pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace ORDER BY 1, 2
"""
_FILLED = ("account", "centre", "journal")
_DIGEST_BYTES = 32


def plain_engine(url: str) -> Engine:
    """Open an engine that shows and takes rows as they are.

    Args:
        url: Database address.

    Returns:
        An engine that keeps no connections and begins a transaction when it is told to.
    """
    options = engine_options(url) | {"poolclass": NullPool}
    options.pop("pool_pre_ping", None)
    engine = create_engine(url, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=OFF"))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


@contextmanager
def one_sight(engine: Engine) -> Iterator[Connection]:
    """Read a database as it stands at one moment, every row of it, while others go on writing.

    Args:
        engine: From `plain_engine`.

    Yields:
        A connection that reads.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    still = engine if is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
    with still.connect() as connection:
        _show_everything(connection)
        yield connection


def refuse_away(engine: Engine) -> None:
    """Make sure that a database answers.

    Args:
        engine: From `plain_engine`.

    Raises:
        BackupError: It does not, or lets nobody in (`away`, with the first line of what was said).
    """
    try:
        with engine.connect():
            return
    except DBAPIError as fault:
        said = str(fault.orig).strip().partition("\n")[0]
        raise BackupError("away", said) from fault


def is_filled(engine: Engine) -> bool:
    """Tell whether a database holds anything that somebody made.

    Args:
        engine: From `plain_engine`, of a database of any version.

    Returns:
        False right after its migrations, and before them.
    """
    with one_sight(engine) as connection:
        has_table = inspect(connection).has_table
        tables = (Base.metadata.tables[name] for name in _FILLED if has_table(name))
        return any(
            connection.execute(select(func.count()).select_from(table)).scalar() for table in tables
        )


def table_digests(connection: Connection) -> dict[str, TableDigest]:
    """Count and digest the rows of every table, alike on both databases.

    Args:
        connection: A connection that sees every row.

    Returns:
        By name of the table; the order of rows does not matter.
    """
    return {
        table.name: digest_of_rows(tuple(row) for row in _rows(connection, table))
        for table in _tables()
    }


def digest_of_rows(rows: Iterator[tuple[Any, ...]]) -> TableDigest:
    """Count and digest rows whatever their order.

    Args:
        rows: The rows, as plain values.

    Returns:
        Their number, and the sum of their SHA-256.
    """
    count, total = 0, 0
    for row in rows:
        count += 1
        total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest(), "big")
    return TableDigest(count, f"{total % 2 ** (8 * _DIGEST_BYTES):064x}")


def copy_rows(source: Connection, target: Engine) -> dict[str, TableDigest]:
    """Replace every row of a database by those of another, all of it or nothing.

    The target's triggers and foreign keys stand aside meanwhile and are put back, and checked,
    in the same transaction: who breaks it off finds the target as it was.

    Args:
        source: From `one_sight`.
        target: From `plain_engine`, migrated to the same version.

    Returns:
        Digests of what the target holds afterwards.

    Raises:
        BackupError: Rows lack their parent (`foreign_keys`), or a table holds other rows than the
            source (`differs`).
    """
    with target.begin() as connection:
        _show_everything(connection)
        drop_triggers(connection)
        keys = _drop_foreign_keys(connection)
        for table in _tables():
            connection.execute(delete(table))
            _fill(source, connection, table)
        _put_foreign_keys(connection, keys)
        _set_sequences(connection)
        create_triggers(connection)
        found = table_digests(connection)
        differing = differing_tables(table_digests(source), found)
        if differing:
            raise BackupError("differs", ", ".join(differing))
        return found


def _tables() -> list[Table]:
    return [Base.metadata.tables[name] for name in sorted(Base.metadata.tables)]


def _rows(connection: Connection, table: Table) -> Iterator[Any]:
    query = select(*(_read(connection, column) for column in table.columns))
    with connection.execute(query.execution_options(yield_per=_CHUNK)) as result:
        yield from result


def _read(connection: Connection, column: Column[Any]) -> Any:
    # JSON as the text that is kept: nothing is written anew, and null stays apart from no value
    if not isinstance(column.type, JSON):
        return column
    is_sqlite = connection.dialect.name == "sqlite"
    kept = type_coerce(column, Text) if is_sqlite else cast(column, Text)
    return kept.label(column.name)


def _fill(source: Connection, target: Connection, table: Table) -> None:
    values = {column.name: _written(target, column) for column in table.columns}
    statement = insert(table).values(values)
    names = [f"v_{column.name}" for column in table.columns]
    query = select(*(_read(source, column) for column in table.columns))
    with source.execute(query.execution_options(yield_per=_CHUNK)) as result:
        for some in result.partitions():
            target.execute(statement, [dict(zip(names, row, strict=True)) for row in some])


def _written(target: Connection, column: Column[Any]) -> Any:
    if not isinstance(column.type, JSON):
        return bindparam(f"v_{column.name}", type_=column.type)
    given = bindparam(f"v_{column.name}", type_=Text())
    return type_coerce(given, Text) if target.dialect.name == "sqlite" else cast(given, JSON)


def _show_everything(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config(:name, 'on', true)"), {"name": WHOLE})


def _drop_foreign_keys(connection: Connection) -> list[tuple[str, str, str]]:
    if connection.dialect.name == "sqlite":
        return []
    keys = [(row[0], row[1], row[2]) for row in connection.execute(text(_FOREIGN_KEYS))]
    for table, name, _ in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    return keys


def _put_foreign_keys(connection: Connection, keys: list[tuple[str, str, str]]) -> None:
    for table, name, definition in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise BackupError("foreign_keys", str(broken[:5]))


def _set_sequences(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        return
    for table in _tables():
        key = table.autoincrement_column
        if key is None:
            continue
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        if connection.execute(select(sequence)).scalar() is None:
            continue
        last = connection.execute(select(func.max(key))).scalar()
        connection.execute(select(func.setval(sequence, last or 1, last is not None)))
