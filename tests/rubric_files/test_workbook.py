import io
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook

from qa_app.domain.problems import Severity
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_unfreeze import unfreeze
from qa_app.reports.notices import PRINTED_NOTICE
from qa_app.reports.workbooks import with_notice
from qa_app.rubric_files.checker import check_file
from qa_app.rubric_files.reader import (
    RubricFileError,
    load_library,
    read_rubric,
    rubric_text,
)
from qa_app.rubric_files.workbook_build import WorkbookText
from qa_app.rubric_files.workbook_reader import read_workbook
from qa_app.rubric_files.workbook_tables import TABLES, heading, sheet_name
from qa_app.rubric_files.workbook_writer import rubric_workbook
from qa_app.wording import Words
from tests.builders import LIBRARY, a_file, item, section, words
from tests.conftest import ROOT
from tests.random_rubrics import rubric_files

RUBRICS = [
    file
    for folder in ("rubrics", "rubrics/reference", "docs/examples/rubrics")
    for file in sorted((ROOT / folder).glob("*.yaml"))
    if "schema: qa.rubric/1" in file.read_text("utf-8")
]
Sheets = dict[str, list[list[Any]]]


def book(sheets: Mapping[str, list[list[Any]]]) -> bytes:
    """A workbook as any spreadsheet library writes it."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def small() -> Sheets:
    return {
        "settings": [
            ["form_id", "form_title::中文", "version", "status", "kind", "area", "unit", "method", "scale", "bands"],
            ["small", "小", "1.0.0", "draft", "case_file", "social_work", "case", "weighted_sections", "mpu", "std4"],
        ],
        "facts": [["name", "type", "label::zh"], ["closed", "bool", "已结案"]],
        "survey": [
            ["type", "name", "label::zh", "weight", "relevant", "basis"],
            ["begin_group", "A", "甲", 1],
            ["select_one mpu", "A1", "一", 1, "closed = true", "proposed"],
            ["end_group"],
        ],
    }  # fmt: skip


def problems(
    sheets: Mapping[str, list[list[Any]]], tmp_path: Path, shipped: Path
) -> list[tuple[str, str]]:
    file = tmp_path / "small.xlsx"
    file.write_bytes(book(sheets))
    return [(one.place, one.problem.code) for one in check_file(file, shipped)]


@pytest.mark.parametrize("file", RUBRICS, ids=lambda file: file.stem)
def test_every_shipped_rubric_comes_back_from_its_workbook(
    file: Path, shipped: Path, tmp_path: Path
) -> None:
    first, library = read_rubric(file, shipped), load_library(file, shipped)
    lean, whole = unfreeze(first.content, library), unfreeze(first.content)
    for plain, said_in in ((lean, "en"), (whole, "en"), (lean, "zh"), (whole, "zh")):
        again = tmp_path / "again.xlsx"
        again.write_bytes(rubric_workbook(plain, said_in))
        assert read_workbook(again.read_bytes()).plain == plain
        assert read_rubric(again, shipped).rubric == first.rubric


@settings(max_examples=20, deadline=None)
@given(rubric_files())
def test_random_rubrics_come_back_from_their_workbook(plain: dict[str, Any]) -> None:
    content = json.loads(json.dumps(resolve(plain, LIBRARY)))
    for library in (None, LIBRARY):
        said_in = "en" if library is None else "zh"
        text = read_workbook(rubric_workbook(unfreeze(content, library), said_in))
        assert text.faults == []
        assert fingerprint_of(resolve(text.plain, LIBRARY)) == fingerprint_of(content)


def test_a_file_with_everything_comes_back() -> None:
    plain = a_file(
        section("A", item("A1", std=[], tags=[]), item("A2", anchors={})),
        facts=[],
        clocks=[],
        logs=[],
        case_sample={"unit": "case", "size": "lqas", "facts": []},
        scoring={
            "bands": {"default": "std4", "CN-53": "std4"},
            "min_applicable": Fraction(1),
            "caps": [{"when": {"answer": "A1", "is": "unmet"}, "at_most": "C"}],
        },
        region="CN-53",
        holistic={"scale": "peer5", "required": True, "differ_by": 2, "map": {"A": [1, "2"]}},
    )
    assert read_workbook(rubric_workbook(plain)).plain == plain


def test_the_notice_of_a_demonstration_is_no_part_of_the_rubric() -> None:
    plain = a_file(section("A", item("A1", text={"zh": "甲", "en": "=1+1"})))
    made = rubric_workbook(plain)
    assert with_notice(made) is made
    token = PRINTED_NOTICE.set({"zh": "均为虚构", "en": "All invented"}.__getitem__)
    try:
        told = with_notice(made)
    finally:
        PRINTED_NOTICE.reset(token)
    book = load_workbook(io.BytesIO(told))
    assert [cell.value for cell in book.worksheets[-1]["A"]] == ["均为虚构", "All invented"]
    heads = {page.oddHeader.center.text for page in book.worksheets}
    assert heads == {"均为虚构 All invented"}
    again = read_workbook(told)
    assert (again.plain, again.faults) == (plain, [])


def test_in_chinese_every_sheet_and_heading_is_chinese(shipped: Path) -> None:
    for table in TABLES:
        names = [heading(field, "", "zh") for field in table.fields]
        assert sheet_name(table, "zh") != table.name, table.name
        assert len(set(names)) == len(names), names
        assert [name for name in names if name.isascii()] == []
    file = shipped / "sw_case_management.yaml"
    plain = unfreeze(read_rubric(file, shipped).content, load_library(file, shipped))
    made = load_workbook(io.BytesIO(rubric_workbook(plain, "zh")))
    assert made.sheetnames[:2] == ["设置", "题目"]
    assert {"案情事项", "时点", "日期清单"} <= set(made.sheetnames)
    heads = [cell.value for cell in made["题目"][1]]
    assert heads[:4] == ["类型", "代码", "名称::简体中文 (zh)", "名称::English (en)"]


def test_sheets_and_headings_of_a_workbook(shipped: Path) -> None:
    file = shipped / "sw_case_management.yaml"
    plain = unfreeze(read_rubric(file, shipped).content, load_library(file, shipped))
    made = load_workbook(io.BytesIO(rubric_workbook(plain)))
    assert made.sheetnames[:3] == ["settings", "survey", "choices"]
    heads = [cell.value for cell in made["survey"][1]]
    assert heads[:4] == ["type", "name", "label::简体中文 (zh)", "label::English (en)"]
    rows = list(made["survey"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows[:2]] == ["begin_group", "select_one time3"]
    relevant = {row[heads.index("relevant")] for row in rows}
    assert "closed = true" in relevant


def test_a_workbook_as_a_library_writes_it_is_read(tmp_path: Path, shipped: Path) -> None:
    file = tmp_path / "small.xlsx"
    file.write_bytes(book(small()))
    rubric = read_rubric(file, shipped).rubric
    assert rubric.code == "small"
    assert rubric.items["A1"].text.zh == "一"
    assert rubric.items["A1"].weight == 1


def test_chinese_sheets_headings_and_signs(tmp_path: Path, shipped: Path) -> None:
    sheets = {
        "设置": [
            ["细则代码", "细则名称（中文）", "版本", "状态", "种类", "领域", "评查单位", "计分方法", "默认选项组", "等级"],
            ["small", "小", "1.0.0", "draft", "case_file", "social_work", "case", "weighted_sections", "mpu", "std4"],
        ],
        "事实": [["代码", "类型", "名称"], ["closed", "bool", "已结案"]],
        "题目": [
            ["类型", "代码", "名称", "权重", "适用条件", "依据", "逐案"],
            ["begin group", "A", "甲", 1],
            ["select_one mpu", "A1", "一", 1.0, "closed＝true", "proposed", "否"],
            ["end group"],
        ],
    }  # fmt: skip
    file = tmp_path / "small.xlsx"
    file.write_bytes(book(sheets))
    plain = read_workbook(book(small())).plain
    plain["sections"][0]["items"][0]["per_case"] = False
    assert read_workbook(file.read_bytes()).plain == plain
    assert read_rubric(file, shipped).rubric.code == "small"


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "place", "code"),
    [
        ("survey", 2, 3, 0, "survey!D3", "out_of_bounds"),
        ("survey", 2, 3, "heavy", "survey!D3", "not_a_number"),
        ("survey", 2, 3, "=1+1", "survey!D3", "formula_in_cell"),
        ("survey", 2, 3, "#N/A", "survey!D3", "error_in_cell"),
        ("survey", 2, 4, "closed is true", "survey!E3", "condition_unreadable"),
        ("survey", 2, 4, "open = true", "survey!E3", "unknown_fact"),
        ("survey", 2, 4, "{fact: closed", "survey!E3", "not_yaml"),
        ("survey", 2, 0, "select_one none", "survey!A3", "unknown_scale"),
        ("survey", 2, 0, "text", "survey!A3", "unknown_type"),
        ("survey", 2, 1, "Ａ１", "survey!B3", "not_a_code"),
        ("survey", 2, 2, "", "survey!A3", "missing_field"),
        ("survey", 2, 2, "字" * 9000, "survey!C3", "cell_too_long"),
        ("survey", 1, 5, "law", "survey!F2", "column_not_here"),
        ("survey", 3, 0, "begin_group", "survey!A4", "group_not_closed"),
        ("survey", 1, 0, "end_group", "survey!A2", "group_not_open"),
        ("survey", 1, 0, "note", "survey!A3", "outside_group"),
        ("survey", 0, 5, "bases", "survey!F1", "unknown_column"),
        ("survey", 0, 5, "weight", "survey!F1", "column_twice"),
        ("survey", 0, 2, "label::fr", "survey!C1", "unknown_language"),
        ("facts", 1, 1, "truth", "facts!B2", "not_one_of"),
        ("facts", 1, 2, " ", "facts!A2", "text_missing"),
        ("settings", 1, 6, "", "settings!A2", "missing_field"),
        ("settings", 1, 4, "file", "settings!E2", "not_one_of"),
        ("settings", 1, 9, "std9", "settings!J2", "unknown_bands"),
        ("settings", 1, 9, "{default: std9}", "settings!J2", "unknown_bands"),
    ],
)
def test_a_fault_is_named_with_sheet_row_and_column(
    sheet: str, row: int, column: int, value: Any, place: str, code: str,
    tmp_path: Path, shipped: Path,
) -> None:  # fmt: skip
    sheets = small()
    rows = sheets[sheet]
    rows[row] = [*rows[row], *[None] * 9][:10]
    rows[row][column] = None if value == "" else value
    found = problems(sheets, tmp_path, shipped)
    assert (place, code) in found


def test_all_faults_at_once_and_none_twice(tmp_path: Path, shipped: Path) -> None:
    sheets = small()
    sheets["survey"][2] = ["select_one mpu", "A1", "一", "x", "closed =", "guess"]
    sheets["facts"] += [["closed", "bool", "又"], ["n", None, "数"]]
    sheets["settings"][1][1] = None
    sheets["Sheet1"] = [["anything"]]
    found = problems(sheets, tmp_path, shipped)
    assert found == [
        ("Sheet1!A1", "unknown_sheet"),
        ("settings!A2", "missing_field"),
        ("survey!D3", "not_a_number"),
        ("survey!E3", "condition_unreadable"),
        ("survey!F3", "not_one_of"),
        ("facts!A3", "declared_twice"),
        ("facts!A4", "missing_field"),
    ]


def test_parts_of_items_that_are_not_there(tmp_path: Path, shipped: Path) -> None:
    sheets = small()
    sheets["read"] = [["item", "name", "label"], ["Z9", "notes", "记录"]]
    sheets["anchors"] = [["item", "name", "label"], ["A1", "met", "好"], [None, "met", "好"]]
    sheets["choices"] = [
        ["list_name", "name", "label"],
        ["fact:risk", "high", "高"],
        [None, "x", "x"],
    ]
    found = problems(sheets, tmp_path, shipped)
    assert ("read!A2", "unknown_item") in found
    assert ("anchors!A3", "unknown_item") in found
    assert ("choices!A2", "unknown_fact") in found
    assert ("choices!A3", "missing_field") in found


def test_rows_of_the_wrong_number(tmp_path: Path, shipped: Path) -> None:
    sheets = small()
    sheets["settings"].append(["again"])
    del sheets["survey"]
    found = problems(sheets, tmp_path, shipped)
    assert ("settings!A3", "one_row_only") in found
    assert ("survey!A1", "sheet_missing") in found
    many = small()
    many["survey"] += [["note"]] * 6000
    assert problems(many, tmp_path, shipped) == [("survey!A5001", "too_much_rows")]


def test_numbers_of_a_spreadsheet_are_exact() -> None:
    sheets = small()
    for value, wanted in (
        (0.1, Fraction(1, 10)),
        (0.1 + 0.2, Fraction(3, 10)),
        (2.0, 2),
        ("2.0", Fraction(2)),
        ("2", 2),
        (1e300, "1e+300"),
        (True, "true"),
    ):
        sheets["survey"][2][3] = value
        (found,) = read_workbook(book(sheets)).plain["sections"][0]["items"]
        assert (found["weight"], type(found["weight"])) == (wanted, type(wanted))


def test_texts_that_look_like_formulas_are_texts() -> None:
    plain = a_file(title=words("=1+1"), note=words("#N/A"), purpose=words("_x0041_\x01\r"))
    assert read_workbook(rubric_workbook(plain)).plain == plain


def test_texts_stay_texts_when_somebody_types_over_them() -> None:
    signs = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|")
    doers = [f"{sign}cmd|' /C calc'!A0" for sign in signs]
    held = [item(f"A{n}", text=words(one), quote=one) for n, one in enumerate(doers)]
    plain = a_file(section("A", *held, title=words(doers[0])), title=words(doers[1]))
    data = rubric_workbook(plain)
    read = read_workbook(data)
    assert (read.plain, read.faults) == (plain, [])
    before, after = (fingerprint_of(resolve(one, LIBRARY)) for one in (plain, read.plain))
    assert before == after
    cells = [cell for sheet in load_workbook(io.BytesIO(data)) for row in sheet for cell in row]
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert sum(cell.value.startswith(signs) for cell in texts) >= len(doers) * 2
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in texts)
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}


@pytest.mark.parametrize(
    ("cell", "rows", "code"),
    [
        ("{a: &a x, b: *a}", 1, "too_much_aliases"),
        ("x" * 8_000, 40, "too_much_text"),
        ("{a: b}", 4_990, "too_much_cells"),
    ],
)
def test_what_the_cells_come_to_is_bounded(
    cell: str, rows: int, code: str, tmp_path: Path, shipped: Path
) -> None:
    sheets = small()
    relevant = sheets["survey"][0].index("relevant")
    for row in range(rows):
        line: list[Any] = ["select_one mpu", f"N{row}", *[None] * 8]
        line[relevant] = cell
        sheets["survey"].insert(2, line)
    ((place, found),) = [one for one in problems(sheets, tmp_path, shipped) if one[1] == code]
    assert (place[:8], found) == ("survey!E" if rows == 1 else "survey!A", code)


def test_words_for_every_fault_in_both_languages(tmp_path: Path, shipped: Path) -> None:
    sheets = small()
    sheets["survey"][2][4] = "closed is true"
    file = tmp_path / "small.xlsx"
    file.write_bytes(book(sheets))
    with pytest.raises(RubricFileError) as caught:
        read_rubric(file, shipped)
    (one,) = caught.value.problems
    assert one.place == "survey!E3"
    assert Words("en").problem(one.problem) == (
        "this is not readable as a condition from here on: is true"
    )
    assert Words("zh").problem(one.problem) == "从此处起无法读作条件：is true"


def test_files_that_are_known_by_what_they_are(shipped: Path) -> None:
    data = (shipped / "legal_aid.yaml").read_bytes()
    assert rubric_text(data, "x.xlsx").plain["id"] == "legal_aid"
    workbook = rubric_text(book(small()), "x.yaml")
    assert isinstance(workbook, WorkbookText)
    for broken, name, code in (
        (b"\xd0\xcf\x11\xe0 old", "x.xls", "workbook_old_or_locked"),
        (b"PK\x03\x04 broken", "x.xlsx", "workbook_broken_workbook"),
        (b"a,b\n1,2\n", "x.csv", "table_alone"),
        ("题目".encode("gb18030"), "x.yaml", "not_utf8"),
        (b"PK" + b"x" * 2_000_000, "x.xlsx", "too_much_bytes"),
        (b"a: " + b"x" * 300_000, "x.yaml", "too_much_bytes"),
    ):
        with pytest.raises(RubricFileError) as caught:
            rubric_text(broken, name)
        (one,) = caught.value.problems
        assert (one.problem.code, one.problem.severity) == (code, Severity.ERROR)
