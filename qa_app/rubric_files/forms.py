"""The kinds of file that a rubric is written as."""

from collections.abc import Mapping
from typing import Any, Protocol

from qa_app.rubric_files.workbook_writer import rubric_workbook
from qa_app.rubric_files.writer import rubric_json, rubric_yaml


class Write(Protocol):
    """Writes a rubric's plain data; `said_in` is the language of headings, where it has any."""

    def __call__(self, plain: Mapping[str, Any], said_in: str = "en", /) -> bytes:
        """Write it.

        Args:
            plain: A file's data, its shape right.
            said_in: `zh` or `en`.

        Returns:
            The file; reading it gives equal data.
        """


FORMS: dict[str, Write] = {
    "yaml": lambda plain, _said_in="en": rubric_yaml(plain).encode(),
    "xlsx": rubric_workbook,
    "json": lambda plain, _said_in="en": rubric_json(plain).encode(),
}
"""Ending of the file's name to what writes it."""
