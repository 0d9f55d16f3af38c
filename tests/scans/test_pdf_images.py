import io
import random
import re
import tracemalloc
import zlib
from time import process_time

import cv2
import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from qa_app.scans.images import UnreadableScanError, grey_image, pages_in
from qa_app.scans.pdf_images import OtherEncodingError, page_images, tiff_size
from qa_app.scans.sheets import read_rows, sheet_image
from tests.paper_scans import LAYOUT, printed

PAPER = printed(1)
GREY = PAPER if PAPER.ndim == 2 else cv2.cvtColor(PAPER, cv2.COLOR_BGR2GRAY)
TALL, WIDE = GREY.shape
COLOUR = cv2.cvtColor(GREY, cv2.COLOR_GRAY2RGB)
BITS = np.packbits(GREY > 127, axis=1).tobytes()
INVERTED = np.packbits(GREY <= 127, axis=1).tobytes()
JPEG = cv2.imencode(".jpg", GREY)[1].tobytes()
ROWS = zlib.compress(bytes(5_000_000))


def pdf(*images: tuple[str, bytes], width: int = WIDE, height: int = TALL) -> bytes:
    """A PDF as scanners write it; the first image is object 1."""
    parts = [b"%PDF-1.5\n"]
    for number, (says, content) in enumerate(images, 1):
        head = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} {says}"
        length = f"/Length {len(content)}"
        parts.append(f"{number} 0 obj\n<< {head} {length} >>\nstream\n".encode())
        parts.append(content + b"\nendstream\nendobj\n")
    return b"".join(parts)


def fax(code: str) -> bytes:
    out = io.BytesIO()
    Image.fromarray(GREY).convert("1").save(out, "TIFF", compression=code, strip_size=10**8)
    with Image.open(io.BytesIO(out.getvalue())) as made:
        assert isinstance(made, TiffImagePlugin.TiffImageFile)
        at, size = made.tag_v2[273][0], made.tag_v2[279][0]
    return out.getvalue()[at : at + size]


def predicted() -> bytes:
    # the pixels of a PNG file stand as a PDF has them with predictor 15
    data = cv2.imencode(".png", GREY)[1].tobytes()
    return b"".join(
        data[found.end() : found.end() + int.from_bytes(data[found.start() - 4 : found.start()])]
        for found in re.finditer(rb"IDAT", data)
    )


GREY_8 = "/ColorSpace /DeviceGray /BitsPerComponent 8"
ENCODINGS = {
    "grey": (f"{GREY_8} /Filter /FlateDecode", zlib.compress(GREY.tobytes())),
    "colour": (
        "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter [/FlateDecode]",
        zlib.compress(COLOUR.tobytes()),
    ),
    "bits": ("/BitsPerComponent 1 /Filter /FlateDecode", zlib.compress(BITS)),
    "inverted": ("/BitsPerComponent 1 /Filter/FlateDecode", zlib.compress(INVERTED)),
    "predicted": (
        f"{GREY_8} /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 1 /Columns {WIDE}>>",
        predicted(),
    ),
    "fax group 4": (
        f"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns {WIDE} /Rows {TALL} >>",
        fax("group4"),
    ),
    "fax group 3": (f"/Filter /CCITTFaxDecode /DecodeParms [<< /Columns {WIDE} >>]", fax("group3")),
    "photograph": ("/Filter /DCTDecode", JPEG),
    "packed photograph": ("/Filter [/FlateDecode /DCTDecode]", zlib.compress(JPEG)),
}


@pytest.mark.parametrize("name", list(ENCODINGS))
def test_a_page_is_the_same_however_a_scanner_packs_it(name: str) -> None:
    (page,) = pages_in(pdf(ENCODINGS[name]))
    image = grey_image(page)
    assert image.shape == GREY.shape
    assert cv2.absdiff(image, GREY).mean() < 3


@pytest.mark.parametrize("name", ["fax group 4", "inverted"])
def test_a_sheet_in_two_tones_is_read(name: str) -> None:
    (page,) = pages_in(pdf(ENCODINGS[name]))
    image = sheet_image(page)
    assert image.mark.page == 1
    rows = read_rows(image, LAYOUT.on_page(1))
    assert rows
    assert all(row.is_sure and row.option is None for row in rows)


def test_pages_of_several_encodings_come_in_order() -> None:
    data = pdf(*ENCODINGS.values())
    assert len(pages_in(data)) == len(ENCODINGS)


