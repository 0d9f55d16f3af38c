"""Tells whether somebody holds a database that is about to be replaced, and minds when it was."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.pool import NullPool

from qa_app.domain.backups import BackupError

_SECONDS = 0.5
_WAITS = 20
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"
    " AND coalesce(backend_type, 'client backend') = 'client backend'"
)
_A_MOMENT = text("SELECT pg_sleep(0.1)")


def refuse_use(url: str) -> None:
    """Make sure that nobody else holds a database.

    What a SQLite database kept in its log is carried over on the way, so that one file is all.

    Args:
        url: Its address; whoever asks keeps no connection of their own to it. A file that is not
            there, or is no database, is held by nobody.

    Raises:
        BackupError: Somebody does, such as the server: of a SQLite file (`in_use`), or so many
            connections of a PostgreSQL database (`in_use_by`, with their number).
    """
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        count = _others(url)
        if count:
            raise BackupError("in_use_by", str(count))
        return
    file = Path(place.database or "")
    if file.exists() and _is_held(file):
        raise BackupError("in_use")


def _others(url: str) -> int:
    # a connection that was closed is listed until its process has ended, some moments later
    engine, count = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT"), 0
    with engine.connect() as connection:
        for _ in range(_WAITS):
            count = int(connection.execute(_OTHERS).scalar_one())
            if not count:
                break
            connection.execute(_A_MOMENT)
    return count


def _is_held(file: Path) -> bool:
    with closing(sqlite3.connect(file, timeout=_SECONDS, isolation_level=None)) as connection:
        try:
            # to leave its log behind it must be alone: any open connection of others refuses
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as fault:
            return fault.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        except sqlite3.DatabaseError:
            return False
    return False


def mind_replacing(engine: Engine) -> None:
    """Let no connection go on with a SQLite file that another one took the place of.

    A kept connection is opened anew where the file is another one by now; where it is gone, the
    database does not answer.

    Args:
        engine: An engine; those of other databases, and of none on disk, are left as they are.
    """
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name.startswith((":", "file:")):
        return
    file = Path(name)

    def opened(_raw: Any, record: Any) -> None:
        record.info["file"] = _which(file)

    def taken(_raw: Any, record: Any, _proxy: Any) -> None:
        present = _which(file)
        if present is None:
            gone = sqlite3.OperationalError("the file is gone")
            raise OperationalError("checkout", None, gone)
        if record.info.get("file") != present:
            raise DisconnectionError

    event.listen(engine, "connect", opened)
    event.listen(engine, "checkout", taken)


def _which(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
