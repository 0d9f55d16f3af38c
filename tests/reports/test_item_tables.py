import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from qa_app.domain.export_columns import CellKind, Column
from qa_app.domain.text import BilingualText
from qa_app.reports import item_tables
from qa_app.reports.item_tables import csv_lines, json_lines, workbook_blocks
from qa_app.reports.notices import PRINTED_NOTICE

ZONE = "Asia/Shanghai"
COLUMNS = [
    Column(name, kind, BilingualText(name, name))
    for name, kind in (
        ("who", CellKind.TEXT),
        ("number", CellKind.NUMBER),
        ("on", CellKind.DAY),
        ("at", CellKind.INSTANT),
    )
]
AT = datetime(2026, 3, 23, 16, 30, tzinfo=UTC)
ROWS = [
    ("督导甲", "37.5", date(2026, 3, 23), AT),
    ("=1+1", "-2", None, None),
    ("＝HYPERLINK(1)", None, None, None),
]
DICTIONARY = ("说明", ("列", "内容"), [("who", "谁")])


def test_csv_keeps_numbers_and_disarms_formulas() -> None:
    content = b"".join(csv_lines(COLUMNS, ROWS, ZONE))
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [
        ["who", "number", "on", "at"],
        ["督导甲", "37.5", "2026-03-23", "2026-03-24T00:30:00+08:00"],
        ["'=1+1", "-2", "", ""],
        ["'＝HYPERLINK(1)", "", "", ""],
    ]


def test_json_lines_hold_numbers_and_text_as_they_are() -> None:
    told = [json.loads(line) for line in b"".join(json_lines(COLUMNS, ROWS, ZONE)).splitlines()]
    assert told[0] == {
        "who": "督导甲", "number": 37.5, "on": "2026-03-23", "at": "2026-03-24T00:30:00+08:00",
    }  # fmt: skip
    assert told[1] == {"who": "=1+1", "number": -2, "on": None, "at": None}


def test_a_workbook_holds_text_as_text_and_explains_its_columns() -> None:
    book = load_workbook(io.BytesIO(b"".join(workbook_blocks(COLUMNS, ROWS, ZONE, DICTIONARY))))
    assert book.sheetnames == ["说明", "items 1"]
    assert [cell.value for cell in book["说明"][2]] == ["who", "谁"]
    sheet = book["items 1"]
    assert [cell.value for cell in sheet[1]] == ["who", "number", "on", "at"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == (37.5, "n")
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")


def test_the_notice_is_the_last_sheet_and_no_row() -> None:
    token = PRINTED_NOTICE.set({"zh": "均为虚构", "en": "=invented"}.__getitem__)
    try:
        file = b"".join(workbook_blocks(COLUMNS, ROWS, ZONE, DICTIONARY))
    finally:
        PRINTED_NOTICE.reset(token)
    book = load_workbook(io.BytesIO(file))
    assert book.sheetnames == ["说明", "items 1", "说明 Notice"]
    assert [cell.value for cell in book["说明 Notice"]["A"]] == ["均为虚构", "=invented"]
    assert book["items 1"].max_row == len(ROWS) + 1


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(item_tables, "_ROWS_OF_A_SHEET", 2)
    book = load_workbook(io.BytesIO(b"".join(workbook_blocks(COLUMNS, ROWS, ZONE, DICTIONARY))))
    assert [sheet.max_row for sheet in book] == [2, 3, 2]


@pytest.mark.parametrize("write", [csv_lines, json_lines])
def test_rows_leave_while_they_are_read(write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(item_tables, "_BATCH", 2)
    asked = []

    def rows() -> Iterator[tuple[object, ...]]:
        for number in range(6):
            asked.append(number)
            yield (str(number), number, None, None)

    parts = write(COLUMNS, rows(), ZONE)
    next(parts)
    assert asked == [0, 1]
