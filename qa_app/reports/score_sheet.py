"""The printed score sheet of a file: every box where it will be looked for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from qa_app.domain.score_sheet import (
    BOX,
    FIRST_ROW,
    FRAME,
    LABEL_GAP,
    LABEL_WIDTH,
    MARK,
    MARKS,
    QR,
    RULE_ABOVE,
    TEXT_LEFT,
    TEXT_WIDTH,
    PageMark,
    SheetLayout,
    SheetRow,
    page_text,
)
from qa_app.reports.canvas import MM, TALL, lines_of, new_canvas, put, put_code
from qa_app.reports.fonts import BOLD, REGULAR

_TENTH = 0.1
_LEADING = 3.6
_SIZES = (8.0, 7.5, 7.0, 6.5, 6.0)
_SIGN_TOP = 256.0
_KIND_TOP, _TITLE_TOP, _HEAD_WIDTH = 21.5, 27.5, 138
_HEAD_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5)


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """An item in words: its requirement and each answer, by code."""

    text: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """What is printed.

    Attributes:
        layout: Where everything stands.
        mark: What the codes say; the page is filled in.
        items: Item to its words.
        kind: What paper it is.
        title: Title of the rubric.
        lines: Lines below it: centre, session, reference, version, how to fill in.
        signature: Words before the blanks for name, signature and day.
        page: `%(page)s` and `%(pages)s` in words.
        language: `zh` or `en`.
    """

    layout: SheetLayout
    mark: PageMark
    items: Mapping[str, PrintedItem]
    kind: str
    title: str
    lines: tuple[str, ...]
    signature: tuple[str, str, str]
    page: str
    language: str


def score_sheet_pdf(sheet: PrintedSheet) -> bytes:
    """Draw a score sheet.

    Args:
        sheet: What is printed.

    Returns:
        A PDF file, black only; the same bytes for the same sheet.
    """
    canvas, out = new_canvas(sheet.title, sheet.language)
    for page in range(1, sheet.layout.pages + 1):
        _frame(canvas, sheet, page)
        for row in sheet.layout.on_page(page):
            _row(canvas, row, sheet.items[row.item])
        if page == sheet.layout.pages:
            _signature(canvas, sheet)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _frame(canvas: Any, sheet: PrintedSheet, page: int) -> None:
    half = MARK * _TENTH / 2
    canvas.setFillGray(0)
    for x, y in MARKS:
        left, top = x * _TENTH - half, y * _TENTH - half
        canvas.rect(left * MM, TALL - (top + 2 * half) * MM, 2 * half * MM, 2 * half * MM,
                    stroke=0, fill=1)  # fmt: skip
    left, top, side = (length * _TENTH for length in QR)
    put_code(canvas, page_text(replace(sheet.mark, page=page)), left, top, side)
    put(canvas, sheet.kind, TEXT_LEFT * _TENTH, _KIND_TOP, BOLD, 9)
    at = _TITLE_TOP
    for line in lines_of(sheet.title, BOLD, 13, _HEAD_WIDTH, 2):
        put(canvas, line, TEXT_LEFT * _TENTH, at, BOLD, 13)
        at += 5.5
    lines, size, leading = _head(sheet.lines, FIRST_ROW * _TENTH - at)
    for line in lines:
        put(canvas, line, TEXT_LEFT * _TENTH, at, REGULAR, size)
        at += leading
    said = sheet.page % {"page": page, "pages": sheet.layout.pages}
    put(canvas, said, 95, 284, REGULAR, 9)


def _row(canvas: Any, row: SheetRow, item: PrintedItem) -> None:
    top = row.top * _TENTH
    canvas.setLineWidth(0.3)
    rule = TALL - (top - RULE_ABOVE * _TENTH) * MM
    canvas.line(TEXT_LEFT * _TENTH * MM, rule, 193 * MM, rule)
    put(canvas, row.item, TEXT_LEFT * _TENTH, top + 4, BOLD, 8)
    lines, size, leading = _fitted(item.text, row.height * _TENTH - 5.2)
    for at, line in enumerate(lines):
        put(canvas, line, TEXT_LEFT * _TENTH, top + 4.2 + leading * (at + 1), REGULAR, size)
    for box in row.boxes:
        left, upper, side = box.left * _TENTH, box.top * _TENTH, BOX * _TENTH
        canvas.setLineWidth(FRAME * _TENTH * MM)
        canvas.rect(left * MM, TALL - (upper + side) * MM, side * MM, side * MM, stroke=1, fill=0)
        label = lines_of(item.options[box.option], REGULAR, 7.5, LABEL_WIDTH * _TENTH, 2)
        start = upper + (3.9 if len(label) == 1 else 2.3)
        for at, line in enumerate(label):
            put(canvas, line, left + LABEL_GAP * _TENTH, start + 3.2 * at, REGULAR, 7.5)


def _head(
    texts: tuple[str, ...], height: float, sizes: tuple[float, ...] = _HEAD_SIZES
) -> tuple[list[str], float, float]:
    # a long name of a centre is set smaller before it would run into the first row
    leading = 0.48 * sizes[0]
    lines = [one for text in texts for one in lines_of(text, REGULAR, sizes[0], _HEAD_WIDTH, 2)]
    if sizes[1:] and leading * (len(lines) - 1) + 1 > height:
        return _head(texts, height, sizes[1:])
    return lines, sizes[0], leading


def _fitted(
    text: str, height: float, sizes: tuple[float, ...] = _SIZES
) -> tuple[list[str], float, float]:
    # the boxes stand where they do in every language, so a long text is set smaller, not cut
    leading = _LEADING * sizes[0] / _SIZES[0]
    lines = lines_of(text, REGULAR, sizes[0], TEXT_WIDTH * _TENTH, int(height // leading))
    if sizes[1:] and lines[-1].endswith("…"):
        return _fitted(text, height, sizes[1:])
    return lines, sizes[0], leading


def _signature(canvas: Any, sheet: PrintedSheet) -> None:
    for left, word in zip((19, 78, 142), sheet.signature, strict=True):
        put(canvas, word, left, _SIGN_TOP, REGULAR, 9)
        canvas.setLineWidth(0.5)
        start = left + (26 if sheet.language == "en" else 16)
        end = left + 50
        canvas.line(start * MM, TALL - (_SIGN_TOP + 1) * MM, end * MM, TALL - (_SIGN_TOP + 1) * MM)
