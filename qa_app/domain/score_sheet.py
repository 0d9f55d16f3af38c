"""A score sheet on paper: which items stand on which page, and where every box is.

Lengths are tenths of a millimetre from the upper left corner of an A4 page. The same places are
printed and read, so they depend on the rubric alone, not on the width of words.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa_app.domain.asked import AskedItem, asked_sections
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.base32 import SIGN, base32_of
from qa_app.domain.rubric import Rubric
from qa_app.domain.text import BilingualText

WIDTH, HEIGHT = 2100, 2970
MARK, BOX, FRAME = 70, 55, 4
"""Sides of a corner mark and a box, and the width of the line around a box."""
MARKS = ((140, 140), (1960, 140), (1960, 2830), (140, 2830))
"""Centres of the corner marks, clockwise from the upper left."""
QR = (1620, 200, 270)
"""Left, top and side of the code."""
TEXT_LEFT, TEXT_WIDTH = 190, 710
FIRST_ROW, LAST_ROW = 520, 2460
RULE_ABOVE = 6
"""How far above a row its rule is drawn: out of where marks beside a box are looked for."""
_COLUMNS = (930, 1265, 1600)
LABEL_GAP, LABEL_WIDTH = 75, 250
_ROW_LEAST, _LINE, _PAD = 190, 95, 30
_MAKE = "PL1"
_ALIAS_SIGNS = 8
_ALIAS = re.compile(rf"{SIGN}{{{_ALIAS_SIGNS}}}")
_DIGEST = 8
_FIELDS = 6


@dataclass(frozen=True, slots=True)
class SheetBox:
    """A box to be ticked: the answer it stands for, and its upper left corner."""

    option: str
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class SheetRow:
    """An item on a page.

    Attributes:
        page: Number of the page, from 1.
        item: Code of the item.
        top: Where the row begins.
        height: How tall it is.
        boxes: Its boxes, in the order of the scale.
    """

    page: int
    item: str
    top: int
    height: int
    boxes: tuple[SheetBox, ...]


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A whole sheet.

    Attributes:
        rows: Its items in order.
        pages: How many pages.
        digest: Eight signs that change with any place, item or option.
    """

    rows: tuple[SheetRow, ...]
    pages: int
    digest: str

    def on_page(self, page: int) -> tuple[SheetRow, ...]:
        """Give the rows of a page.

        Args:
            page: Its number, from 1.

        Returns:
            In order; none for a page that the sheet does not have.
        """
        return tuple(row for row in self.rows if row.page == page)


@dataclass(frozen=True, slots=True)
class PageMark:
    """What the code on a page says.

    Attributes:
        sheet: Alias of the file and its review; says nothing without the installation.
        rubric: Code of the rubric.
        version: Number of its version.
        page: Number of the page, from 1.
        pages: How many the sheet has.
        digest: Digest of the layout.
    """

    sheet: str
    rubric: str
    version: str
    page: int
    pages: int
    digest: str


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Where a file is read, as a sheet says it.

    Attributes:
        centre: Name of the centre.
        code: Code of the centre.
        session_on: Day of the session; None for a review that belongs to none.
        round_id: The round of that session; None without.
    """

    centre: BilingualText
    code: str
    session_on: date | None
    round_id: int | None


def paper_items(rubric: Rubric) -> tuple[AskedItem, ...]:
    """List what can be answered by a tick on paper.

    Args:
        rubric: The rubric, as it is asked.

    Returns:
        Items with options that a person chooses; not those found from dates, logs or numbers,
        nor those answered for each sampled case, nor the judgement of the whole.
    """
    return tuple(
        item
        for section in asked_sections(rubric)
        for item in section.items
        if item.kind is EntryKind.ANSWER
        and not item.is_found
        and not item.is_per_case
        and paper_options(item)
    )


def paper_options(item: AskedItem) -> tuple[str, ...]:
    """List the answers of an item that a person may tick.

    Args:
        item: The item.

    Returns:
        Codes of options with a digit; those without are found by the engine only.
    """
    return tuple(option.code for option in item.options if option.digit)


def sheet_layout(items: Sequence[AskedItem]) -> SheetLayout:
    """Lay items out over pages.

    Args:
        items: What `paper_items` gives.

    Returns:
        The layout; no page when there is no item.
    """
    rows = []
    page, top = 1, FIRST_ROW
    for item in items:
        options = paper_options(item)
        lines = -(-len(options) // len(_COLUMNS))
        height = max(_ROW_LEAST, _PAD + _LINE * lines)
        if top + height > LAST_ROW and top > FIRST_ROW:
            page, top = page + 1, FIRST_ROW
        boxes = tuple(
            SheetBox(
                option,
                _COLUMNS[at % len(_COLUMNS)],
                top + _PAD // 2 + _LINE * (at // len(_COLUMNS)),
            )
            for at, option in enumerate(options)
        )
        rows.append(SheetRow(page, item.code, top, height, boxes))
        top += height
    digest = hashlib.sha256(repr((_MAKE, rows)).encode()).hexdigest()[:_DIGEST]
    return SheetLayout(tuple(rows), page if rows else 0, digest)


def sheet_alias(digest: str) -> str:
    """Make the alias that a sheet shows instead of a reference.

    Args:
        digest: A keyed digest as hexadecimal digits, 10 at least.

    Returns:
        Eight symbols.
    """
    # the lightest sign first, as on sheets that were printed before
    return base32_of(int(digest[:10], 16), _ALIAS_SIGNS)[::-1]


def page_text(mark: PageMark) -> str:
    """Write what the code of a page says.

    Args:
        mark: What it says.

    Returns:
        One line of ASCII.
    """
    return "|".join(
        (
            _MAKE,
            mark.sheet,
            mark.rubric,
            mark.version,
            f"{mark.page}/{mark.pages}",
            mark.digest,
        )
    )


def read_page_text(text: str) -> PageMark | None:
    """Read what the code of a page says.

    Args:
        text: What was found.

    Returns:
        What it says; None when it is no code of ours.
    """
    fields = text.split("|")
    if len(fields) != _FIELDS or fields[0] != _MAKE or not _ALIAS.fullmatch(fields[1]):
        return None
    page, _, pages = fields[4].partition("/")
    if not (page.isascii() and page.isdigit() and pages.isascii() and pages.isdigit()):
        return None
    return PageMark(fields[1], fields[2], fields[3], int(page), int(pages), fields[5])


def misfit(mark: PageMark, wanted: PageMark) -> str | None:
    """Tell why a page is no page of a sheet.

    Args:
        mark: What its code says.
        wanted: What the code of the sheet says; its page counts for nothing.

    Returns:
        `other_file`, `other_rubric`, `other_version`, `other_layout` or `no_such_page`; None
        when it fits.
    """
    if mark.rubric != wanted.rubric:
        return "other_rubric"
    if mark.version != wanted.version:
        return "other_version"
    if mark.sheet != wanted.sheet:
        return "other_file"
    if (mark.digest, mark.pages) != (wanted.digest, wanted.pages):
        return "other_layout"
    return None if 1 <= mark.page <= wanted.pages else "no_such_page"
