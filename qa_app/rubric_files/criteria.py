"""The criteria of the register from disk, with the place of every fault."""

from pathlib import Path

from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.criteria_thaw import check_tests, criteria_from
from qa_app.domain.library_check import check_library_file
from qa_app.domain.problems import Problem, Severity
from qa_app.rubric_files.reader import RubricFileError, placed, read_plain

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
    text = read_plain(path)
    plain = text.plain
    schema = plain.get("schema") if isinstance(plain, dict) else None
    if schema != SCHEMA:
        problem = Problem("unknown_schema", ("schema",), params={"name": str(schema)})
        raise RubricFileError(placed([problem], text))
    found = check_library_file(plain)
    if not any(problem.severity is Severity.ERROR for problem in found):
        found += check_tests(plain)
    errors = [problem for problem in found if problem.severity is Severity.ERROR]
    if errors:
        raise RubricFileError(placed(errors, text))
    return criteria_from(plain)
