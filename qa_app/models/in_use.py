"""Tells whether somebody holds a database that is about to be replaced, and minds when it was."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy.exc import DisconnectionError, OperationalError

from qa_app.domain.backups import BackupError

_SECONDS = 0.5


def refuse_use(url: str) -> None:
    """Make sure that nobody holds a SQLite database.

    What a SQLite database kept in its log is carried over on the way, so that one file is all.

    Args:
        url: Its address; PostgreSQL is not asked. A file that is not there, or is no database, is
            held by nobody.

    Raises:
        BackupError: Somebody does, such as the server (`in_use`).
    """
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        file = Path(place.database or "")
        if file.exists() and _is_held(file):
            raise BackupError("in_use")


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
