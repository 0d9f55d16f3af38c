"""Uploads to grey images, within bounds: JPEG, PNG, and the pages of a PDF of a scanner."""

import struct
from typing import Any

from qa_app.domain.defaults import (
    SCAN_BYTES_MOST,
    SCAN_PAGES_MOST,
    SCAN_PIXELS_MOST,
    SCAN_SIDE_MOST,
)
from qa_app.scans.pdf_images import JPEG, PNG, TIFF, OtherEncodingError, page_images, tiff_size

_PDF = b"%PDF-"
_SIZED = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_SIDE_MOST = 3400
"""Pixels of the longer side that are worked with: 11 to a millimetre."""
_SIDE_LEAST = 30
"""Nothing smaller holds a sheet; what follows divides by sides."""
_LONG = 10
"""Times its shorter side that the longer one may be; more is a strip and no page."""
_DARK = 110


class UnreadableScanError(Exception):
    """An upload that is no page of a score sheet.

    Attributes:
        code: Why: `too_large`, `too_many_pages`, `too_many_pixels`, `not_an_image`,
            `pdf_without_photos`, `pdf_other_encoding`, `no_marks`, `no_code` or `other_code`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def pages_in(data: bytes) -> tuple[bytes, ...]:
    """Take an upload apart.

    Args:
        data: A JPEG or PNG file, or a PDF of a scanner.

    Returns:
        Image files. Of a PDF the images of its pages in order; nothing else of it is read.

    Raises:
        UnreadableScanError: It is too large, has too many pages, or is something else.
    """
    if len(data) > SCAN_BYTES_MOST:
        raise UnreadableScanError("too_large")
    if data.startswith((JPEG, PNG)):
        return (data,)
    if not data.startswith(_PDF):
        raise UnreadableScanError("not_an_image")
    found = []
    try:
        for page in page_images(data):
            found.append(page)
            if len(found) > SCAN_PAGES_MOST:
                raise UnreadableScanError("too_many_pages")
    except OtherEncodingError as fault:
        raise UnreadableScanError("pdf_other_encoding") from fault
    if not found:
        raise UnreadableScanError("pdf_without_photos")
    return tuple(found)


def grey_image(data: bytes) -> Any:
    """Decode an image in grey.

    Args:
        data: What `pages_in` gave.

    Returns:
        An array of bytes, its longer side bounded; paper is light.

    Raises:
        UnreadableScanError: It says it is too large, or cannot be decoded.
    """
    import cv2
    import numpy as np

    width, height = _size_of(data)
    if width * height > SCAN_PIXELS_MOST:
        raise UnreadableScanError("too_many_pixels")
    shorter, longer = sorted((width, height))
    if shorter < _SIDE_LEAST or longer > min(SCAN_SIDE_MOST, shorter * _LONG):
        raise UnreadableScanError("not_an_image")
    # the decoder writes a line for each row of a faulty page: what came of it is told below
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error:
        image = None
    if image is None:
        raise UnreadableScanError("not_an_image")
    is_two_tone = data.startswith(TIFF) or (data.startswith(PNG) and data[24] == 1)
    if is_two_tone and image.mean() < _DARK:
        # black may be counted as one or as nought; a sheet is mostly paper
        image = 255 - image
    longer = max(image.shape)
    if longer > _SIDE_MOST:
        part = _SIDE_MOST / longer
        image = cv2.resize(image, None, fx=part, fy=part, interpolation=cv2.INTER_AREA)
    return image


def _size_of(data: bytes) -> tuple[int, int]:
    # what the file says before anything of it is unpacked
    if data.startswith(TIFF):
        return tiff_size(data)
    if data.startswith(PNG):
        if len(data) < 24:  # noqa: PLR2004 - signature, length and name of the first part, two sizes
            raise UnreadableScanError("not_an_image")
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    return _jpeg_size(data)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:  # noqa: PLR2004 - ITU-T T.81, B.1.1.2: every marker begins so
            break
        marker = data[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - a fill byte
            at += 1
            continue
        if marker in _BARE:
            at += 2
            continue
        if marker in _SIZED:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    raise UnreadableScanError("not_an_image")
