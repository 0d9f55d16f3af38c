"""Competency frameworks from disk, with the place of every fault."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from qa_app.domain.competency_check import check_framework
from qa_app.domain.problems import Problem, Severity
from qa_app.domain.text import REQUIRED_LANGUAGE
from qa_app.paths import resource
from qa_app.rubric_files.areas import read_areas
from qa_app.rubric_files.reader import FileProblem, RubricFileError, placed, read_plain
from qa_app.rubric_files.sources import read_sources


def read_framework_plain(path: Path) -> dict[str, Any]:
    """Read and check a framework as plain data.

    Args:
        path: A file of schema `qa.competencies/1`.

    Returns:
        Its data without errors.

    Raises:
        RubricFileError: The file has errors, or cannot be read at all.
    """
    text = read_plain(path)
    found = _found_in(text.plain, REQUIRED_LANGUAGE)
    errors = [one for one in found if one.severity is Severity.ERROR]
    if errors:
        raise RubricFileError(placed(errors, text))
    plain: dict[str, Any] = text.plain
    return plain


def check_framework_file(
    path: Path, required_language: str = REQUIRED_LANGUAGE
) -> tuple[FileProblem, ...]:
    """Find what is wrong with a framework.

    Args:
        path: The file.
        required_language: Language in which every text must be written.

    Returns:
        Errors and warnings in order of line; empty when all is well.
    """
    try:
        text = read_plain(path)
    except RubricFileError as fault:
        return fault.problems
    return placed(_found_in(text.plain, required_language), text)


def _found_in(plain: Any, required_language: str) -> list[Problem]:
    shipped = resource("rubrics")
    return check_framework(
        plain,
        sources=frozenset(read_sources(shipped / "sources.yaml")),
        rubrics=_items_of(shipped),
        areas=frozenset(one.code for one in read_areas(shipped / "areas.yaml", shipped)),
        required_language=required_language,
    )


@lru_cache(maxsize=4)
def _items_of(folder: Path) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for file in sorted(folder.glob("*.yaml")):
        plain = read_plain(file).plain
        if plain.get("schema") == "qa.rubric/1":
            found[plain["id"]] = frozenset(
                str(item["id"]) for section in plain["sections"] for item in section["items"]
            )
    return found
