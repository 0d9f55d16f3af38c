"""Cells of a workbook with placeholders: found, and filled in place, everything else as it was."""

import html
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qa_app.domain.defaults import (
    IMPORT_OTHER_MARKS_MOST,
    IMPORT_ROWS_MOST,
    OWN_FORM_BYTES_MOST,
    OWN_FORM_CELLS_MOST,
    OWN_FORM_MARKS_MOST,
    OWN_FORM_UNPACKED_BYTES_MOST,
)
from qa_app.domain.list_faults import Flaw, UnreadableListError
from qa_app.domain.own_forms import placeholders_in
from qa_app.rubric_files.workbook_guard import Limits, checked_workbook

_LIMITS = Limits(
    unpacked_bytes=OWN_FORM_UNPACKED_BYTES_MOST,
    rows=IMPORT_ROWS_MOST,
    sheet_marks=OWN_FORM_MARKS_MOST,
    text_marks=OWN_FORM_MARKS_MOST,
    other_marks=IMPORT_OTHER_MARKS_MOST,
)
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_CELL = re.compile(r"<((?:[\w.-]{1,40}:)?)c((?:\s[^<>]{0,500})?)>")
_TEXT = re.compile(r"<((?:[\w.-]{1,40}:)?)(t|v|f)(?:\s[^<>]{0,500})?>([^<]*)</\1\2>")
_READING_AID = re.compile(r"<((?:[\w.-]{1,40}:)?)(rPh)(\s[^<>]{0,500})>")
_SHARED = re.compile(r"<((?:[\w.-]{1,40}:)?)(si)((?:\s[^<>]{0,500})?/?)>")
_ATTRIBUTE = re.compile(r"\s(r|t)=(?:\"([^\"]*)\"|'([^']*)')")
_KIND = re.compile(r"\st=(?:\"[^\"]*\"|'[^']*')")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_RECKONS = re.compile(rb"<(?:[\w.-]{1,40}:)?calcPr(?=[\s/>])")
_AFTER = re.compile(
    rb"</(?:[\w.-]{1,40}:)?(?:definedNames|externalReferences|functionGroups|sheets)>"
)
_FORMULA = re.compile(rb"<(?:[\w.-]{1,40}:)?f[\s/>]")
_CELL_MOST = 32_767
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell with placeholders.

    Attributes:
        sheet: Name of its sheet.
        part: Where in the file the sheet stands.
        at: Its place, such as `B3`.
        text: What stands in it.
        is_formula: True when the placeholder stands in a formula, which stays as it is.
    """

    sheet: str
    part: str
    at: str
    text: str
    is_formula: bool


@dataclass(frozen=True, slots=True)
class Fill:
    """What is written into a cell.

    Attributes:
        text: Words, or a number as digits with at most one point.
        is_number: True for a number.
    """

    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """A cell in the text of its sheet: where, its opening tag and prefix, what it holds."""

    start: int
    end: int
    opening: str
    prefix: str
    attributes: Mapping[str, str]
    inner: str


@dataclass(frozen=True, slots=True)
class OwnForm:
    """A form that was read.

    Attributes:
        data: The workbook, looked through by the guard.
        cells: Its cells with placeholders, sheet by sheet.
    """

    data: bytes
    cells: tuple[FormCell, ...]


def read_form(data: bytes) -> OwnForm:
    """Find the cells of a workbook that hold placeholders.

    Args:
        data: An XLSX file.

    Returns:
        The form; hidden sheets are read too, and no formula is worked out.

    Raises:
        UnreadableListError: It is empty, too large, no XLSX file, broken or unsafe
            (`workbook_guard`), or holds too many placeholders (`too_many_rows`).
    """
    if not data:
        raise UnreadableListError(Flaw.EMPTY)
    if len(data) > OWN_FORM_BYTES_MOST:
        raise UnreadableListError(Flaw.TOO_LARGE, most=OWN_FORM_BYTES_MOST // 1_000_000)
    if data.startswith(_OLE):
        raise UnreadableListError(Flaw.OLD_OR_LOCKED)
    if not data.startswith(_ZIP):
        raise UnreadableListError(Flaw.BROKEN_WORKBOOK)
    data = checked_workbook(data, _LIMITS)
    sheets = _sheets(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            shared = _shared_texts(archive)
            found = [
                cell
                for name, part in sheets
                for cell in _cells_of(name, part, archive.read(part).decode("utf-8-sig"), shared)
            ]
    except (KeyError, UnicodeDecodeError) as fault:
        raise UnreadableListError(Flaw.BROKEN_WORKBOOK) from fault
    if sum(len(placeholders_in(one.text)) for one in found) > OWN_FORM_CELLS_MOST:
        raise UnreadableListError(Flaw.TOO_MANY_ROWS, most=f"{OWN_FORM_CELLS_MOST:,}")
    return OwnForm(data, tuple(found))


def filled_form(form: OwnForm, values: Mapping[tuple[str, str], Fill]) -> bytes:
    """Write values into a form.

    Args:
        form: The form.
        values: Part and place of a cell to what is written there. A cell without one stays as
            it is.

    Returns:
        The workbook: each part in which no cell was filled has the bytes that it had, and the
        same values give the same bytes. Text is stored as text, with `'` before what a
        spreadsheet would take for a formula; numbers that formulas worked out before are worked
        out anew by whatever opens it.
    """
    parts = {part for part, _at in values}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form.data)) as archive, zipfile.ZipFile(out, "w") as made:
        contents = {name: archive.read(name) for name in archive.namelist()}
        reckons = any(
            _FORMULA.search(content) for name, content in contents.items() if "worksheets/" in name
        )
        for one in archive.infolist():
            content = contents[one.filename]
            if one.filename in parts:
                text = content.decode("utf-8-sig")
                content = "".join(_filled(text, one.filename, values)).encode()
            elif one.filename.endswith("workbook.xml") and reckons:
                content = _reckoned_anew(content)
            made.writestr(one, content, compress_type=one.compress_type)
    return out.getvalue()


def _sheets(data: bytes) -> list[tuple[str, str]]:
    # here, because most processes never meet a workbook and it weighs 20 MB
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            # the package keeps to itself which part of the file a sheet is
            return [(str(one.title), vars(one)["_worksheet_path"]) for one in book.worksheets]
    except Exception as fault:  # a broken workbook makes the package stumble over anything
        raise UnreadableListError(Flaw.BROKEN_WORKBOOK) from fault


def _shared_texts(archive: zipfile.ZipFile) -> list[str]:
    name = next((one for one in archive.namelist() if one.endswith("sharedStrings.xml")), None)
    if name is None:
        return []
    text = archive.read(name).decode("utf-8-sig")
    return [_told(text[start:end]) for _before, start, end, _after in _elements(text, _SHARED)]


def _elements(text: str, opening: re.Pattern[str]) -> Iterator[tuple[int, int, int, int]]:
    # from mark to mark, so that marks without an end cost no more than their length
    at = 0
    while found := opening.search(text, at):
        at = found.end()
        if found[3].endswith("/"):
            yield found.start(), at, at, at
            continue
        closing = f"</{found[1]}{found[2]}>"
        end = text.find(closing, at)
        if end < 0:
            return
        yield found.start(), at, end, end + len(closing)
        at = end + len(closing)


def _without_reading_aids(inner: str) -> str:
    kept, at = [], 0
    for before, _start, _end, after in _elements(inner, _READING_AID):
        kept.append(inner[at:before])
        at = after
    return "".join((*kept, inner[at:]))


def _told(inner: str) -> str:
    if "rPh" in inner:
        inner = _without_reading_aids(inner)
    return "".join(html.unescape(one[3]) for one in _TEXT.finditer(inner) if one[2] == "t")


def _marks(text: str) -> Iterator[_Mark]:
    at = 0
    while found := _CELL.search(text, at):
        if found[2].endswith("/"):
            at = found.end()
            continue
        end = text.find(f"</{found[1]}c>", found.end())
        if end < 0:
            return
        attributes = {one[1]: one[2] or one[3] or "" for one in _ATTRIBUTE.finditer(found[2])}
        after = end + len(f"</{found[1]}c>")
        inner = text[found.end() : end]
        yield _Mark(found.start(), after, found[0], found[1], attributes, inner)
        at = after


def _cells_of(sheet: str, part: str, text: str, shared: list[str]) -> Iterator[FormCell]:
    for one in _marks(text):
        told, is_formula = _text_of(one.inner, one.attributes.get("t", "n"), shared)
        if placeholders_in(told):
            yield FormCell(sheet, part, one.attributes.get("r", ""), told, is_formula)


def _text_of(inner: str, kind: str, shared: list[str]) -> tuple[str, bool]:
    texts = {one[2]: html.unescape(one[3]) for one in _TEXT.finditer(inner)}
    if "f" in texts:
        return texts["f"], True
    if kind == "inlineStr":
        return _told(inner), False
    number = texts.get("v", "")
    if kind == "s" and number.isascii() and number.isdigit() and len(number) < len("1000000000"):
        place = int(number)
        return (shared[place] if place < len(shared) else ""), False
    return "", False


def _filled(text: str, part: str, values: Mapping[tuple[str, str], Fill]) -> Iterator[str]:
    done = 0
    for one in _marks(text):
        value = values.get((part, one.attributes.get("r", "")))
        if value is None:
            continue
        yield text[done : one.start]
        yield _cell(_KIND.sub("", one.opening), one.prefix, value)
        done = one.end
    yield text[done:]


def _cell(opening: str, prefix: str, value: Fill) -> str:
    if value.is_number:
        return f"{opening}<{prefix}v>{value.text}</{prefix}v></{prefix}c>"
    said = _CONTROL.sub("", value.text)[: _CELL_MOST - 1]
    if said.startswith(_STARTS_FORMULA):
        said = f"'{said}"
    said = html.escape(said, quote=False)
    kind = f'{opening[:-1]} t="inlineStr">'
    text = f'<{prefix}is><{prefix}t xml:space="preserve">{said}</{prefix}t></{prefix}is>'
    return f"{kind}{text}</{prefix}c>"


def _reckoned_anew(workbook: bytes) -> bytes:
    # ECMA-376 part 1, 18.2.2: set, it has every formula worked out when the file is opened
    if b"fullCalcOnLoad" in workbook:
        return workbook
    if _RECKONS.search(workbook):
        return _RECKONS.sub(lambda found: found[0] + b' fullCalcOnLoad="1"', workbook, count=1)
    ends = list(_AFTER.finditer(workbook))
    if not ends:
        return workbook
    prefix = ends[-1][0][2:].partition(b":")[0] + b":" if b":" in ends[-1][0] else b""
    at = ends[-1].end()
    return workbook[:at] + b"<" + prefix + b'calcPr fullCalcOnLoad="1"/>' + workbook[at:]
