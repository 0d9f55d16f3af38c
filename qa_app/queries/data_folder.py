"""The data folder on this machine: room and rights."""

import os
import shutil
from pathlib import Path

from qa_app.domain.health import Disk, Finding, Part, State, disk_finding, folder_finding


def room_in(folder: Path) -> Disk | None:
    """Tell how much room there is.

    Args:
        folder: The data folder.

    Returns:
        The room; None where it cannot be told.
    """
    try:
        found = shutil.disk_usage(folder)
    except OSError:
        return None
    return Disk(found.free, found.total)


def room_finding(folder: Path) -> Finding:
    """Judge the room that is left in the data folder.

    Args:
        folder: The data folder.

    Returns:
        A warning where it cannot be told: a server with PostgreSQL elsewhere may have no folder.
    """
    room = room_in(folder)
    return Finding(Part.DISK, State.WARNING, "disk_unknown") if room is None else disk_finding(room)


def rights_finding(folder: Path) -> Finding:
    """Judge who may look into the data folder and whether this account may write there.

    Args:
        folder: The data folder.

    Returns:
        What was found; rights are told only where the system has them.
    """
    mode = folder.stat().st_mode if os.name == "posix" and folder.is_dir() else None
    return folder_finding(mode, is_writable=os.access(folder, os.W_OK | os.X_OK))
