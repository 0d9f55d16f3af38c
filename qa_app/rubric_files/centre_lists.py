"""Lists of centres as CSV files, for the first day of an installation."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from qa_app.domain.register import KINDS, NewCentre, is_register_code
from qa_app.domain.text import LANGUAGES, BilingualText

COLUMNS = ("code", "name_zh", "name_en", "place", "kind", "areas", "onboarded_on")
"""Heads of the file; `areas` holds codes with semicolons between them."""


@dataclass(frozen=True, slots=True)
class CentreFault:
    """What is wrong with one cell.

    Attributes:
        row: Row of the file, from 1; the heads are row 1.
        column: Head of the column.
        code: `not_text`, `heads`, `not_a_code`, `twice`, `name_missing`, `empty`, `kind` or
            `date`.
    """

    row: int
    column: str
    code: str


def read_centres(data: bytes) -> tuple[tuple[NewCentre, ...], tuple[CentreFault, ...]]:
    """Read a list of centres.

    Args:
        data: A CSV file in UTF-8.

    Returns:
        The centres, none when there is a fault; and every fault.
    """
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return (), (CentreFault(1, "", "not_text"),)
    if not rows or tuple(head.strip() for head in rows[0]) != COLUMNS:
        return (), (CentreFault(1, "", "heads"),)
    faults: list[CentreFault] = []
    centres: dict[str, NewCentre] = {}
    for number, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            cells = dict(zip(COLUMNS, (cell.strip() for cell in [*row, *[""] * 7]), strict=False))
            centre = _centre(cells)
            faults += _faults(number, centre, cells["onboarded_on"], centres)
            centres[centre.code] = centre
    return (() if faults else tuple(centres.values())), tuple(faults)


def _faults(
    row: int, new: NewCentre, onboarded_on: str, known: dict[str, NewCentre]
) -> list[CentreFault]:
    has_name = any(new.name.has(language) for language in LANGUAGES)
    checks = (
        ("code", "not_a_code", not is_register_code(new.code)),
        ("code", "twice", new.code in known),
        ("name_zh", "name_missing", not has_name),
        ("place", "empty", not new.place),
        ("kind", "kind", new.kind not in KINDS),
        ("areas", "empty", not new.areas),
        ("onboarded_on", "date", bool(onboarded_on) and new.onboarded_on is None),
    )
    return [CentreFault(row, column, code) for column, code, is_wrong in checks if is_wrong]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _centre(cells: dict[str, str]) -> NewCentre:
    return NewCentre(
        cells["code"],
        BilingualText(cells["name_zh"], cells["name_en"]),
        cells["place"],
        cells["kind"],
        tuple(area.strip() for area in cells["areas"].split(";") if area.strip()),
        _day(cells["onboarded_on"]),
    )
