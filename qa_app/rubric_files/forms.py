"""The kinds of file that a rubric is written as."""

from collections.abc import Callable, Mapping
from typing import Any

from qa_app.rubric_files.workbook_writer import rubric_workbook
from qa_app.rubric_files.writer import rubric_json, rubric_yaml

FORMS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    "yaml": lambda plain: rubric_yaml(plain).encode(),
    "xlsx": rubric_workbook,
    "json": lambda plain: rubric_json(plain).encode(),
}
"""Ending of the file's name to what writes it."""
