"""Unpacks parts of an archive that somebody sent, and never more than was asked for."""

import copy
import struct
import zipfile
import zlib

_KINDS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

BROKEN = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
    struct.error, zlib.error,
)  # fmt: skip
"""What the reading of an archive raises when bytes of it are lost, changed or untrue."""


def unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """Unpack a part.

    Workbooks are stored or deflated. Of other ways of packing Python's reader unpacks whatever a
    few bytes stand for before it counts any of it, and of a deflated part as well when it is
    asked for the whole.

    Args:
        archive: The archive.
        part: One of its parts.
        most: Bytes that are wanted at most.

    Returns:
        The first `most` bytes of it, all of it when it is shorter.

    Raises:
        BadZipFile: It is packed in another way, or holds more than it says.
        Exception: As `BROKEN` names them, when it is damaged.
    """
    if part.compress_type not in _KINDS:
        raise zipfile.BadZipFile(part.filename)
    # asked for one more than it says, the reader tells when there is more
    asked = copy.copy(part)
    asked.file_size += 1
    with archive.open(asked) as file:
        content = file.read(min(most, asked.file_size))
    if len(content) > part.file_size:
        raise zipfile.BadZipFile(part.filename)
    return content
