"""Labels for folders and the slip by which an archivist pulls them: black only."""

from collections.abc import Mapping, Sequence

from qa_app.reports.canvas import MM, TALL, lines_of, new_canvas, put, put_code
from qa_app.reports.fonts import BOLD, REGULAR

_COLUMNS, _LINES = 3, 8
LABELS_PER_PAGE = _COLUMNS * _LINES
_WIDE, _TALL = 70.0, 297 / _LINES
_CODE, _EDGE = 22.0, 6.0
_SLIP_TOP, _SLIP_LINE, _SLIP_LAST = 62.0, 9.0, 272.0
_PLACES = (18.0, 28.0, 72.0, 130.0)
_TICKS = (148.0, 170.0)


def label_sheet(references: Sequence[str], words: Mapping[str, str], language: str) -> bytes:
    """Print labels, three by eight on a page of 70 by 37 mm labels.

    Args:
        references: References of case files, in order; a label for each.
        words: `title` and `nameless`, which says that no name belongs on a label.
        language: `zh` or `en`.

    Returns:
        A PDF file. No label holds more than the reference, or room for more: a folder lies about
        where anybody may read its label.
    """
    canvas, out = new_canvas(words["title"], language)
    for at, reference in enumerate(references):
        place = at % LABELS_PER_PAGE
        if at and not place:
            canvas.showPage()
        left = _WIDE * (place % _COLUMNS)
        top = _TALL * (place // _COLUMNS)
        put_code(canvas, reference, left + _EDGE - 2, top + (_TALL - _CODE) / 2, _CODE)
        right = left + _EDGE + _CODE
        put(canvas, reference, right, top + 14.5, BOLD, 9.5)
        put(canvas, words["nameless"], right, top + 25, REGULAR, 7.5)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def retrieval_slip(
    rows: Sequence[tuple[str, str, str]],
    head: Sequence[str],
    words: Mapping[str, str],
    language: str,
) -> bytes:
    """Print the slip of a draw, with a box to tick for each folder.

    Args:
        rows: Place, reference and code of the worker, in the order in which they are fetched.
        head: Lines below the title.
        words: `title`, `place`, `reference`, `worker`, `pulled`, `back`, `no_place`, `by`,
            `borrower`, `on` and `page` (with `%(page)s` and `%(pages)s`).
        language: `zh` or `en`.

    Returns:
        A PDF file.
    """
    canvas, out = new_canvas(words["title"], language)
    room = int((_SLIP_LAST - _SLIP_TOP) // _SLIP_LINE) - 1
    pages = [rows[at : at + room] for at in range(0, len(rows), room)] or [()]
    for number, part in enumerate(pages, 1):
        put(canvas, words["title"], 18, 24, BOLD, 16)
        for at, line in enumerate(head):
            for one in lines_of(line, REGULAR, 9.5, 174, 1):
                put(canvas, one, 18, 33 + 5.5 * at, REGULAR, 9.5)
        heads = ("", *(words[one] for one in ("place", "reference", "worker", "pulled", "back")))
        for left, text in zip((*_PLACES, *_TICKS), heads, strict=True):
            put(canvas, text, left, _SLIP_TOP - 3, BOLD, 9)
        for at, (place, reference, worker) in enumerate(part):
            line_top = _SLIP_TOP + _SLIP_LINE * at
            canvas.setLineWidth(0.3)
            canvas.line(18 * MM, TALL - line_top * MM, 192 * MM, TALL - line_top * MM)
            cells = (
                str((number - 1) * room + at + 1), place or words["no_place"], reference, worker
            )  # fmt: skip
            for left, text in zip(_PLACES, cells, strict=True):
                put(canvas, text, left, line_top + 6, REGULAR, 10)
            for left in _TICKS:
                canvas.rect(left * MM, TALL - (line_top + 6.8) * MM, 4.5 * MM, 4.5 * MM)
        blank = "______________"
        signed = (f"{words[name]} {blank}" for name in ("by", "borrower", "on"))
        put(canvas, "    ".join(signed), 18, 281, REGULAR, 9.5)
        page = words["page"] % {"page": number, "pages": len(pages)}
        put(canvas, page, 170, 281, REGULAR, 9)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
