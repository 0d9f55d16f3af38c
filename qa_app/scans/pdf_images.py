"""The page images inside a PDF as scanners write it: photographs, packed pixels, fax code.

A page is wrapped as it stands into a file that the image decoder knows; nothing else of the PDF is
looked at.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from qa_app.domain.defaults import SCAN_BYTES_MOST, SCAN_PIXELS_MOST, SCAN_SIDE_MOST

JPEG, PNG, TIFF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00"
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FILTERS = re.compile(rb"/Filter\s*(?:\[([^\]]{0,200})\]|(/\w{1,20}))")
_NAME = re.compile(rb"/(\w{1,20})")
_MASK = re.compile(rb"/SMask\s+(\d{1,9})\s+\d{1,5}\s+R")
_OBJECT = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+obj\s*$")
_DICTIONARY_MOST = 4000
_STREAMS_MOST = 1_000
_LITTLE = 100_000
"""Pixels below which an image is a mark of the scanner and no page."""
_SIDE_LEAST = 100
"""Pixels of the shorter side of a page; less is a line."""
_FIRST_PREDICTOR = 10
_BYTE = 8
_GREY, _COLOUR = 1, 3


class OtherEncodingError(Exception):
    """A page whose image is written in a way that is not read."""


@dataclass(frozen=True, slots=True)
class _Image:
    """An image of a PDF: what its dictionary says, and its bytes."""

    says: bytes
    content: bytes

    def number(self, name: str, default: int = 0) -> int:
        found = re.search(rb"/" + name.encode() + rb"\s+(-?\d{1,9})(?!\s+\d{1,5}\s+R)", self.says)
        return default if found is None else int(found[1])

    def is_true(self, name: str) -> bool:
        return re.search(rb"/" + name.encode() + rb"\s+true", self.says) is not None

    @property
    def filters(self) -> list[bytes]:
        found = _FILTERS.search(self.says)
        return [] if found is None else _NAME.findall(found[1] or found[2])


def page_images(data: bytes) -> Iterator[bytes]:
    """Take the images of pages out of a PDF.

    Args:
        data: The file.

    Yields:
        JPEG, PNG or one-page TIFF files in the order of the file.

    Raises:
        OtherEncodingError: The file is locked, or an image of a page is packed in a way that is
            not read (JBIG2, JPEG 2000, LZW and others).

    Source: ISO 32000-1, 7.4 (filters) and 8.9.5 (images).
    """
    if re.search(rb"/Encrypt\s+\d", data):
        raise OtherEncodingError
    masks = {int(one) for one in _MASK.findall(data)}
    for number, start in enumerate(_STREAM.finditer(data)):
        # a scanner writes a few for each page; more cost time and hold no sheet
        if number >= _STREAMS_MOST:
            raise OtherEncodingError
        image = _image_at(data, start.start(), start.end(), masks)
        if image is not None:
            yield from _wrapped(image)


def _image_at(data: bytes, at: int, start: int, masks: set[int]) -> _Image | None:
    opens = data.rfind(b"obj", max(0, at - _DICTIONARY_MOST), at)
    says = data[opens + 3 : at] if opens >= 0 else b""
    if not data.startswith(JPEG, start) and not re.search(rb"/Subtype\s*/Image\b", says):
        return None
    named = _OBJECT.search(data[max(0, opens - 20) : opens + 3])
    if named is not None and int(named[1]) in masks:
        return None
    if not data.startswith(JPEG, start) and 0 < _pixels(_Image(says, b"")) < _LITTLE:
        return None
    end = data.find(b"endstream", start)
    length = re.search(rb"/Length\s+(\d{1,9})(?!\s+\d{1,5}\s+R)", says)
    told = start + int(length[1]) if length is not None else len(data)
    if data[told : told + 11].lstrip(b"\r\n").startswith(b"endstream"):
        end = told
    return _Image(says, data[start : end if end > 0 else len(data)])


def _pixels(image: _Image) -> int:
    return image.number("Width") * image.number("Height")


def _wrapped(image: _Image) -> Iterator[bytes]:
    if image.content.startswith(JPEG):
        yield image.content
        return
    wide, tall = image.number("Width"), image.number("Height")
    filters = image.filters
    if filters[:1] == [b"FlateDecode"] and len(filters) > 1:
        content = _unpacked(image.content, SCAN_BYTES_MOST)
        inner = re.sub(_FILTERS, b"/Filter [/" + b" /".join(filters[1:]) + b"]", image.says)
        yield from _wrapped(_Image(inner, content))
    elif filters == [b"FlateDecode"]:
        yield _as_png(image, wide, tall)
    elif filters == [b"CCITTFaxDecode"]:
        yield _as_tiff(image, wide, tall)
    else:
        raise OtherEncodingError


def _is_a_size(wide: int, tall: int) -> bool:
    sides = sorted((wide, tall))
    is_between = sides[0] >= _SIDE_LEAST and sides[1] <= SCAN_SIDE_MOST
    return is_between and wide * tall <= SCAN_PIXELS_MOST


def _as_png(image: _Image, wide: int, tall: int) -> bytes:
    bits = image.number("BitsPerComponent", 1)
    predictor = image.number("Predictor", 1)
    if not _is_a_size(wide, tall) or bits not in {1, _BYTE} or 1 < predictor < _FIRST_PREDICTOR:
        raise OtherEncodingError
    if predictor >= _FIRST_PREDICTOR:
        # rows with a filter each: what a PNG file holds
        colours = image.number("Colors", 1)
        packed = image.content
    else:
        most = (wide * _COLOUR * bits // _BYTE + 1) * tall
        rows = _unpacked(image.content, most)
        colours = _COLOUR if len(rows) >= wide * _COLOUR * bits // _BYTE * tall else _GREY
        packed = _filtered(rows, (wide * colours * bits + 7) // _BYTE, tall)
    if colours not in {_GREY, _COLOUR} or (bits == 1 and colours != _GREY):
        raise OtherEncodingError
    kind = 0 if colours == _GREY else 2
    head = struct.pack(">IIBBBBB", wide, tall, bits, kind, 0, 0, 0)
    return PNG + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _unpacked(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error as fault:
        raise OtherEncodingError from fault


def _filtered(rows: bytes, width: int, tall: int) -> bytes:
    if len(rows) < width * tall:
        raise OtherEncodingError
    # row after row goes straight into the packer: no second copy of the whole page is held
    packer, whole = zlib.compressobj(1), memoryview(rows)
    packed = bytearray()
    for at in range(0, width * tall, width):
        packed += packer.compress(b"\0")
        packed += packer.compress(whole[at : at + width])
    return bytes(packed + packer.flush())


def _chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def _as_tiff(image: _Image, wide: int, tall: int) -> bytes:
    wide = image.number("Columns", wide or 1728)
    tall = tall or image.number("Rows")
    if not _is_a_size(wide, tall):
        raise OtherEncodingError
    kind = image.number("K")
    if image.is_true("EncodedByteAlign"):
        raise OtherEncodingError
    size = len(image.content)
    tags = [
        (256, 4, wide),
        (257, 4, tall),
        (258, 3, 1),
        (259, 3, 4 if kind < 0 else 3),
        (262, 3, 0),
        (273, 4, _TIFF_HEAD),
        (277, 3, 1),
        (278, 4, tall),
        (279, 4, size),
        # of group 3 code: two-dimensional rows or not
        (292 if kind >= 0 else 293, 4, 1 if kind > 0 else 0),
    ]
    entries = b"".join(struct.pack("<HHII", tag, form, 1, value) for tag, form, value in tags)
    return TIFF + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + image.content


_TIFF_HEAD = 8 + 2 + 10 * 12 + 4
"""Bytes before the image: the file's head, a count, ten entries, the end of the list."""


def tiff_size(data: bytes) -> tuple[int, int]:
    """Give the size of a TIFF file that `page_images` made.

    Args:
        data: The file.

    Returns:
        Width and height in pixels.
    """
    (wide,) = struct.unpack("<I", data[18:22])
    (tall,) = struct.unpack("<I", data[30:34])
    return wide, tall
