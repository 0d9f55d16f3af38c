"""A page of a score sheet to what every row says."""

from collections.abc import Sequence
from typing import Any

from qa_app.domain.box_readings import BoxInk, RowReading, row_reading
from qa_app.domain.score_sheet import BOX, FRAME, WIDTH, SheetRow
from qa_app.scans.images import grey_image
from qa_app.scans.pages import UprightPage, upright_page

_NEAR = 24
"""Tenths of a millimetre within which the frame of a box is looked for."""
_FRAME_LEAST = 0.55
_INSET = FRAME + 4
_AROUND = (4, 16)
_STRONG, _WEAK = 140, 208
_FRAME_DARK = 190
_QUALITY = 72


def sheet_image(data: bytes) -> UprightPage:
    """Set a page upright.

    Args:
        data: A JPEG or PNG file.

    Returns:
        The page.

    Raises:
        UnreadableScanError: It is no image that may be read, or no page of a score sheet.
    """
    return upright_page(grey_image(data))


def read_rows(image: UprightPage, rows: Sequence[SheetRow]) -> tuple[RowReading, ...]:
    """Read the boxes of a page.

    Args:
        image: The page.
        rows: Its rows.

    Returns:
        What each row says, in order.
    """
    import cv2
    import numpy as np

    frame = np.ones((BOX + FRAME, BOX + FRAME), np.float32)
    frame[FRAME:-FRAME, FRAME:-FRAME] = 0
    dark = (image.grey < _FRAME_DARK).astype(np.float32)
    # how much of a frame is drawn around each place; dark insides count for nothing
    found = cv2.filter2D(dark, cv2.CV_32F, frame / frame.sum(), borderType=cv2.BORDER_CONSTANT)
    return tuple(
        row_reading(row.item, [_ink(image.grey, found, box.option, box.left, box.top)
                               for box in row.boxes])
        for row in rows
    )  # fmt: skip


def _ink(grey: Any, found: Any, option: str, left: int, top: int) -> BoxInk:
    import cv2

    x, y = left + BOX // 2, top + BOX // 2
    window = found[y - _NEAR : y + _NEAR + 1, x - _NEAR : x + _NEAR + 1]
    _, best, _, (dx, dy) = cv2.minMaxLoc(window)
    if best < _FRAME_LEAST:
        return BoxInk(option, -1, 0, 0)
    left, top = left + dx - _NEAR, top + dy - _NEAR
    inside = grey[top + _INSET : top + BOX - _INSET, left + _INSET : left + BOX - _INSET]
    near, far = _AROUND
    # beside and above the box: to its right stands what it means
    beside = grey[top - far : top + BOX + far, left - far : left - near]
    above = grey[top - far : top - near, left - far : left + BOX]
    below = grey[top + BOX + near : top + BOX + far, left - far : left + BOX]
    around = max(_part(one, _STRONG) for one in (beside, above, below))
    return BoxInk(option, _part(inside, _STRONG), _part(inside, _WEAK), around)


def _part(area: Any, below: int) -> int:
    return round(1000 * float((area < below).mean()))


def filed_jpeg(image: UprightPage) -> bytes:
    """Write an upright page as it is filed: grey, without what a camera adds about a place.

    Args:
        image: The page.

    Returns:
        A JPEG file.
    """
    import cv2

    _, written = cv2.imencode(".jpg", image.grey, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return bytes(written)


def row_jpeg(filed: bytes, row: SheetRow) -> bytes:
    """Cut a row out of a filed page.

    Args:
        filed: What `filed_jpeg` gave.
        row: The row.

    Returns:
        A JPEG file, one pixel a tenth of a millimetre.
    """
    import cv2

    grey = grey_image(filed)
    part = grey[row.top - 10 : row.top + row.height + 10, 150 : WIDTH - 130]
    _, written = cv2.imencode(".jpg", part, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return bytes(written)
