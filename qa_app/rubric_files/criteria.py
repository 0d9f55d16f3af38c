"""The criteria of the register from disk, with the place of every fault."""

from pathlib import Path
from typing import Any

from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.criteria_thaw import check_tests, criteria_from
from qa_app.domain.library_check import check_library_file
from qa_app.domain.problems import Problem, Severity
from qa_app.domain.text import REQUIRED_LANGUAGE
from qa_app.rubric_files.reader import (
    FileProblem,
    RubricFileError,
    placed,
    read_plain,
    rubric_text,
)
from qa_app.rubric_files.workbook_build import WorkbookText
from qa_app.rubric_files.yaml_text import YamlText

SCHEMA = "qa.endorsement/1"


def read_criteria(path: Path) -> CriteriaFile:
    """Read and check a file of criteria.

    Args:
        path: A file of schema `qa.endorsement/1`.

    Returns:
        Its criteria, thresholds exact.

    Raises:
        RubricFileError: The file has errors, or cannot be read at all.
    """
    return criteria_from(read_criteria_plain(path))


def read_criteria_plain(path: Path, required_language: str = REQUIRED_LANGUAGE) -> dict[str, Any]:
    """Read and check a file of criteria as plain data.

    Args:
        path: A file of schema `qa.endorsement/1`.
        required_language: Language in which every text must be written.

    Returns:
        Its data without errors.

    Raises:
        RubricFileError: The file has errors, or cannot be read at all.
    """
    return _checked(read_plain(path), required_language)


def sent_criteria(data: bytes, name: str, required_language: str) -> dict[str, Any]:
    """Check a file of criteria that somebody sent.

    Args:
        data: YAML or JSON.
        name: The file's name, by which JSON is known.
        required_language: Language in which every text must be written.

    Returns:
        Its data without errors.

    Raises:
        RubricFileError: The file has errors, or cannot be read at all.
    """
    return _checked(rubric_text(data, name), required_language)


def check_criteria(
    path: Path, required_language: str = REQUIRED_LANGUAGE
) -> tuple[FileProblem, ...]:
    """Find what is wrong with a file of criteria.

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


def _checked(text: YamlText | WorkbookText, required_language: str) -> dict[str, Any]:
    found = _found_in(text.plain, required_language)
    errors = [problem for problem in found if problem.severity is Severity.ERROR]
    if errors:
        raise RubricFileError(placed(errors, text))
    plain: dict[str, Any] = text.plain
    return plain


def _found_in(plain: Any, required_language: str) -> list[Problem]:
    schema = plain.get("schema") if isinstance(plain, dict) else None
    if schema != SCHEMA:
        return [Problem("unknown_schema", ("schema",), params={"name": str(schema)})]
    found = check_library_file(plain, required_language=required_language)
    if not any(problem.severity is Severity.ERROR for problem in found):
        found += check_tests(plain)
    return found
