"""Cells in which codes stand with whole numbers, such as levels of competencies: read, written."""

import json
import re
import unicodedata
from typing import Final

from qa_app.domain.case_cells import Cell, FaultyCell, has_control
from qa_app.domain.defaults import IMPORT_TEXT_MOST
from qa_app.domain.journal import canonical_json
from qa_app.domain.list_faults import Flaw

_SHOWN_MOST: Final = 20
_PART = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.-]{0,39})\s*[=:]\s*(\d{1,3}(?:\s*/\s*\d{1,3})*)")


def marks_in(cell: Cell, count: int, least: int, most: int) -> str:
    """Read codes with whole numbers.

    Args:
        cell: The cell, such as `K1=2; K2=3`, or `K1=2/4` with two numbers for each code; signs of
            full width are the same.
        count: How many numbers each code has.
        least: The least number.
        most: The largest number.

    Returns:
        Canonical JSON of code to its number, or to the list of its numbers.

    Raises:
        FaultyCell: A part is no code with so many numbers, a number lies outside, or a code
            stands twice.
    """
    text = unicodedata.normalize("NFKC", str(cell))
    if has_control(text):
        raise FaultyCell(Flaw.CONTROL)
    if len(text) > IMPORT_TEXT_MOST:
        raise FaultyCell(Flaw.TOO_LONG, most=str(IMPORT_TEXT_MOST))
    found: dict[str, list[int]] = {}
    for part in (one.strip() for one in re.split(r"[;、\n]", text)):
        if part:
            code, numbers = _part(part, count)
            if code in found:
                raise FaultyCell(Flaw.MARK_TWICE, value=code)
            if not all(least <= one <= most for one in numbers):
                raise FaultyCell(Flaw.NUMBER_OUTSIDE, least=str(least), most=str(most))
            found[code] = numbers
    return canonical_json({code: one[0] if count == 1 else one for code, one in found.items()})


def _part(part: str, count: int) -> tuple[str, list[int]]:
    match = _PART.fullmatch(part)
    numbers = [int(one) for one in match[2].split("/")] if match else []
    if match is None or len(numbers) != count:
        raise FaultyCell(Flaw.NOT_MARKS, value=part[:_SHOWN_MOST])
    return match[1], numbers


def marked_codes(value: object) -> frozenset[str]:
    """Tell which codes stand in such a cell.

    Args:
        value: What `marks_in` gave; blank for nothing.

    Returns:
        The codes.
    """
    return frozenset(json.loads(str(value))) if value else frozenset()


def shown_marks(value: str) -> str:
    """Write codes with their numbers as they stand in a file.

    Args:
        value: What `marks_in` gave.

    Returns:
        Such as `K1=2; K2=3`, in the order of the codes.
    """
    marks: dict[str, int | list[int]] = json.loads(value)
    return "; ".join(
        f"{code}={one if isinstance(one, int) else '/'.join(map(str, one))}"
        for code, one in marks.items()
    )
