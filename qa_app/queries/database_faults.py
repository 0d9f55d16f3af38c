"""Tells why a database did not do its part, where the operator and not the product mends it."""

import sqlite3
from enum import StrEnum
from typing import Final

from sqlalchemy.exc import DBAPIError, OperationalError

from qa_app.models.engine import PragmaError
from qa_app.models.storage_faults import StorageFault, storage_fault


class DatabaseFault(StrEnum):
    """What an operator has to mend before a command can do its work."""

    AWAY = "away"
    BUSY = "busy"
    DAMAGED = "damaged"
    DISK = "disk"
    FULL = "full"
    NOT_OPENED = "not_opened"
    NOT_OWNER = "not_owner"
    PRAGMA = "pragma"
    READ_ONLY = "read_only"
    SERVER_FULL = "server_full"
    SERVER_READ_ONLY = "server_read_only"


DISK_FAULTS: Final = frozenset(
    {
        DatabaseFault.DISK,
        DatabaseFault.FULL,
        DatabaseFault.NOT_OPENED,
        DatabaseFault.READ_ONLY,
        DatabaseFault.SERVER_FULL,
        DatabaseFault.SERVER_READ_ONLY,
    }
)
"""Those where the disk or its rights are to be looked at, and not the address."""
_STORAGE: Final = {
    StorageFault.FULL: (DatabaseFault.FULL, DatabaseFault.SERVER_FULL),
    StorageFault.READ_ONLY: (DatabaseFault.READ_ONLY, DatabaseFault.SERVER_READ_ONLY),
}
_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: DatabaseFault.BUSY,
    sqlite3.SQLITE_CANTOPEN: DatabaseFault.NOT_OPENED,
    sqlite3.SQLITE_CORRUPT: DatabaseFault.DAMAGED,
    sqlite3.SQLITE_IOERR: DatabaseFault.DISK,
    sqlite3.SQLITE_NOTADB: DatabaseFault.DAMAGED,
}
_CODE_BITS: Final = 0xFF
_NOT_PERMITTED: Final = "42501"  # insufficient_privilege
_NO_ANSWER: Final = ("08", "28", "3D", "57P")
"""Classes of SQLSTATE: connection, authorization, unknown database, a server that goes down.

Source: PostgreSQL, appendix A. What fails before there is a connection has no code at all.
"""


def database_fault(fault: BaseException) -> DatabaseFault | None:
    """Tell what an operator has to mend after a command failed.

    Args:
        fault: What was raised.

    Returns:
        It; None for a fault of the product, which keeps its traceback.
    """
    if isinstance(fault, PragmaError):
        return DatabaseFault.PRAGMA
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    is_here = isinstance(cause, OSError | sqlite3.Error)
    unsaved = storage_fault(fault)
    if unsaved is not None:
        here, there = _STORAGE[unsaved]
        return here if is_here else there
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & _CODE_BITS)
    if not isinstance(fault, DBAPIError):
        return None
    state = getattr(cause, "sqlstate", None) or ""
    if state == _NOT_PERMITTED:
        return DatabaseFault.NOT_OWNER
    is_away = fault.connection_invalidated or state.startswith(_NO_ANSWER)
    return DatabaseFault.AWAY if is_away or _is_unconnected(fault, state) else None


def _is_unconnected(fault: DBAPIError, state: str) -> bool:
    return isinstance(fault, OperationalError) and not state


def words_of_database(fault: BaseException) -> str:
    """Give what the database said, without the statement and the values that it was said of.

    Args:
        fault: What was raised.

    Returns:
        Its first line; empty where it said nothing.
    """
    said = str(fault.orig if isinstance(fault, DBAPIError) else fault)
    return said.strip().partition("\n")[0].rstrip(".: ")
