"""Refuses to start a server where data would be lost or shown, and says what mends it."""

import ctypes
import os
from contextlib import suppress

from qa_app import clock
from qa_app.cli.opening import stop
from qa_app.config import Settings
from qa_app.domain.start_check import StartFault
from qa_app.paths import resource
from qa_app.queries.start_check import start_faults

SENTENCES = {
    StartFault.AWAY: "The database does not answer: start it, or mend QA_DATABASE_URL.",
    StartFault.DAMAGED: "The file of the database is damaged or none of SQLite: keep a copy of it,"
    " and put the last backup back by `qa restore FILE --replace`.",
    StartFault.FULL: "The disk of the database is full or fails: make room there, then"
    " start again.",
    StartFault.READ_ONLY: "The database takes no writing: mount its disk for writing, give this"
    " user the right to write there, or name the database that is no standby.",
    StartFault.PENDING: "The database is not ready: run `qa init` first.",
    StartFault.PRAGMA: "SQLite refuses a setting that saving rests on: keep the database on a"
    " local disk that this user may write to.",
    StartFault.NETWORK_MOUNT: "The database lies on a network drive, where locks of SQLite do not"
    " hold: set QA_DATA_DIR to a local disk, or use PostgreSQL.",
    StartFault.WORLD_READABLE: "Every user of this machine can read the database: run `chmod 700`"
    " on its folder.",
    StartFault.CLOCK_BEHIND: "The clock stands more than five minutes before the last act of the"
    " journal: set it right (NTP), then start again.",
    StartFault.LEAKS_AWAY: "QA_BREACHED_PASSWORDS names a file that cannot be read: put it back, or"
    " unset the name.",
    StartFault.LEAKS_WRONG: "QA_BREACHED_PASSWORDS names a file that is no whole list of SHA-256"
    " digests in ascending order: docs/operating.md says how one is made.",
    StartFault.DEBUG: "FLASK_DEBUG shows faults to whoever asks: unset it.",
}


_MOST_HEAPS = -8  # M_ARENA_MAX of the C library's malloc.h


def one_heap() -> None:
    """Let all threads take memory from one heap; before any thread begins.

    A heap for each keeps, over hours, what the largest pages took in each of them
    (docs/benchmarks.md, "Hours of light work"). Does nothing where the C library is another than
    glibc.
    """
    with suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).mallopt(_MOST_HEAPS, 1)


def refuse_unfit(chosen: Settings) -> None:
    """Stop with every reason not to start.

    Args:
        chosen: The installation's settings.
    """
    found = start_faults(
        chosen.database_url,
        resource("migrations"),
        os.environ,
        clock.now(),
        breached=chosen.breached_passwords,
    )
    if found:
        stop("\n".join(SENTENCES[one] for one in found))
