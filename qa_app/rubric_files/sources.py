"""The register of sources that rubrics lean on."""

from functools import lru_cache
from pathlib import Path

from qa_app.domain.sources import Source
from qa_app.domain.text import text_from
from qa_app.rubric_files.reader import read_plain


@lru_cache(maxsize=4)
def read_sources(path: Path) -> dict[str, Source]:
    """Read a register of sources; it does not change while the product runs.

    Args:
        path: A file of schema `qa.sources/1`.

    Returns:
        Code to source.

    Raises:
        RubricFileError: It cannot be read.
    """
    plain = read_plain(path).plain
    return {
        code: Source(code, text_from(entry["title"]), entry["status"])
        for code, entry in plain["sources"].items()
    }
