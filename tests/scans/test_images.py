import struct
import zlib

import cv2
import numpy as np
import pytest

from qa_app.domain.defaults import SCAN_BYTES_MOST, SCAN_PAGES_MOST
from qa_app.scans.images import UnreadableScanError, grey_image, pages_in
from qa_app.scans.sheets import filed_jpeg, read_rows, row_jpeg, sheet_image
from tests.paper_scans import LAYOUT, mark_of, printed

WHITE = np.full((60, 40), 255, np.uint8)
JPEG = cv2.imencode(".jpg", WHITE)[1].tobytes()
PNG = cv2.imencode(".png", WHITE)[1].tobytes()
HIDDEN = b"lat 25.04 lon 102.71"
"""Where a picture was taken, as a telephone writes it into its file."""


def pdf_of(*images: bytes) -> bytes:
    return b"%PDF-1.4\n" + b"".join(
        b"1 0 obj <</Filter /DCTDecode>>\nstream\n" + image + b"\nendstream\nendobj\n"
        for image in images
    )


def refused(data: bytes) -> str:
    try:
        for page in pages_in(data):
            sheet_image(page)
    except UnreadableScanError as fault:
        return fault.code
    return ""


@pytest.mark.parametrize("data", [JPEG, PNG])
def test_images_are_decoded(data: bytes) -> None:
    assert grey_image(*pages_in(data)).shape == (60, 40)


def test_photographs_of_a_pdf_come_in_order() -> None:
    pages = pages_in(pdf_of(JPEG, JPEG))
    assert len(pages) == 2
    assert all(grey_image(page).shape == (60, 40) for page in pages)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_an_image"),
        (b"GIF89a", "not_an_image"),
        (JPEG[:30], "not_an_image"),
        (PNG[:20], "not_an_image"),
        (b"\xff\xd8\xff\xff\xff", "not_an_image"),
        (PNG[:16] + struct.pack(">II", 60_000, 60_000) + PNG[24:], "too_many_pixels"),
        (PNG[:16] + struct.pack(">II", 31, 800_000) + PNG[24:], "not_an_image"),
        (PNG[:16] + struct.pack(">II", 3_000, 30) + PNG[24:], "not_an_image"),
        (b"%PDF-1.4 no picture", "pdf_without_photos"),
        (pdf_of(*[JPEG] * (SCAN_PAGES_MOST + 1)), "too_many_pages"),
        (b"\xff\xd8\xff" + bytes(SCAN_BYTES_MOST), "too_large"),
        (JPEG, "no_marks"),
    ],
)
def test_what_is_no_scan_is_refused_before_it_costs_anything(data: bytes, code: str) -> None:
    assert refused(data) == code


def png(page: np.ndarray) -> bytes:
    return cv2.imencode(".png", page)[1].tobytes()


def test_a_page_without_its_code_and_one_with_another_are_told_apart() -> None:
    page = printed(1)
    page[190:480, 1600:1900] = 255
    assert refused(png(page)) == "no_code"
    assert refused(png(printed(1, text="https://example.cn/some/where"))) == "other_code"


def test_a_clean_page_is_read_filed_and_cut() -> None:
    page = printed(2)
    box = LAYOUT.on_page(2)[0].boxes[1]
    cv2.line(page, (box.left + 10, box.top + 28), (box.left + 45, box.top + 45), 0, 6)
    # what stands in the picture's file beside the picture goes no further: a text, and an archive
    sent = png(np.rot90(page, 2).copy())
    words = b"tEXtComment\0" + HIDDEN
    chunk = struct.pack(">I", len(words) - 4) + words + struct.pack(">I", zlib.crc32(words))
    sent = sent[:33] + chunk + sent[33:] + b"PK\x03\x04" + HIDDEN
    image = sheet_image(sent)
    assert image.mark == mark_of(2)
    first, *others = read_rows(image, LAYOUT.on_page(2))
    assert (first.option, first.is_sure) == (box.option, True)
    assert all(row.option is None and row.is_sure for row in others)
    filed = filed_jpeg(image)
    assert len(filed) < 1_000_000
    assert filed[:3] == b"\xff\xd8\xff"
    assert HIDDEN not in filed
    assert grey_image(row_jpeg(filed, LAYOUT.on_page(2)[0])).shape[1] == 1820
