"""Refuses workbooks that would cost too much, or do harm, before a package reads them."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from qa_app.domain.defaults import (
    IMPORT_ATTRIBUTES_FREE,
    IMPORT_ATTRIBUTES_MOST,
    IMPORT_FAULTS_COUNTED,
    IMPORT_PARTS_MOST,
    IMPORT_TAG_MOST,
)
from qa_app.domain.list_faults import Flaw, UnreadableListError
from qa_app.rubric_files.packed import BROKEN, unpacked

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_RAW_CONTROL = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]"
    rb"|&#0{0,9}(?:[0-8]|1[124-9]|2[0-9]|3[01]);|&#x0{0,9}(?:[0-8bBcCeEfF]|1[0-9a-fA-F]);"
)
_DECLARED = re.compile(r"<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}[\"']([\w.:-]{1,40})[\"']")
_DECLARED_WITHIN = 400
_CODES = frozenset({"utf-8", "utf8", "utf-16", "utf16", "us-ascii", "ascii"})
_ENTITIES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# a mark whole: quoted values may hold what would else end it
_TAG = re.compile(rb"<(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>")
_CELL_MARK = re.compile(rb"</?(?:[\w.-]{1,40}:)?(?:row|c|v|f|is|t)[\s/>]")
_ROW = re.compile(rb"<(?:[\w.-]{1,40}:)?row[\s/>]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may hold.

    Attributes:
        unpacked_bytes: Size of all its parts.
        rows: Rows of a sheet.
        sheet_marks: Marks (`<`) of a sheet that has no more rows than that.
        text_marks: Marks of its shared texts.
        other_marks: Marks of any other part.
        ratio: How many times its own size it may be when unpacked.
    """

    unpacked_bytes: int
    rows: int
    sheet_marks: int
    text_marks: int
    other_marks: int
    ratio: int = 1_000


_ACTIVE = re.compile(r"(?:^|/)(?:vbaProject\.bin$|activeX/|embeddings/|\.\./)", re.IGNORECASE)
"""Parts that run something, or that would be written beside their folder."""


def checked_workbook(data: bytes, limits: Limits) -> bytes:
    """Look through a workbook before a package reads it.

    Args:
        data: An XLSX file.
        limits: What it may hold.

    Returns:
        The same workbook; raw control characters are written as workbooks write them.

    Raises:
        UnreadableListError: It is broken, holds more than the limits, macros, entities, or
            codes that a parser would believe.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _checked(archive, data, limits)
    except BROKEN as fault:
        raise UnreadableListError(Flaw.BROKEN_WORKBOOK) from fault


def _checked(archive: zipfile.ZipFile, data: bytes, limits: Limits) -> bytes:
    mended: dict[str, bytes] = {}
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    most = min(limits.unpacked_bytes, limits.ratio * len(data))
    if len(parts) > IMPORT_PARTS_MOST or size > most:
        raise _too_large(limits)
    for part in parts:
        content = unpacked(archive, part, part.file_size + 1)
        if _ACTIVE.search(part.filename) or _is_unsafe(content):
            raise UnreadableListError(Flaw.UNSAFE_WORKBOOK)
        plain = content.replace(b"\x00", b"")
        if _is_xml(content):
            _check_tags(plain, limits)
        _check_marks(part.filename, plain, limits)
        if part.filename.endswith(".xml") and not _is_utf16(content):
            again = _escaped_controls(content)
            if again != content:
                mended[part.filename] = again
    return _with_parts(archive, mended) if mended else data


def _too_large(limits: Limits) -> UnreadableListError:
    most = limits.unpacked_bytes // 1_000_000
    return UnreadableListError(Flaw.TOO_LARGE_UNPACKED, most=most)


def _is_utf16(content: bytes) -> bool:
    return content.startswith(_UTF16) or b"\x00" in content[: len("<?")]


def _escaped_controls(content: bytes) -> bytes:
    # XML cannot hold them, but their cell can be named: written as workbooks write them
    found = islice(_RAW_CONTROL.finditer(content), IMPORT_FAULTS_COUNTED, None)
    if next(found, None) is not None:
        raise UnreadableListError(Flaw.BROKEN_WORKBOOK)
    return _RAW_CONTROL.sub(_escape, content)


def _escape(sign: re.Match[bytes]) -> bytes:
    raw = sign[0]
    if not raw.startswith(b"&"):
        return b"_x%04X_" % raw[0]
    digits = raw[len("&#") : -1]
    return b"_x%04X_" % (int(digits[1:], 16) if digits.startswith(b"x") else int(digits))


def _with_parts(archive: zipfile.ZipFile, parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in archive.namelist():
            made.writestr(name, parts[name] if name in parts else archive.read(name))
    return file.getvalue()


def _is_xml(content: bytes) -> bool:
    signs = _UTF16[0] + _UTF16[1] + b"\xef\xbb\xbf \t\r\n\x00"
    return content[:_DECLARED_WITHIN].lstrip(signs).startswith(b"<")


def _is_unsafe(content: bytes) -> bool:
    # a parser believes the code that a part declares, so that marks could hide in it
    if not _is_xml(content):
        return False
    text = content.replace(b"\x00", b"").decode("latin-1")
    declared = _DECLARED.search(text[:_DECLARED_WITHIN])
    if declared is not None and declared[1].casefold() not in _CODES:
        return True
    return _ENTITIES.search(text) is not None


def _check_marks(name: str, content: bytes, limits: Limits) -> None:
    # reading a part takes time for every mark in it, however well it was packed
    marks, most = content.count(b"<"), limits.other_marks
    if name.endswith("sharedStrings.xml"):
        most = limits.text_marks
    if marks > most and "worksheets/" in name:
        rows = islice(_ROW.finditer(content), limits.rows + 1, None)
        if next(rows, None) is not None or marks > limits.sheet_marks:
            raise UnreadableListError(Flaw.TOO_MANY_ROWS, most=f"{limits.rows:,}")
        marks -= sum(1 for _ in _CELL_MARK.finditer(content))
    if marks > most:
        raise _too_large(limits)


def _check_tags(content: bytes, limits: Limits) -> None:
    # a parser holds a whole tag before it gives up, and compares its attributes one by one
    if content.count(b"=") > IMPORT_ATTRIBUTES_FREE + IMPORT_ATTRIBUTES_MOST * content.count(b"<"):
        raise _too_large(limits)
    at = content.find(b"<")
    while 0 <= at < len(content) - IMPORT_TAG_MOST:
        end = at + 1 + IMPORT_TAG_MOST
        last = content.rfind(b"<", at + 1, end)
        if last < 0:
            # nothing begins for long after this mark: a long text, or a tag without end
            if not _TAG.match(content, at, end):
                raise _too_large(limits)
            last = content.find(b"<", end)
        at = last
