"""What must not be so when a server starts: rather no answer than one that may be lost."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from qa_app.domain.trust_defaults import CLOCK_BEHIND_MINUTES

_NETWORK: Final = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "davfs", "gfs2", "glusterfs", "lustre", "ncpfs", "nfs"}
    | {"nfs4", "ocfs2", "smb3", "smbfs", "vboxsf", "virtiofs"}
    | {f"fuse.{name}" for name in ("ceph", "rclone", "glusterfs", "s3fs", "sshfs")}
)
_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_READ, _ENTER = 0o4, 0o1


class StartFault(StrEnum):
    """Why a server does not start."""

    AWAY = "away"
    DAMAGED = "damaged"
    FULL = "full"
    READ_ONLY = "read_only"
    PENDING = "pending"
    PRAGMA = "pragma"
    NETWORK_MOUNT = "network_mount"
    WORLD_READABLE = "world_readable"
    CLOCK_BEHIND = "clock_behind"
    DEBUG = "debug"
    LEAKS_AWAY = "leaks_away"
    LEAKS_WRONG = "leaks_wrong"


def file_system_of(mountinfo: Iterable[str], path: str) -> str:
    """Find the kind of file system that a path lies on.

    Args:
        mountinfo: Lines of `/proc/self/mountinfo`.
        path: An absolute path without links.

    Returns:
        Such as `ext4`; empty where no line covers the path.

    Source: proc_pid_mountinfo(5).
    """
    best, kind = "", ""
    for line in mountinfo:
        before, separator, after = line.partition(" - ")
        fields = before.split()
        if not separator or len(fields) <= 4 or not after.split():  # noqa: PLR2004 - fifth field
            continue
        point = fields[4].replace("\\040", " ")
        covers = path == point or path.startswith(point.rstrip("/") + "/")
        if covers and len(point) >= len(best):
            best, kind = point, after.split()[0]
    return kind


def is_network(kind: str) -> bool:
    """Tell whether a file system lies on another machine, where locks of SQLite do not hold.

    Args:
        kind: Such as `nfs4`.

    Returns:
        True for those that are known to.
    """
    return kind in _NETWORK


def is_open_to_others(mode: int, folders: Sequence[int]) -> bool:
    """Tell whether every user of a machine can read a file.

    Args:
        mode: The file's mode.
        folders: Modes of all folders above it.

    Returns:
        False where the file, or any folder above it, is closed to others.
    """
    return bool(mode & _READ) and all(folder & _ENTER for folder in folders)


def is_clock_behind(now: datetime, last_at: datetime | None) -> bool:
    """Tell whether the clock stands before what was already recorded.

    Args:
        now: The present.
        last_at: When the last act of the journal was; None for an empty one.

    Returns:
        True from more than `CLOCK_BEHIND_MINUTES` on.
    """
    return last_at is not None and last_at - now > timedelta(minutes=CLOCK_BEHIND_MINUTES)


def is_debugging(value: str | None) -> bool:
    """Tell whether a framework was told to show faults to whoever asks.

    Args:
        value: What `FLASK_DEBUG` is set to; None where it is not.

    Returns:
        True for every word that switches it on.
    """
    return (value or "").strip().casefold() in _TRUE
