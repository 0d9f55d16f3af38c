"""Engines for both databases, with the settings that durability rests on."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, create_engine, event

from qa_app.models.lengths import watch_lengths

PRAGMAS: Mapping[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "busy_timeout": 10000,
    "foreign_keys": 1,
    "recursive_triggers": 1,
}
"""Set on every SQLite connection; 2 = FULL: an acknowledged answer survives a power cut."""


REPEATABLE: Mapping[str, str | int] = {
    **PRAGMAS,
    "synchronous": 1,
    "wal_autocheckpoint": 10_000,
    "cache_size": -65_536,
}
"""For work that begins anew when it is cut short: whole at every moment, synced in passing.

Its log is carried over every 40 MB and not every 4 MB, and 64 MB of pages are kept at hand.
"""


READING: Mapping[str, str | int] = {**PRAGMAS, "query_only": 1}
"""For work that must change nothing: SQLite refuses to write."""


def read_only(engine: Engine) -> Engine:
    """Make PostgreSQL refuse to write; SQLite is told by `READING`.

    Args:
        engine: An engine.

    Returns:
        One that shares its connections and only reads.
    """
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(postgresql_readonly=True)


class PragmaError(RuntimeError):
    """SQLite refused a setting that the product relies on.

    Attributes:
        pragma: Which one.
    """

    def __init__(self, pragma: str) -> None:
        super().__init__(pragma)
        self.pragma = pragma


def engine_options(url: str) -> dict[str, Any]:
    """Give the options that an engine for a database needs.

    Args:
        url: Database address.

    Returns:
        Keyword arguments for `create_engine`.
    """
    if url.startswith("sqlite"):
        return {"connect_args": {"isolation_level": None, "timeout": 10}}
    return {"pool_pre_ping": True}


def make_engine(url: str, pragmas: Mapping[str, str | int] = PRAGMAS) -> Engine:
    """Open an engine with everything set.

    Args:
        url: `sqlite:///…` or `postgresql://…`.
        pragmas: What SQLite connections are told.

    Returns:
        The engine; SQLite connections carry the pragmas and begin nothing by themselves.
    """
    engine = create_engine(url, **engine_options(url))
    prepare(engine, pragmas)
    return engine


def prepare(engine: Engine, pragmas: Mapping[str, str | int] = PRAGMAS) -> None:
    """Make every new connection of a SQLite engine take the settings, and watch how long texts are.

    Args:
        engine: An engine.
        pragmas: What connections of SQLite are told; other databases are told nothing.
    """
    watch_lengths(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: _set_pragmas(connection, pragmas))


def _set_pragmas(connection: sqlite3.Connection, pragmas: Mapping[str, str | int]) -> None:
    for name, wanted in pragmas.items():
        connection.execute(f"PRAGMA {name}={wanted}")
        if connection.execute(f"PRAGMA {name}").fetchone()[0] != wanted and not _in_memory(
            connection, name
        ):
            raise PragmaError(name)


def _in_memory(connection: sqlite3.Connection, pragma: str) -> bool:
    main = next(row for row in connection.execute("PRAGMA database_list") if row[1] == "main")
    return pragma == "journal_mode" and not main[2]
