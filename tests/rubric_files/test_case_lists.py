import csv
import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from qa_app.domain.case_entries import HEADS, RISKS, STAGES, TEMPLATE, CaseEntry, Column
from qa_app.domain.case_list import Register, check_list
from qa_app.domain.list_faults import Flaw, UnreadableListError
from qa_app.domain.list_matching import Row
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.rubric_files.case_lists import read_sheet, written_template

AREAS = {
    "social_work": BilingualText("社会工作/个案管理", "Social work / case management"),
    "legal_aid": BilingualText("法律援助", "Legal aid"),
}
REGISTER = Register(AREAS, frozenset({"W1", "W2"}), date(2026, 3, 23))
CSV = "本中心编号,专业领域,接案日期,风险等级\r\nn-1,法律援助,2026-01-05,高\r\nn-2,法律援助,2026/2/6,\r\n"
ENTRIES = (
    ("n-1", date(2026, 1, 5), "high"),
    ("n-2", date(2026, 2, 6), ""),
)


def rows_in(data: bytes) -> list[Row]:
    return read_sheet(data).rows


def told(data: bytes) -> tuple[tuple[str, date, str], ...]:
    done = check_list(rows_in(data), REGISTER)
    assert done.faults == ()
    return tuple((entry.number, entry.opened_on, entry.risk) for entry in done.entries)


def flaws(data: bytes) -> list[tuple[Flaw, int | None, str]]:
    try:
        rows = rows_in(data)
    except UnreadableListError as refused:
        return [(refused.fault.flaw, None, "")]
    return [(fault.flaw, fault.row, fault.column) for fault in check_list(rows, REGISTER).faults]


