"""Which columns and rows of a sheet are hidden from whoever looks at it in a spreadsheet."""

import io
import re
import zipfile

from qa_app.domain.defaults import IMPORT_COLUMNS_MOST, IMPORT_ROWS_MOST

_PART = re.compile(rb"<(?:[\w.-]{1,40}:)?(col|row)\s([^<>]{1,2000})>")
_HIDDEN = re.compile(rb"(?:^|\s)hidden\s?=\s?[\"'](?:1|true)[\"']")
_NUMBER = re.compile(rb"(?:^|\s)(r|min|max)\s?=\s?[\"'](\d{1,7})[\"']")


def hidden_parts(data: bytes, path: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Find the hidden columns and rows of a sheet.

    Args:
        data: An XLSX file that was checked before.
        path: Where in it the sheet stands.

    Returns:
        Places of columns, from 0, and numbers of rows, from 1, as far as a list may reach.
        Rows that a filter leaves out are hidden as well.

    Source: ECMA-376 part 1, 18.3.1.13 (col) and 18.3.1.73 (row).
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read(path)
    columns: set[int] = set()
    rows: list[int] = []
    for part in _PART.finditer(text):
        if not _HIDDEN.search(part[2]):
            continue
        at = {name: int(number) for name, number in _NUMBER.findall(part[2])}
        if part[1] == b"row":
            rows.append(at.get(b"r", 0))
        else:
            last = min(at.get(b"max", 0), IMPORT_COLUMNS_MOST)
            columns.update(range(at.get(b"min", 1) - 1, last))
    return tuple(sorted(columns)), tuple(rows[:IMPORT_ROWS_MOST])