@pytest.mark.parametrize(
    "data",
    [
        pdf(("/BitsPerComponent 1 /Filter /FlateDecode", ROWS), width=1, height=50_000_000),
        pdf(("/BitsPerComponent 1 /Filter /FlateDecode", ROWS), width=99, height=2_000),
        pdf(("/BitsPerComponent 1 /Filter /FlateDecode", ROWS), width=200, height=20_001),
        pdf(("/BitsPerComponent 1 /Filter /FlateDecode", ROWS), width=20_001, height=200),
        pdf(("/Filter /CCITTFaxDecode", b"x"), width=1, height=50_000_000),
        pdf(("/Filter /JBIG2Decode", b"x")),
        pdf(("/Filter /JPXDecode", b"x")),
        pdf(("/Filter /LZWDecode", b"x")),
        pdf(("/BitsPerComponent 8 /Filter /FlateDecode", b"no such code")),
        pdf(("/BitsPerComponent 8 /Filter /FlateDecode", zlib.compress(b"too little"))),
        pdf(("/BitsPerComponent 4 /Filter /FlateDecode", zlib.compress(BITS))),
        pdf(("/Filter /CCITTFaxDecode /EncodedByteAlign true", b"x")),
        pdf(("/Filter /CCITTFaxDecode", b"x"), width=-WIDE, height=-TALL),
        pdf(("/Filter /FlateDecode", b"x"), width=-WIDE, height=-TALL),
        pdf(("/Filter [/FlateDecode /DCTDecode]", b"no such code")),
        pdf((f"{GREY_8} /Filter /FlateDecode /DecodeParms <</Predictor 2>>", b"x")),
        pdf(("/BitsPerComponent 1 /Filter /FlateDecode", b"x"), width=60_000, height=60_000),
        pdf(("/Filter /DCTDecode", JPEG)) + b"trailer << /Encrypt 9 0 R >>",
    ],
)
def test_what_is_not_read_is_refused_with_a_reason_of_its_own(data: bytes) -> None:
    with pytest.raises(OtherEncodingError):
        list(page_images(data))
    with pytest.raises(UnreadableScanError) as refused:
        pages_in(data)
    assert refused.value.code == "pdf_other_encoding"


def test_small_pictures_and_masks_are_no_pages() -> None:
    logo = pdf(("/Filter /JBIG2Decode", b"x"), width=100, height=100)
    with pytest.raises(UnreadableScanError, match="pdf_without_photos"):
        pages_in(logo)
    masked = pdf(
        ENCODINGS["bits"],
        ("/Filter /DCTDecode /SMask 1 0 R", JPEG),
    )
    assert list(page_images(masked)) == [JPEG]


def test_fax_code_that_is_none_is_no_image() -> None:
    (page,) = pages_in(pdf((ENCODINGS["fax group 4"][0], b"\x00\x01" * 400)))
    assert tiff_size(page) == (WIDE, TALL)
    try:
        assert grey_image(page).shape == (TALL, WIDE)  # what is decoded of it is blank
    except UnreadableScanError as fault:
        assert fault.code == "not_an_image"  # noqa: PT017 - either is right


@pytest.mark.parametrize(
    "made", [b"stream\n", b"1 0 obj\n<</Subtype /Image /Width 9 /Height 9>>stream\n"]
)
def test_a_file_made_to_cost_time_is_answered_soon(made: bytes) -> None:
    begun = process_time()
    with pytest.raises(UnreadableScanError, match="pdf_other_encoding"):
        pages_in(b"%PDF-1.4\n" + made * (9_000_000 // len(made)))
    assert process_time() - begun < 10


def test_a_page_of_little_bytes_is_not_held_row_by_row() -> None:
    side = 3_000
    page = pdf((f"{GREY_8} /Filter /FlateDecode", zlib.compress(bytes(side * side))),
               width=side, height=side)  # fmt: skip
    tracemalloc.start()
    try:
        pages_in(page)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 2.9 * side * side


def test_fax_code_that_is_none_is_not_told_row_by_row(capfd: pytest.CaptureFixture[str]) -> None:
    noise = random.Random(1).randbytes(200_000)
    (page,) = pages_in(pdf((ENCODINGS["fax group 4"][0], noise)))
    grey_image(page)
    assert capfd.readouterr().err == ""
