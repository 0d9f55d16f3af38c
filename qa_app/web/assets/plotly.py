"""plotly.js as it lies inside the plotly wheel: never copied, packed once for each process."""

import gzip
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

NAME = "plotly.min.js"
_LEVEL = 6


def plotly_file() -> Path:
    """Find the file without loading plotly.

    Returns:
        Where it lies.

    Raises:
        FileNotFoundError: The wheel is not installed.
    """
    spec = find_spec("plotly")
    folders = [] if spec is None else spec.submodule_search_locations or []
    for folder in folders:
        file = Path(folder) / "package_data" / NAME
        if file.is_file():
            return file
    raise FileNotFoundError(NAME)


@lru_cache(maxsize=1)
def plotly_digest() -> str:
    """Give what its address changes with; reading four megabytes for it would slow a page down.

    Returns:
        A digest of the wheel's version and the file's size.
    """
    size = plotly_file().stat().st_size
    return sha256(f"{version('plotly')} {size}".encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def plotly_packed() -> bytes:
    """Pack the file.

    Returns:
        gzip.
    """
    return gzip.compress(plotly_file().read_bytes(), _LEVEL, mtime=0)
