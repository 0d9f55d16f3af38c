"""What the cells of a spreadsheet say of its columns and days where the heads do not."""

import re
from collections.abc import Collection, Mapping, Sequence

from qa_app.domain.case_cells import is_blank
from qa_app.domain.case_entries import Column
from qa_app.domain.list_matching import Row, head_key, is_identity, plain_head, shape_of

_YEAR = re.compile(
    r"(?<!\d)20\d\d(?!\d)(?!\s*年\s*\d{1,2}\s*月\s*\d)"
    r"(?!\s*([./-])\s*\d{1,2}\s*\1\s*\d{1,2}(?!\d|\s*月))"
)
"""A year alone or with months; a whole day, such as when the list was filled in, is none."""
_WORKER = re.compile(
    r"社工|承办|经办|工作人员|办案|律师|咨询师|负责人|\b(worker|practitioner|staff)\b",
    re.IGNORECASE,
)


def named_year(rows: Sequence[Row], name: str) -> int | None:
    """Find the year that a sheet names above its cases or in its own name.

    Args:
        rows: The rows of the sheet.
        name: The name of the sheet; empty for a CSV file.

    Returns:
        The year; None when none is named, or more than one.
    """
    above = [cell for _, cells in rows[: shape_of(rows).body] for cell in cells]
    texts = [name, *(cell for cell in above if isinstance(cell, str))]
    years = {year for text in texts for year in _years(text)}
    return int(years.pop()) if len(years) == 1 else None


def _years(text: str) -> set[str]:
    return {found[0] for found in _YEAR.finditer(plain_head(text))}


def with_workers(
    rows: Sequence[Row],
    columns: Mapping[int, Column],
    remembered: Mapping[str, str],
    codes: Collection[str],
) -> dict[int, Column]:
    """Propose the column of workers where its head speaks of them and its cells are their codes.

    Args:
        rows: The rows of the sheet.
        columns: What the heads alone propose.
        remembered: Head (see `head_key`) to column as the centre last matched it.
        codes: Codes of the centre's workers.

    Returns:
        The columns, with that of workers where none was found by its head.
    """
    shape, found = shape_of(rows), dict(columns)
    if Column.PRACTITIONER in found.values():
        return found
    for index, head in enumerate(shape.heads):
        is_free = index not in found and index not in shape.faulty and not is_identity(head)
        if not is_free or head_key(head) in remembered or not _WORKER.search(head):
            continue
        cells = [cells[index] for _, cells in rows[shape.body :] if index < len(cells)]
        held = {plain_head(cell) for cell in cells if not is_blank(cell)}
        if held and held <= set(codes):
            found[index] = Column.PRACTITIONER
            break
    return found
