"""Papers of rounds and actions as PDF: A4, one language, the same bytes for the same words."""

from collections.abc import Iterable, Sequence
from typing import Any

from qa_app.reports.fonts import BOLD, register_fonts
from qa_app.reports.page_ends import closed
from qa_app.reports.palette import INK_2
from qa_app.reports.sheet import (
    BODY,
    LABEL,
    NOTE,
    SMALL,
    SUBJECT,
    TITLE,
    WIDTH,
    Foot,
    Look,
    bound,
    closing_heading,
    gap,
    hairline,
    heading,
    paragraph,
    table,
    too_tall,
)
from qa_app.wording.said_printed import SaidPart, SaidPrinted, SaidTable

_LABEL_WIDTH = 110.0
_CODE_SIDE = 96.0
"""Points; 34 mm, which a phone reads at arm's length."""
_MARK = Look(BOLD, 12, 19)
_REMARK = Look(size=9.5, leading=15, colour=INK_2)


def printed_pdf(paper: SaidPrinted) -> bytes:
    """Draw a paper.

    Args:
        paper: The paper in words.

    Returns:
        A PDF file; the same bytes for the same words.
    """
    register_fonts()
    foot = Foot(paper.foot, paper.page, paper.class_mark)
    title = f"{paper.title} {paper.subject}"
    try:
        return bound(_story(paper, is_loose=False), title, paper.language, foot)
    except too_tall():
        # a cell longer than a page: its row may then be cut anywhere
        return bound(_story(paper, is_loose=True), title, paper.language, foot)


def _story(paper: SaidPrinted, *, is_loose: bool) -> Sequence[Any]:
    story = [
        *paper_head(paper),
        *(part for one in paper.parts for part in _part(one, is_loose=is_loose)),
    ]
    return closed(story, list(paper_end(paper)))


def paper_head(paper: SaidPrinted) -> Iterable[Any]:
    """Set what stands first on a paper.

    Args:
        paper: The paper in words.

    Yields:
        Title, subject, what it is about, remarks.
    """
    if paper.is_draft:
        yield paragraph(paper.draft, _MARK)
    yield paragraph(paper.title, TITLE)
    yield paragraph(paper.subject, SUBJECT)
    yield gap(6)
    rows = [[paragraph(one.label, LABEL), paragraph(one.value, NOTE)] for one in paper.identity]
    tight = [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
    widths = (_LABEL_WIDTH, WIDTH - _LABEL_WIDTH)
    yield table(rows, widths, commands=[*tight, hairline(-1, -1, is_soft=False)])
    yield gap(6)
    for one in paper.remarks:
        yield paragraph(one, _REMARK)


def _part(part: SaidPart, *, is_loose: bool) -> Iterable[Any]:
    if part.is_slip:
        # a slip that is sent back stands on one sheet, apart from what stays
        yield _page_break()
    if part.heading:
        yield from heading(part.heading)
    for one in part.paragraphs:
        yield paragraph(one, BODY)
    if part.code:
        yield _scanned(part.code)
        yield gap(6)
    if part.table is not None:
        yield paper_table(part.table, is_loose=is_loose)
        yield gap(6)


def paper_table(
    told: SaidTable, *, is_loose: bool = False, commands: Sequence[tuple[Any, ...]] = ()
) -> Any:
    """Set a table of a paper.

    Args:
        told: Its heads and rows.
        is_loose: True lets rows be cut anywhere.
        commands: Further table commands.

    Returns:
        A table.
    """
    whole = sum(told.shares)
    widths = [WIDTH * share / whole for share in told.shares]
    rows = [[paragraph(one, LABEL) for one in told.heads]]
    rows += [[paragraph(cell, NOTE) for cell in row] for row in told.rows]
    return table(
        rows,
        widths,
        commands=[hairline(1, -1), *commands] if told.rows else (),
        has_head=True,
        is_loose=is_loose,
    )


def paper_end(paper: SaidPrinted) -> Iterable[Any]:
    """Set what stands last on a paper.

    Args:
        paper: The paper in words.

    Yields:
        The closing line and the facts for verification.
    """
    yield gap(10)
    yield paragraph(paper.closing, SMALL)
    yield closing_heading(paper.verification_head)
    for one in paper.verification:
        yield paragraph(one.label, LABEL)
        yield paragraph(one.value, SMALL)


def _page_break() -> Any:
    from reportlab.platypus import PageBreak

    return PageBreak()


def _scanned(text: str) -> Any:
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing

    drawing = Drawing(_CODE_SIDE, _CODE_SIDE, hAlign="LEFT")
    drawing.add(QrCodeWidget(text, barLevel="M", barWidth=_CODE_SIDE, barHeight=_CODE_SIDE))
    return drawing
