"""Long texts that nobody searches, packed for their column."""

import zlib


def packed(text: str) -> bytes:
    """Pack a text.

    Args:
        text: Any text.

    Returns:
        The same bytes for the same text.
    """
    return zlib.compress(text.encode(), 9)


def unpacked(content: bytes) -> str:
    """Read a packed text.

    Args:
        content: What `packed` gave.

    Returns:
        The text.

    Raises:
        ValueError: It is none (`packed`).
    """
    try:
        return zlib.decompress(content).decode()
    except zlib.error as fault:
        raise ValueError("packed") from fault
