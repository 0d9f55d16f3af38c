"""Case lists as files: CSV and XLSX to rows of cells, and lists back to CSV."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from itertools import islice

from qa_app.domain.case_cells import Cell, is_blank
from qa_app.domain.case_entries import HEADS, RISKS, STAGES, CaseEntry, Column
from qa_app.domain.case_list import Row
from qa_app.domain.defaults import (
    IMPORT_ATTRIBUTES_FREE,
    IMPORT_ATTRIBUTES_MOST,
    IMPORT_BYTES_MOST,
    IMPORT_CELL_MOST,
    IMPORT_COLUMNS_MOST,
    IMPORT_FAULTS_COUNTED,
    IMPORT_OTHER_MARKS_MOST,
    IMPORT_PARTS_MOST,
    IMPORT_ROWS_MOST,
    IMPORT_SHEET_MARKS_MOST,
    IMPORT_TAG_MOST,
    IMPORT_TEXT_MARKS_MOST,
    IMPORT_UNPACKED_BYTES_MOST,
)
from qa_app.domain.list_faults import Flaw, UnreadableListError

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SHEET_ROWS = 1_048_576
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CONTROL_SHARE = 20
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RAW_CONTROL = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]"
    rb"|&#0{0,9}(?:[0-8]|1[124-9]|2[0-9]|3[01]);|&#x0{0,9}(?:[0-8bBcCeEfF]|1[0-9a-fA-F]);"
)
_HEAD_WITHIN = 100
_DECLARED = re.compile(r"<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}[\"']([\w.:-]{1,40})[\"']")
_DECLARED_WITHIN = 400
_CODES = frozenset({"utf-8", "utf8", "utf-16", "utf16", "us-ascii", "ascii"})
_ENTITIES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# a mark whole: quoted values may hold what would else end it
_TAG = re.compile(rb"<(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>")
_CELL_MARK = re.compile(rb"</?(?:[\w.-]{1,40}:)?(?:row|c|v|f|is|t)[\s/>]")
_ROW = re.compile(rb"<(?:[\w.-]{1,40}:)?row[\s/>]")
_YES = {"zh": "是", "en": "yes"}


def read_rows(data: bytes) -> list[Row]:
    """Read the rows of a list.

    Args:
        data: A CSV file (UTF-8, UTF-16 with mark, or GB18030; comma, semicolon or tab) or
            an XLSX workbook, of which the first sheet is read.

    Returns:
        Number and cells of each row that has a cell; no formula is worked out, and of a
        longer cell only one character more than may stand in it is kept.

    Raises:
        UnreadableListError: The file is too large, or is neither of them.
    """
    if len(data) > IMPORT_BYTES_MOST:
        raise UnreadableListError(Flaw.TOO_LARGE, most=IMPORT_BYTES_MOST // 1_000_000)
    if data.startswith(_OLE):
        raise UnreadableListError(Flaw.OLD_OR_LOCKED)
    numbered = _sheet(data) if data.startswith(_ZIP) else _lines(data)
    rows: list[Row] = []
    for number, cells in numbered:
        if all(is_blank(cell) for cell in cells):
            continue
        if len(cells) > IMPORT_COLUMNS_MOST and not all(
            is_blank(cell) for cell in cells[IMPORT_COLUMNS_MOST:]
        ):
            raise UnreadableListError(Flaw.TOO_MANY_COLUMNS, most=IMPORT_COLUMNS_MOST)
        rows.append((number, tuple(cells)))
        if len(rows) > IMPORT_ROWS_MOST + 1:
            raise UnreadableListError(Flaw.TOO_MANY_ROWS, most=f"{IMPORT_ROWS_MOST:,}")
    return rows


def _lines(data: bytes) -> Iterator[tuple[int, Sequence[Cell]]]:
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            # blank lines count too: ten million of them are a list of no case
            if number > IMPORT_ROWS_MOST + 1:
                raise UnreadableListError(Flaw.TOO_MANY_ROWS, most=f"{IMPORT_ROWS_MOST:,}")
            if len(cells) > IMPORT_COLUMNS_MOST and any(
                map(str.strip, cells[IMPORT_COLUMNS_MOST:])
            ):
                raise UnreadableListError(Flaw.TOO_MANY_COLUMNS, most=IMPORT_COLUMNS_MOST)
            yield number, [_cut(cell) for cell in cells[:IMPORT_COLUMNS_MOST]]
    except csv.Error as fault:
        raise UnreadableListError(Flaw.NOT_A_TABLE, row=reader.line_num) from fault


def _decoded(data: bytes) -> str:
    codes = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        # what is no text decodes into many control characters; a few are faults of their cells
        if sum(1 for _ in _CONTROL.finditer(text)) * _CONTROL_SHARE <= len(text):
            return text
    raise UnreadableListError(Flaw.NOT_TEXT)


def _delimiter(text: str) -> str:
    lines = islice(io.StringIO(text), _HEAD_WITHIN)
    first = next((line for line in lines if line.strip(",;\t \r\n")), "")
    return max(",;\t", key=first.count)


def _sheet(data: bytes) -> Iterator[tuple[int, Sequence[Cell]]]:
    # here, because most processes never meet a workbook and it weighs 20 MB
    from openpyxl import load_workbook

    data = _check_parts(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            # what a sheet says about its own size is not believed
            sheet.reset_dimensions()
            cells = sheet.iter_rows(max_col=IMPORT_COLUMNS_MOST + 1, values_only=True)
            for number, row in enumerate(islice(cells, _SHEET_ROWS), 1):
                # a sheet may claim a million empty rows, so these are passed over at once
                if row.count(None) < len(row):
                    yield number, [_cell(value) for value in row]
    except Exception as fault:  # a broken workbook makes the package stumble over anything
        raise UnreadableListError(Flaw.BROKEN_WORKBOOK) from fault


def _cell(value: object) -> Cell:
    # a formula comes as its text, or as an object of its own: it is never worked out
    if isinstance(value, str):
        return _cut(_ESCAPED.sub(_sign, value) if "_x" in value else value)
    if value is None or isinstance(value, int | float | date):
        return value
    return str(value) if isinstance(value, time | timedelta) else "="


def _sign(escaped: re.Match[str]) -> str:
    # workbooks write what XML cannot hold as _x0000_ (ECMA-376 part 1, 22.4.2.4)
    return chr(int(escaped[1], 16))


def _cut(cell: str) -> str:
    return cell if len(cell) <= IMPORT_CELL_MOST else cell[: IMPORT_CELL_MOST + 1]


def _check_parts(data: bytes) -> bytes:
    mended: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if len(parts) > IMPORT_PARTS_MOST or size > IMPORT_UNPACKED_BYTES_MOST:
                raise _too_large()
            for part in parts:
                content = archive.read(part)
                is_macro = part.filename.endswith("vbaProject.bin")
                if is_macro or _is_unsafe(content):
                    raise UnreadableListError(Flaw.UNSAFE_WORKBOOK)
                plain = content.replace(b"\x00", b"")
                if _is_xml(content):
                    _check_tags(plain)
                _check_marks(part.filename, plain)
                if part.filename.endswith(".xml") and not _is_utf16(content):
                    again = _escaped_controls(content)
                    if again != content:
                        mended[part.filename] = again
            return _with_parts(archive, mended) if mended else data
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as fault:
        raise UnreadableListError(Flaw.BROKEN_WORKBOOK) from fault


def _too_large() -> UnreadableListError:
    most = IMPORT_UNPACKED_BYTES_MOST // 1_000_000
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


def _check_marks(name: str, content: bytes) -> None:
    # reading a part takes time for every mark in it, however well it was packed
    marks, most = content.count(b"<"), IMPORT_OTHER_MARKS_MOST
    if name.endswith("sharedStrings.xml"):
        most = IMPORT_TEXT_MARKS_MOST
    if marks > most and "worksheets/" in name:
        rows = islice(_ROW.finditer(content), IMPORT_ROWS_MOST + 1, None)
        if next(rows, None) is not None or marks > IMPORT_SHEET_MARKS_MOST:
            raise UnreadableListError(Flaw.TOO_MANY_ROWS, most=f"{IMPORT_ROWS_MOST:,}")
        marks -= sum(1 for _ in _CELL_MARK.finditer(content))
    if marks > most:
        raise _too_large()


def _check_tags(content: bytes) -> None:
    # a parser holds a whole tag before it gives up, and compares its attributes one by one
    if content.count(b"=") > IMPORT_ATTRIBUTES_FREE + IMPORT_ATTRIBUTES_MOST * content.count(b"<"):
        raise _too_large()
    at = content.find(b"<")
    while 0 <= at < len(content) - IMPORT_TAG_MOST:
        end = at + 1 + IMPORT_TAG_MOST
        last = content.rfind(b"<", at + 1, end)
        if last < 0:
            # nothing begins for long after this mark: a long text, or a tag without end
            if not _TAG.match(content, at, end):
                raise _too_large()
            last = content.find(b"<", end)
        at = last


def written_list(
    entries: Iterable[CaseEntry], language: str, columns: Sequence[Column] = tuple(Column)
) -> bytes:
    """Write a list as it can be read again; without lines it is a template.

    Args:
        entries: The lines.
        language: `zh` or `en`, of the heads and of listed values.
        columns: Which columns, in order.

    Returns:
        A CSV file in UTF-8 with its mark, so that spreadsheets show Hanzi.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([HEADS[column].in_language(language) for column in columns])
    for entry in entries:
        cells = _cells(entry, language)
        writer.writerow([cells[column] for column in columns])
    return text.getvalue().encode("utf-8-sig")


def _cells(entry: CaseEntry, language: str) -> dict[Column, str]:
    stage, risk = STAGES.get(entry.stage), RISKS.get(entry.risk)
    return {
        Column.NUMBER: entry.number,
        Column.AREA: entry.area,
        Column.OPENED: entry.opened_on.isoformat(),
        Column.CLOSED: _day(entry.closed_on),
        Column.PRACTITIONER: entry.practitioner,
        Column.STAGE: stage.in_language(language) if stage else entry.stage,
        Column.RISK: risk.in_language(language) if risk else entry.risk,
        Column.SHELF: entry.shelf,
        Column.SEALED: _YES[language] if entry.is_sealed else "",
    }


def _day(on: date | None) -> str:
    return "" if on is None else on.isoformat()
