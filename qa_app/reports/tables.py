"""Tables as files that spreadsheets open without doing what a cell says."""

import csv
import io
from collections.abc import Iterable, Sequence
from unicodedata import category

_DOERS = (*"=+-@|\t\r\n\0", *"＝＋－＠", *"\ufe66\ufe62\ufe63\ufe6b")
"""Signs that begin a formula; some programs read their wide and small forms as the signs."""


def csv_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as CSV.

    Args:
        heads: Names of the columns.
        rows: Cells as text, numbers, dates or None.

    Returns:
        UTF-8 with its mark, so that spreadsheets show Hanzi; text that a spreadsheet would
        take for a formula begins with an apostrophe. Numbers stay numbers.

    Source: RFC 4180; OWASP, CSV injection.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([safe_cell(head) for head in heads])
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def safe_cell(cell: object) -> object:
    """Keep a spreadsheet from taking text for a formula.

    Args:
        cell: Text, number, date or None.

    Returns:
        The cell; text that begins like a formula with an apostrophe before it, also where blanks
        or format characters come first, which spreadsheets may cut off on opening; None as empty.
    """
    if cell is None:
        return ""
    if isinstance(cell, str) and (cell.startswith(_DOERS) or _bare(cell).startswith(_DOERS)):
        return f"'{cell}"
    return cell


def _bare(cell: str) -> str:
    # blanks and signs without a width (Unicode's format characters), which a spreadsheet may drop
    # before it looks at a cell, may alternate
    blank = len(cell)
    for place, sign in enumerate(cell):
        if not sign.isspace() and category(sign) != "Cf":
            blank = place
            break
    return cell[blank:]
