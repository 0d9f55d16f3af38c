"""Tells a database that cannot be written to from one that does not answer."""

import errno
import sqlite3
from enum import StrEnum
from typing import Final

from sqlalchemy.exc import DBAPIError


class StorageFault(StrEnum):
    """Why nothing can be saved for the moment."""

    FULL = "storage_full"
    READ_ONLY = "storage_read_only"


_SQLITE: Final = {
    sqlite3.SQLITE_FULL: StorageFault.FULL,
    sqlite3.SQLITE_READONLY: StorageFault.READ_ONLY,
}
# disk_full, out_of_memory stays apart; read_only_sql_transaction, as a standby answers
_POSTGRESQL: Final = {"53100": StorageFault.FULL, "25006": StorageFault.READ_ONLY}
_SYSTEM: Final = {
    errno.ENOSPC: StorageFault.FULL,
    errno.EDQUOT: StorageFault.FULL,
    errno.EROFS: StorageFault.READ_ONLY,
}
_CODE_BITS = 0xFF


def storage_fault(fault: BaseException) -> StorageFault | None:
    """Tell whether something failed because nothing can be saved.

    Args:
        fault: What was raised.

    Returns:
        Why nothing can be saved; None for every other fault, a database that is away or busy too.
    """
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    if isinstance(cause, sqlite3.Error):
        # the low byte is the kind, what is above it says more of it
        code = getattr(cause, "sqlite_errorcode", None)
        return None if code is None else _SQLITE.get(code & _CODE_BITS)
    if isinstance(cause, OSError):
        return _SYSTEM.get(cause.errno or 0)
    return _POSTGRESQL.get(getattr(cause, "sqlstate", None) or "")
