"""The rows of a sheet on their way through the browser while its columns are matched."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeSerializer

from qa_app.domain.case_cells import Cell, sample_of
from qa_app.domain.case_feet import is_foot
from qa_app.domain.defaults import FORM_BYTES_MOST
from qa_app.domain.list_matching import ListShape, Row, is_identity, shape_of
from qa_app.rubric_files.case_lists import ReadSheet

_ROOM_FOR_THE_REST = 100_000
"""Bytes of the form beside the rows."""


def packed_rows(sheet: ReadSheet, secret: str, place: str, keys: Sequence[str] = ()) -> str | None:
    """Write the rows of a sheet for the browser of whoever sent it.

    Cells of columns that seem to say who a person is stay behind: they are never read.

    Args:
        sheet: What was read.
        secret: The installation's secret.
        place: Centre and person that it is good for.
        keys: Keys of the centre as they were typed; they go back to whoever typed them.

    Returns:
        Packed and signed text; None when it is too large to come back in a form.
    """
    shape = shape_of(sheet.rows)
    hidden = {index for index, head in enumerate(shape.heads) if is_identity(head)}
    rows = [
        [number, [_plain(cell, at, hidden if place_in >= shape.body else set()) for at, cell in
                  enumerate(cells)]]
        for place_in, (number, cells) in enumerate(sheet.rows)
    ]  # fmt: skip
    body: dict[str, Any] = {
        "name": sheet.name,
        "others": sheet.others,
        "rows": rows,
        "keys": list(keys),
    }
    body["hidden"] = [sheet.hidden_columns, sheet.hidden_rows]
    text = str(URLSafeSerializer(secret, salt=f"case-rows/{place}").dumps(body))
    return text if len(text) <= FORM_BYTES_MOST - _ROOM_FOR_THE_REST else None


def unpacked_rows(text: str, secret: str, place: str) -> tuple[ReadSheet, tuple[str, ...]] | None:
    """Read rows that came back.

    Args:
        text: What `packed_rows` gave.
        secret: The installation's secret.
        place: Centre and person.

    Returns:
        The sheet and the keys; None when it was changed, or was made for another centre or person.
    """
    try:
        body = URLSafeSerializer(secret, salt=f"case-rows/{place}").loads(text)
    except BadData:
        return None
    rows: list[Row] = [(number, tuple(map(_cell, cells))) for number, cells in body["rows"]]
    columns, hidden = map(tuple, body["hidden"])
    sheet = ReadSheet(rows, body["name"], tuple(body["others"]), columns, hidden)
    return sheet, tuple(body["keys"])


def samples_of(rows: Sequence[Row], shape: ListShape, index: int, most: int) -> tuple[str, ...]:
    """Show what stands in a column, to the person who sent the list.

    Args:
        rows: The rows.
        shape: The heads.
        index: Place of the column.
        most: How many different values.

    Returns:
        The first values as text, shortened, those that may be a person's number in words for what
        is not shown; none of a row of totals.
    """
    found: dict[str, None] = {}
    for _number, cells in rows[shape.body :]:
        if is_foot(cells):
            continue
        text = sample_of(cells[index] if index < len(cells) else None)
        if text is None:
            found[str(_("not shown here"))] = None
        elif text:
            found[text[:20]] = None
        if len(found) == most:
            break
    return tuple(found)


def _plain(cell: Cell, at: int, hidden: set[int]) -> Any:
    if at in hidden:
        return None
    return {"d": cell.isoformat()} if isinstance(cell, date) else cell


def _cell(plain: Any) -> Cell:
    if not isinstance(plain, dict):
        cell: Cell = plain
        return cell
    text = plain["d"]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
