"""One SQLite file that holds all of a database as it stood at one moment."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from qa_app.domain.backups import BackupError, TableDigest
from qa_app.models.copying import copy_rows, digest_of_rows, one_sight, plain_engine
from qa_app.models.migrate import upgrade

_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " ORDER BY name"
)
_PAGES = 4096


def take_snapshot(engine: Engine, file: Path, migrations: Path) -> None:
    """Copy a database that others go on writing to.

    SQLite is copied page by page by its own interface for that; PostgreSQL row by row from one
    moment, into the same tables.

    Args:
        engine: An engine of the database.
        file: Where the copy goes.
        migrations: The migrations folder.
    """
    if engine.dialect.name == "sqlite":
        live = sqlite3.connect(engine.url.database or "", timeout=10)
        with closing(live) as source, closing(sqlite3.connect(file)) as target:
            source.backup(target, pages=_PAGES)
            # a file by itself, without a log beside it
            target.execute("PRAGMA journal_mode=DELETE")
        return
    url = f"sqlite:///{file}"
    upgrade(migrations, url)
    whole = plain_engine(engine.url.render_as_string(hide_password=False))
    with one_sight(whole) as source:
        copy_rows(source, plain_engine(url))


def check_snapshot(file: Path) -> dict[str, TableDigest]:
    """Open a copy and look through all of it.

    Args:
        file: The copy.

    Returns:
        Its rows, by table.

    Raises:
        BackupError: It is damaged, or rows lack their parent.
    """
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if said != "ok":
                raise BackupError("integrity", str(said))
            orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
            if orphans:
                raise BackupError("foreign_keys", str(orphans))
            names = [name for (name,) in connection.execute(_TABLES)]
            return {name: digest_of_rows(_rows(connection, name)) for name in names}
    except sqlite3.DatabaseError as fault:
        raise BackupError("integrity", str(fault)) from fault


def revision_of(file: Path) -> str:
    """Read the last migration of a copy.

    Args:
        file: The copy.

    Returns:
        Such as `0028`; empty where none was ever applied.
    """
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def _rows(connection: sqlite3.Connection, name: str) -> Iterator[tuple[object, ...]]:
    quoted = name.replace('"', '""')
    yield from connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - a name of its own list