def book(*rows: tuple[object, ...], change: Callable[[Workbook], None] | None = None) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if change is not None:
        change(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


HEAD = ("本中心编号", "专业领域", "接案日期", "风险等级")
SHEET = book(
    HEAD,
    ("n-1", "法律援助", datetime(2026, 1, 5), "高"),
    ("n-2", "法律援助", "2026年2月6日", None),
)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_csv_in_every_dress(delimiter: str, code: str, end: str) -> None:
    assert told(CSV.replace(",", delimiter).replace("\r\n", end).encode(code)) == ENTRIES


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("title", ["某某中心台账", "List of 2026, first half, of one centre"])
def test_titles_above_the_heads_do_not_hide_the_separator(delimiter: str, title: str) -> None:
    listed = CSV.replace(",", delimiter)
    assert told(f"{title}\r\n\r\n{listed}".encode()) == ENTRIES


def test_commas_within_cells_do_not_part_a_list_of_unknown_heads() -> None:
    text = 'one;two\n"a, b,\nc, d, e";"f, g"\nh, i;k\n'
    assert [cells for _, cells in rows_in(text.encode())] == [
        ("one", "two"),
        ("a, b,\nc, d, e", "f, g"),
        ("h, i", "k"),
    ]


def test_a_workbook_tells_the_same() -> None:
    assert told(SHEET) == ENTRIES


def test_blank_rows_and_quoted_line_breaks_keep_the_count_of_rows() -> None:
    text = '\n,,,\n"本中心\n编号",专业领域,接案日期\n\nn-1,法律援助,bad\n'
    assert flaws(text.encode()) == [(Flaw.NOT_A_DATE, 5, "接案日期")]


def test_only_the_first_sheet_is_read() -> None:
    def second(made: Workbook) -> None:
        made.create_sheet("别的").append(["姓名"])

    assert told(book(HEAD, ("n-1", "法律援助", "2026-01-05", "高"), change=second)) == ENTRIES[:1]


def _zip(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def repacked(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return file.getvalue()


FIRST = "xl/worksheets/sheet1.xml"
HOSTILE: dict[str, tuple[bytes, list[tuple[Flaw, int | None, str]]]] = {
    "nothing": (b"", [(Flaw.EMPTY, None, "")]),
    "blank lines": (b"\r\n , ,\r\n", [(Flaw.EMPTY, None, "")]),
    "only heads": (CSV.splitlines()[0].encode(), [(Flaw.NO_ROWS, None, "")]),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"x" * 600, [(Flaw.OLD_OR_LOCKED, None, "")]),
    "a pdf": (b"%PDF-1.7\n\x00\x01\x02", [(Flaw.NOT_TEXT, None, "")]),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", [(Flaw.NOT_TEXT, None, "")]),
    "no code at all": (b"\x80\xff\xff\x81 \xff", [(Flaw.NOT_TEXT, None, "")]),
    "half a utf-16": (b"\xff\xfea", [(Flaw.NOT_TEXT, None, "")]),
    "an open quotation": (CSV.encode() + b'"n-3,x\r\n', [(Flaw.NOT_A_TABLE, None, "")]),
    "a field without end": (b'"' + b"a" * 200_000, [(Flaw.NOT_A_TABLE, None, "")]),
    "a zip of something": (_zip(hello_xml=b"hi"), [(Flaw.BROKEN_WORKBOOK, None, "")]),
    "half a workbook": (SHEET[: len(SHEET) // 2], [(Flaw.BROKEN_WORKBOOK, None, "")]),
    "a zip bomb": (_zip(bomb_xml=b"0" * 65_000_000), [(Flaw.TOO_LARGE_UNPACKED, None, "")]),
    "a thousand parts": (
        _zip(**{f"p{n}": b"" for n in range(1001)}),
        [(Flaw.TOO_LARGE_UNPACKED, None, "")],
    ),
    "entities": (
        repacked(
            SHEET,
            FIRST,
            lambda x: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + x,
        ),
        [(Flaw.UNSAFE_WORKBOOK, None, "")],
    ),
    "macros": (
        _zip(**{"xl/vbaProject.bin": b"x"}),
        [(Flaw.UNSAFE_WORKBOOK, None, "")],
    ),
    "broken xml": (
        repacked(SHEET, FIRST, lambda x: x[:-40]),
        [(Flaw.BROKEN_WORKBOOK, None, "")],
    ),
    "a formula": (
        book(HEAD, ("n-1", "法律援助", "=DATE(2026,1,5)", None)),
        [(Flaw.FORMULA, 2, "接案日期")],
    ),
    "a formula over cells": (
        book(HEAD, (ArrayFormula("A2", "=B2:B3"), "法律援助", "2026-01-05", None)),
        [(Flaw.FORMULA, 2, "本中心编号")],
    ),
    "a link": (
        book(HEAD, ('=HYPERLINK("http://x.example")', "法律援助", "2026-01-05", None)),
        [(Flaw.FORMULA, 2, "本中心编号")],
    ),
    "an error cell": (
        book(HEAD, ("n-1", "法律援助", "#N/A", None)),
        [(Flaw.NOT_A_DATE, 2, "接案日期")],
    ),
    "a bare time": (
        book(HEAD, ("n-1", "法律援助", datetime(2026, 1, 5).time(), None)),
        [(Flaw.NOT_A_DATE, 2, "接案日期")],
    ),
    "a count of days": (
        book(HEAD, ("n-1", "法律援助", 4602.5, None)),
        [(Flaw.NOT_A_DATE, 2, "接案日期")],
    ),
    "an id number": (
        book(HEAD, ("53010220150401123X", "法律援助", "2026-01-05", None)),
        [(Flaw.ID_NUMBER, 2, "本中心编号")],
    ),
    "an id number as a figure": (
        book(HEAD, (530102201504011237, "法律援助", "2026-01-05", None)),
        [(Flaw.DIGITS_LOST, 2, "本中心编号")],
    ),
    "a name": (CSV.replace("n-2", "张某某").encode(), [(Flaw.HANZI, 3, "本中心编号")]),
    "a phone": (CSV.replace("n-2", "13888123456").encode(), [(Flaw.PHONE, 3, "本中心编号")]),
    "a column of names": (
        CSV.replace("风险等级", "姓名").encode("gb18030"),
        [(Flaw.IDENTITY_COLUMN, 1, "姓名")],
    ),
    "a free column": (
        CSV.replace("风险等级", "备注").encode("gb18030"),
        [(Flaw.UNKNOWN_COLUMN, 1, "备注")],
    ),
    "one number twice": (
        CSV.replace("n-2", "N-1").encode(),
        [(Flaw.NUMBER_TWICE, 3, "本中心编号")],
    ),
    "a comma too many": (CSV.replace("高", "高,多").encode(), [(Flaw.EXTRA_CELL, 2, "E")]),
    "totals": (
        (CSV + "合计A,法律援助,2026-1-1,\r\n").encode(),
        [(Flaw.TOTALS, 4, "本中心编号")],
    ),
    "another day order": (
        CSV.replace("2026/2/6", "06/02/2026").encode(),
        [(Flaw.NOT_A_DATE, 3, "接案日期")],
    ),
    "a right-to-left trick": (
        CSV.replace("n-2", "\u202en-2").encode(),
        [(Flaw.NOT_A_CODE, 3, "本中心编号")],
    ),
    "another code": (
        repacked(SHEET, FIRST, lambda x: b'<?xml version="1.0" encoding="utf-7"?>' + x),
        [(Flaw.UNSAFE_WORKBOOK, None, "")],
    ),
    "another code in its own signs": (
        repacked(SHEET, FIRST, lambda _: "<?xml encoding='cp037'?>".encode("cp037")),
        [(Flaw.BROKEN_WORKBOOK, None, "")],
    ),
    "entities in utf-16": (
        repacked(SHEET, FIRST, lambda _: "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>".encode("utf-16-be")),
        [(Flaw.UNSAFE_WORKBOOK, None, "")],
    ),
    "a cell of 201 signs": (
        CSV.replace("n-2", "n" * 201).encode(),
        [(Flaw.TOO_LONG, 3, "本中心编号")],
    ),
    "a cell of 130,000 signs": (
        CSV.replace("n-2", "a" * 130_000).encode(),
        [(Flaw.TOO_LONG, 3, "本中心编号")],
    ),
    "a long cell in a sheet": (
        book(HEAD, ("n-1", "a" * 32_000, "2026-01-05", None)),
        [(Flaw.TOO_LONG, 2, "专业领域")],
    ),
    "two extra cells in a row": (
        CSV.replace("高", "高,多,多").encode(),
        [(Flaw.EXTRA_CELL, 2, "E")],
    ),
    "65 columns": (
        (",".join(["本中心编号", "专业领域", "接案日期", *["x"] * 62]) + "\r\n").encode(),
        [(Flaw.TOO_MANY_COLUMNS, None, "")],
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_every_hostile_file_is_named_and_nothing_of_it_read(name: str) -> None:
    data, wanted = HOSTILE[name]
    started = time.process_time()
    assert flaws(data) == wanted
    assert time.process_time() - started < 2


def in_sheet(inner: bytes) -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(SHEET)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            content = old.read(part)
            if part == FIRST:
                content = content.replace(b"</sheetData>", inner + b"</sheetData>")
            new.writestr(part, content)
    return file.getvalue()


HEADS_LINE = CSV.splitlines()[0] + "\n"
COSTLY: dict[str, tuple[Callable[[], bytes], Flaw]] = {
    "64 cells where 4 belong": (
        (HEADS_LINE + ("x," * 63 + "x\n") * 50_000).encode,
        Flaw.EXTRA_CELL,
    ),
    "every cell wrong": ((HEADS_LINE + "x,x,x,x\n" * 50_000).encode, Flaw.FOREIGN_AREA),
    "nothing but newlines": (lambda: b"\n" * 9_900_000, Flaw.TOO_MANY_ROWS),
    "nothing but commas": (lambda: b"," * 9_900_000, Flaw.EMPTY),
    "long cells": (
        (HEADS_LINE + ("a" * 130_000 + ",法律援助,2026-01-05,\n") * 70).encode,
        Flaw.TOO_LONG,
    ),
    "a million rows of one cell": (
        lambda: in_sheet(b"<row><c><v>1</v></c></row>" * 700_000),
        Flaw.TOO_MANY_ROWS,
    ),
    "a million rows of a blank cell": (
        lambda: in_sheet(b"<row><c/></row>" * 1_000_000),
        Flaw.TOO_MANY_ROWS,
    ),
    "a row of ten million cells": (
        lambda: in_sheet(b"<row>" + b"<c/>" * 10_000_000 + b"</row>"),
        Flaw.TOO_MANY_ROWS,
    ),
    "three million attributes": (
        lambda: in_sheet(b"<row " + b"".join(b'a%d="" ' % n for n in range(3_000_000)) + b"/>"),
        Flaw.TOO_LARGE_UNPACKED,
    ),
    "millions of attributes in small marks": (
        lambda: in_sheet((b"<row " + b"".join(b'a%d=""' % n for n in range(900)) + b"/>") * 4_000),
        Flaw.TOO_LARGE_UNPACKED,
    ),
    "attributes whose values hold what ends a mark": (
        lambda: in_sheet(b"<row " + b"".join(b"a%d='>' " % n for n in range(3_000_000)) + b"/>"),
        Flaw.TOO_LARGE_UNPACKED,
    ),
    "two million merged cells": (
        lambda: in_sheet(b'<mergeCell ref="A1:B2"/>' * 2_000_000),
        Flaw.TOO_LARGE_UNPACKED,
    ),
}


@pytest.mark.parametrize("name", COSTLY)
def test_a_file_made_to_cost_time_is_answered_soon(name: str) -> None:
    make, flaw = COSTLY[name]
    data = make()
    started = time.process_time()
    assert flaws(data)[0][0] == flaw
    assert time.process_time() - started < 6  # seconds; half of it on a machine of its own


_ALONE = """
import resource, sys, time
from qa_app.domain.list_faults import UnreadableListError
from qa_app.rubric_files.case_lists import read_sheet
import openpyxl
data = open(sys.argv[1], "rb").read()
before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    read_sheet(data)
except UnreadableListError as refused:
    flaw = refused.fault.flaw.value
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(flaw, time.process_time() - started, (after - before) / 1024)
"""


def test_a_mark_of_millions_of_attributes_costs_neither_time_nor_memory(tmp_path: Path) -> None:
    make, flaw = COSTLY["three million attributes"]
    file = tmp_path / "costly.xlsx"
    file.write_bytes(make())
    command = [sys.executable, "-c", _ALONE, str(file)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert told[0] == flaw.value
    assert float(told[1]) < 2  # seconds
    assert float(told[2]) < 256  # MB


def test_long_texts_and_long_values_that_spreadsheets_write_are_read() -> None:
    wide = b'<dataValidation sqref="' + b" ".join(b"A%d" % n for n in range(9_000)) + b'"/>'
    long = repacked(SHEET, FIRST, lambda x: x.replace(b"</worksheet>", wide + b"</worksheet>"))
    assert told(long) == ENTRIES
    text = repacked(
        SHEET, "docProps/core.xml", lambda x: x.replace(b"openpyxl", b"a > b = c " * 20_000)
    )
    assert told(text) == ENTRIES


@pytest.mark.parametrize("sign", ["\0", "\x01", "\x1a", "\x1c", "\x1f", "\x7f", "\x85"])
@pytest.mark.parametrize("code", ["utf-8", "gb18030"])
def test_a_control_character_in_a_line_is_named_with_row_and_column(sign: str, code: str) -> None:
    inside = CSV.replace("n-2", f"n{sign}-2").encode(code)
    assert flaws(inside) == [(Flaw.CONTROL, 3, "本中心编号")]
    alone = CSV.replace("2026/2/6,", f"2026/2/6,{sign}").encode(code)
    assert flaws(alone) == [(Flaw.CONTROL, 3, "风险等级")]
    head = CSV.replace("风险等级", f"风险{sign}等级").encode(code)
    assert flaws(head) == [(Flaw.CONTROL, 1, "D")]


WRITTEN = ["\0", "\x01", "\x1f", "&#0;", "&#x1;", "&#31;", "_x0000_", "_x001F_"]


@pytest.mark.parametrize("sign", WRITTEN)
def test_a_control_character_in_a_sheet_is_named_with_row_and_column(sign: str) -> None:
    bad = repacked(SHEET, FIRST, lambda x: x.replace(b"n-2", f"n{sign}-2".encode()))
    assert flaws(bad) == [(Flaw.CONTROL, 3, "本中心编号")]
    inline = f'<row r="4"><c r="A4" t="inlineStr"><is><t>n{sign}3</t></is></c></row>'.encode()
    assert (Flaw.CONTROL, 4, "本中心编号") in flaws(in_sheet(inline))


def test_signs_that_a_workbook_escapes_are_read_as_meant() -> None:
    for written, meant in (("n_x005F_2", "n_2"), ("n-2_x000D_", "n-2")):
        data = repacked(SHEET, FIRST, lambda x, as_=written: x.replace(b"n-2", as_.encode()))
        assert told(data)[1][0] == meant


def test_what_is_mostly_control_characters_is_no_text() -> None:
    for data in (CSV.encode("utf-16-le"), CSV.encode("utf-16-be"), b"a\0\1" * 999):
        assert flaws(data) == [(Flaw.NOT_TEXT, None, "")]


def test_the_first_faults_are_kept_and_the_check_stops_when_there_are_many() -> None:
    few = check_list(rows_in((HEADS_LINE + "x,法律援助,bad,\n" * 150).encode()), REGISTER)
    assert (len(few.faults), few.more_faults, few.is_cut) == (200, 99, False)
    many = check_list(rows_in((HEADS_LINE + "n,法律援助,bad,\n" * 5_000).encode()), REGISTER)
    assert (len(many.faults), many.more_faults, many.is_cut) == (200, 1_801, True)


def test_a_sheet_that_says_it_is_endless_is_not_believed() -> None:
    def far(sheet: bytes) -> bytes:
        wide = sheet.replace(b'ref="A1:D3"', b'ref="A1:XFD1048576"')
        assert wide != sheet
        return wide.replace(
            b"</sheetData>",
            b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData>',
        )

    started = time.process_time()
    assert told(repacked(SHEET, FIRST, far)) == ENTRIES
    assert time.process_time() - started < 5


def test_the_largest_lists_are_read_and_no_larger_one() -> None:
    head = "编号,领域,接案日期\n"
    most = head + "".join(f"n{n},法律援助,2026-01-05\n" for n in range(50_000))
    assert len(check_list(rows_in(most.encode()), REGISTER).entries) == 50_000
    assert flaws((most + "one,法律援助,2026-01-05\n").encode()) == [(Flaw.TOO_MANY_ROWS, None, "")]
    assert flaws(b"a" * 10_000_001) == [(Flaw.TOO_LARGE, None, "")]


codes = st.from_regex(r"[A-Za-z][A-Za-z0-9._/#-]{0,20}", fullmatch=True).filter(
    lambda code: "otal" not in code.casefold()
)
days = st.dates(date(1990, 1, 1), date(2026, 3, 23))


@st.composite
def entries(draw: st.DrawFn) -> tuple[CaseEntry, ...]:
    numbers = draw(st.lists(codes, min_size=1, max_size=8, unique_by=str.casefold))
    made = []
    for number in numbers:
        opened, closed = draw(days), draw(st.none() | days)
        if closed is not None and closed < opened:
            opened, closed = closed, opened
        made.append(
            CaseEntry(
                number,
                draw(st.sampled_from(sorted(AREAS))),
                opened,
                closed,
                draw(st.sampled_from(["", "W1", "W2"])),
                draw(st.sampled_from(["", *STAGES])),
                draw(st.sampled_from(["", *RISKS])),
                draw(st.just("") | codes),
                draw(st.booleans()),
            )
        )
    return tuple(made)


def written(entries: tuple[CaseEntry, ...], language: str, columns: list[Column]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([HEADS[column].in_language(language) for column in columns])
    for entry in entries:
        stage, risk = STAGES.get(entry.stage, NO_TEXT), RISKS.get(entry.risk, NO_TEXT)
        cells = {
            Column.NUMBER: entry.number,
            Column.AREA: entry.area,
            Column.OPENED: entry.opened_on,
            Column.CLOSED: entry.closed_on,
            Column.PRACTITIONER: entry.practitioner,
            Column.STAGE: stage.in_language(language),
            Column.RISK: risk.in_language(language),
            Column.SHELF: entry.shelf,
            Column.SEALED: {"zh": "是", "en": "yes"}[language] if entry.is_sealed else "",
        }
        writer.writerow([cells[column] for column in columns])
    return text.getvalue().encode("utf-8-sig")


@given(entries(), st.sampled_from(["zh", "en"]), st.permutations(list(TEMPLATE)))
@settings(max_examples=60, deadline=None)
def test_a_filled_in_template_reads_back(
    rows: tuple[CaseEntry, ...], language: str, columns: list[Column]
) -> None:
    done = check_list(rows_in(written(rows, language, columns)), REGISTER)
    assert done.faults == ()
    assert done.entries == rows


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_is_the_heads_alone(language: str) -> None:
    text = written_template(language).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        [HEADS[column].in_language(language) for column in TEMPLATE]
    ]
