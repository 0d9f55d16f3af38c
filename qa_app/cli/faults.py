"""What every command says when the database or the disk is at fault, and not the product."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir

from qa_app.cli.starting import SENTENCES
from qa_app.config import SettingError, Settings
from qa_app.domain.start_check import StartFault
from qa_app.queries.database_faults import DatabaseFault, database_fault, words_of_database

_SENTENCES = {
    DatabaseFault.AWAY: "The database does not answer, or does not let this role in ({said})."
    " Start it, or mend the address: QA_DATABASE_URL, QA_OWNER_DATABASE_URL, or --to.",
    DatabaseFault.BUSY: "Another command or the server writes to the database and did not end in"
    " time: run this again when it has.",
    DatabaseFault.DAMAGED: "The file of the database is damaged or none of SQLite ({said}): keep a"
    " copy of it, and put the last backup back by `qa restore FILE --replace`.",
    DatabaseFault.DISK: "The disk under the database fails or is full ({said}). Free: {room}."
    " Make room there or have the disk looked at, then run this again.",
    DatabaseFault.FULL: "The disk is full ({said}). Free: {room}. Make room there or enlarge the"
    " disk, then run this again.",
    DatabaseFault.NOT_OPENED: "The file of the database cannot be opened: its folder is not there,"
    " belongs to another user, or lies on a disk that takes no writing. Mend that, or QA_DATA_DIR"
    " or QA_DATABASE_URL.",
    DatabaseFault.NOT_OWNER: "The role of this address may not do that in the database ({said})."
    " The role that owns the tables may: give its address as QA_OWNER_DATABASE_URL for this"
    " command, and to `qa move` as --to (docs/operating.md, The second lock).",
    DatabaseFault.PRAGMA: SENTENCES[StartFault.PRAGMA],
    DatabaseFault.READ_ONLY: "The disk or the file takes no writing ({said}). Free: {room}. Mount"
    " it for writing, or give this user the right to write there, then run this again.",
    DatabaseFault.SERVER_FULL: "The disk of the database server is full ({said}): make room there,"
    " then run this again.",
    DatabaseFault.SERVER_READ_ONLY: "The database takes no writing ({said}): it is a standby or was"
    " set so. Name the one that writes as QA_DATABASE_URL, or set it right.",
}


def sentence_of(fault: BaseException) -> str | None:
    """Say what an operator has to mend after a command failed.

    Args:
        fault: What was raised.

    Returns:
        What is wrong and the way out; None for a fault of the product.
    """
    found = database_fault(fault)
    if found is None:
        return None
    sentence = _SENTENCES[found]
    room = _room(fault) if "{room}" in sentence else ""
    return sentence.format(said=words_of_database(fault), room=room)


def _room(fault: BaseException) -> str:
    free = {}
    for folder in _folders(fault):
        # a folder of another user tells nothing of its disk, and hides no sentence
        with suppress(OSError):
            there = next(one for one in (folder, *folder.parents) if one.is_dir())
            free[str(there)] = shutil.disk_usage(there).free // 2**20
    return ", ".join(f"{folder} {room} MB" for folder, room in free.items()) or "not known"


def _folders(fault: BaseException) -> Iterator[Path]:
    # a command may write to several disks, and SQLite does not tell which was full
    if isinstance(fault, OSError) and fault.filename:
        yield Path(os.fsdecode(fault.filename)).absolute().parent
    try:
        yield Settings.from_env(os.environ, makes_keys=False).data_dir.absolute()
    except (SettingError, OSError):
        yield Path.cwd()
    with suppress(OSError):  # it tries to write, and on a full disk finds no place
        yield Path(gettempdir())
