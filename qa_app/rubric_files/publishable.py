"""Which files of a folder are rubrics that may be published."""

from pathlib import Path

from qa_app.rubric_files.checker import RUBRIC_SCHEMA
from qa_app.rubric_files.reader import read_plain

_NEVER = ("reference", "retired")


def publishable_files(folder: Path) -> tuple[Path, ...]:
    """List the rubrics of a folder; the folders below it hold examples and procedures.

    Args:
        folder: The folder.

    Returns:
        Its rubric files whose status is neither `reference` nor `retired`, by name.

    Raises:
        RubricFileError: A file cannot be read.
    """
    return tuple(
        file for file in sorted(folder.glob("*.yaml")) if _is_publishable(read_plain(file).plain)
    )


def _is_publishable(plain: object) -> bool:
    return (
        isinstance(plain, dict)
        and plain.get("schema") == RUBRIC_SCHEMA
        and plain.get("status") not in _NEVER
    )
