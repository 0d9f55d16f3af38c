"""Checks any file of the rubric library: rubrics, scales, sources, procedures, criteria."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from qa_app.domain.library_check import check_library_file
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_library import Library
from qa_app.rubric_files.reader import (
    FileProblem,
    RubricFileError,
    load_library,
    placed,
    read_plain,
    read_rubric_text,
)

RUBRIC_SCHEMA = "qa.rubric/1"


def check_file(
    path: Path, shipped: Path, shelved: Callable[[Library], Library] = lambda library: library
) -> tuple[FileProblem, ...]:
    """Find what is wrong with a file of any schema.

    Args:
        path: The file.
        shipped: Folder of the rubrics that the product brings along.
        shelved: Puts the library of an installation before the files, where there is one.

    Returns:
        Errors and warnings in order of line; empty when all is well.
    """
    try:
        text = read_rubric_text(path)
        schema = text.plain.get("schema") if isinstance(text.plain, dict) else None
        if schema is None or schema == RUBRIC_SCHEMA:
            found = check_rubric(text.plain, shelved(load_library(path, shipped)))
        else:
            found = check_library_file(text.plain, _cited_by(text.plain, path, shipped))
    except RubricFileError as fault:
        return fault.problems
    return placed(found, text)


def _cited_by(plain: Any, path: Path, shipped: Path) -> frozenset[str]:
    # only procedures are cited by their steps
    return _cited_steps(path, shipped) if plain.get("schema") == "qa.procedure/1" else frozenset()


def _cited_steps(path: Path, shipped: Path) -> frozenset[str]:
    """List the steps of procedures that the rubrics around a procedure file cite.

    Args:
        path: A procedure file; its rubrics stand in the folder above.
        shipped: Folder of the rubrics that the product brings along.

    Returns:
        References such as `PSW#3`; rubrics that cannot be read cite nothing.
    """
    folder = path.resolve().parent.parent
    rubrics = sorted((folder if (folder / "sources.yaml").is_file() else shipped).glob("*.yaml"))
    cited: set[str] = set()
    for file in rubrics:
        with suppress(RubricFileError):
            for reference in _references(read_plain(file).plain):
                source, _, locus = reference.partition("#")
                cited.update(f"{source}#{step}" for step in locus.split(","))
    return frozenset(cited)


def _references(value: Any) -> Iterator[str]:
    entries: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    for name, entry in entries:
        if name == "std" and isinstance(entry, list):
            yield from (reference for reference in entry if isinstance(reference, str))
        else:
            yield from _references(entry)
