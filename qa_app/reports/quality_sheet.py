"""A centre's quality sheet on one page of A4."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from qa_app.reports.fonts import BOLD, register_fonts
from qa_app.reports.sheet import (
    LABEL,
    NOTE,
    SMALL,
    SUBJECT,
    TITLE,
    WIDTH,
    Foot,
    Look,
    bound,
    gap,
    hairline,
    paragraph,
    table,
)
from qa_app.wording.said_printed import SaidPart, SaidPrinted, SaidTable

_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Sizes of the letters, in points, of which the largest is taken that fits on one page."""
_LEADING, _TIGHT_LEADING = 1.45, 1.3
_TIGHT_FROM = 7.0
"""From this size down lines stand closer."""
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_TIGHT = (("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5))


def quality_pdf(sheet: SaidPrinted) -> bytes:
    """Draw a quality sheet.

    Args:
        sheet: The sheet in words.

    Returns:
        A PDF file of one page as long as its smallest letters allow that; the same bytes for the
        same words.
    """
    register_fonts()
    foot = Foot(sheet.foot, sheet.page, sheet.class_mark)
    title = f"{sheet.title} {sheet.subject}"
    made = b""
    for size in _SIZES:
        made = bound(list(_story(sheet, size)), title, sheet.language, foot)
        if len(_PAGE.findall(made)) == 1:
            break
    return made


def _sized(look: Look, size: float) -> Look:
    leading = _TIGHT_LEADING if size <= _TIGHT_FROM else _LEADING
    return replace(look, size=size, leading=size * leading)


def _story(sheet: SaidPrinted, size: float) -> Iterable[Any]:
    small = _sized(SMALL, size)
    yield paragraph(sheet.title, TITLE)
    # a long name of a centre takes no more room than it must
    yield paragraph(sheet.subject, _sized(SUBJECT, min(SUBJECT.size, size * 4 / 3)))
    for one in sheet.remarks:
        yield paragraph(one, small)
    for part in sheet.parts:
        yield from _part(part, size)
    yield gap(size / 2)
    yield paragraph(sheet.closing, small)
    for line in sheet.verification:
        yield paragraph(f"{line.label} {line.value}", _sized(SMALL, min(size, 7.0)))


def _part(part: SaidPart, size: float) -> Iterable[Any]:
    yield paragraph(part.heading, replace(_sized(NOTE, size + 2), face=BOLD, before=size, after=2))
    for one in part.paragraphs:
        yield paragraph(one, _sized(SMALL, size))
    if part.table is not None:
        yield _table(part.table, size)


def _table(told: SaidTable, size: float) -> Any:
    widths = [WIDTH * share / sum(told.shares) for share in told.shares]
    label, cell = _sized(LABEL, size), _sized(NOTE, size)
    rows = [[paragraph(one, label) for one in told.heads]]
    rows += [[paragraph(one, cell) for one in row] for row in told.rows]
    commands = [*_TIGHT, *([hairline(1, -1)] if told.rows else [])]
    return table(rows, widths, commands=commands, has_head=True)
