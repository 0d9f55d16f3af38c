"""A page of a score sheet drawn as an image and ticked, for a demonstration that has no scanner."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.score_sheet import (
    BOX,
    FRAME,
    HEIGHT,
    MARK,
    MARKS,
    QR,
    TEXT_LEFT,
    WIDTH,
    PageMark,
    SheetLayout,
    page_text,
)

_PAPER, _INK, _LINE, _PEN = 255, 20, 150, 40
_QUALITY = 85
_RIGHT = 1930
_TICK = ((0.15, 0.5), (0.4, 0.85), (0.95, 0.1))


def ticked_page(mark: PageMark, layout: SheetLayout, answers: Mapping[str, str]) -> bytes:
    """Draw a page as it would come from a scanner.

    The words of the items are left out; what is read are the corners, the code and the boxes.

    Args:
        mark: What its code says.
        layout: The sheet.
        answers: Item to the option ticked; other rows stay empty.

    Returns:
        A JPEG file.
    """
    import cv2
    import numpy as np

    paper = np.full((HEIGHT, WIDTH), _PAPER, np.uint8)
    half = MARK // 2
    for x, y in MARKS:
        corner = (x - half, y - half), (x + half - 1, y + half - 1)
        cv2.rectangle(paper, *corner, _INK, cv2.FILLED)
    left, top, side = QR
    code = cv2.QRCodeEncoder.create().encode(page_text(mark))
    paper[top : top + side, left : left + side] = cv2.resize(
        code, (side, side), interpolation=cv2.INTER_NEAREST
    )
    for row in layout.on_page(mark.page):
        cv2.line(paper, (TEXT_LEFT, row.top), (_RIGHT, row.top), _LINE, 1)
        _write(paper, row.item, TEXT_LEFT, row.top + 55)
        for box in row.boxes:
            frame = (box.left, box.top), (box.left + BOX, box.top + BOX)
            cv2.rectangle(paper, *frame, _INK, FRAME)
            if answers.get(row.item) == box.option:
                path = [(box.left + BOX * x, box.top + BOX * y) for x, y in _TICK]
                cv2.polylines(
                    paper,
                    [np.array(path, np.int32)],
                    isClosed=False,
                    color=_PEN,
                    thickness=6,
                    lineType=cv2.LINE_AA,
                )
    return bytes(cv2.imencode(".jpg", paper, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1])


def _write(paper: Any, text: str, left: int, top: int) -> None:
    import cv2

    cv2.putText(paper, text, (left, top), cv2.FONT_HERSHEY_SIMPLEX, 1.2, _INK, 2, cv2.LINE_AA)
