"""What rubrics/README.md says is enough: its own examples are read and can be published."""

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from qa_app.cli import main
from qa_app.domain.condition_text import parse_condition
from qa_app.domain.rubric import Method
from qa_app.rubric_files.reader import read_rubric
from qa_app.rubric_files.workbook_tables import (
    CHOICES,
    ITEM_FIELDS,
    SECTION_FIELDS,
    TABLES,
    heads_of,
)
from tests.conftest import ROOT

README = (ROOT / "rubrics/README.md").read_text("utf-8")
SHEETS = {
    "settings": [
        ["form_id", "form_title::简体中文 (zh)", "form_title::English (en)", "version", "status", "kind", "area", "unit", "method", "scale", "min_applicable", "bands"],
        ["home_visit", "家访", "Home visit", "1.0.0", "draft", "case_file", "social_work", "case", "weighted_sections", "mpu", 0.6, "std4"],
    ],
    "facts": [
        ["name", "type", "label::简体中文 (zh)"],
        ["closed", "bool", "个案已结案"],
        ["risk", "choice", "风险等级"],
    ],
    "clocks": [["name", "label"], ["referred", "收到转介"], ["visited", "已家访"]],
    "choices": [
        ["list_name", "kind", "name", "label", "score"],
        ["fact:risk", None, "high", "高"],
        ["fact:risk", None, "low", "低"],
        ["three", "points", "good", "好", 2],
        ["three", None, "fair", "一般", 1],
        ["three", None, "bad", "差", 0],
        ["three", None, "na", "不适用"],
    ],
    "survey": [
        ["type", "name", "label", "weight", "relevant", "basis", "std", "clock", "critical", "tags"],
        ["begin_group", "A", "家访", 1],
        ["select_one time3", "A1", "7日内完成家访。", None, None, "proposed", None, "{from: referred, to: visited, within: 7d, late_until: 14d}"],
        ["select_one mpu", "A2", "结案记录写明再次求助途径。", 2, "closed = true and risk in (high, low)", "standard", "PSW#12; PSW#3"],
        ["select_one three", "A3", "态度友善。", None, None, "proposed", None, None, "gate", "voice, safety"],
        ["end_group"],
    ],
    "caps": [["when", "at_most"], ["answer A3 = bad", "C"]],
}  # fmt: skip


def workbook() -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_made_from_the_text_alone_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "data"))
    file = tmp_path / "home_visit.xlsx"
    file.write_bytes(workbook())
    runner = CliRunner()
    assert runner.invoke(main, ["init"]).exit_code == 0
    done = runner.invoke(main, ["rubrics", "publish", "--lang", "en", str(file)])
    assert (done.exit_code, "home_visit 1.0.0 is published" in done.output) == (0, True)
    out = tmp_path / "again.xlsx"
    export = ["rubrics", "export", "home_visit", "1.0.0", "--format", "xlsx", "--out", str(out)]
    assert runner.invoke(main, export).exit_code == 0
    assert "was published before" in runner.invoke(
        main, ["rubrics", "publish", "--lang", "en", str(out)]
    ).output  # fmt: skip


def test_the_smallest_rubric_and_the_method_that_it_names(tmp_path: Path, shipped: Path) -> None:
    (text, caps) = re.findall(r"```yaml\n(.*?)```", README, re.S)
    file = tmp_path / "home_visit.yaml"
    file.write_text(text, "utf-8")
    assert read_rubric(file, shipped).rubric.code == "home_visit"
    scoring = caps.replace("\n", "\n").rstrip()
    with_cap = re.sub(r"^scoring: .*$", lambda _: scoring, text, flags=re.M)
    file.write_text(with_cap, "utf-8")
    assert [cap.at_most for cap in read_rubric(file, shipped).rubric.caps] == ["C"]
    assert {f"`{method}`" for method in Method} <= set(re.findall(r"`[a-z_]+`", README))


def test_every_sheet_and_the_columns_of_items_are_told() -> None:
    words = set(re.findall(r"[a-z_]+(?=`|::)", README)) | set(re.findall(r"[a-z_]+", README))
    assert [table.name for table in TABLES if table.name not in words] == []
    heads = [one.head for one in (*ITEM_FIELDS, *SECTION_FIELDS, *CHOICES.fields)]
    assert [head for head in heads if head not in words] == []


def test_every_chinese_name_in_the_text_is_read() -> None:
    known = {name for table in TABLES for name in (*table.named, *heads_of(table))}
    rows = re.findall(r"^\| (`.*?) \| ([\u4e00-\u9fff, ]+) \|", README, re.M)
    named = {name for _, names in rows for name in names.split(", ")}
    assert len(named) > 25
    assert named <= known
    settings = re.search(r"^`settings` has the columns.*?\n\n", README, re.M | re.S)
    assert settings is not None
    assert set(re.findall(r"（?\(([\u4e00-\u9fff]+)\)", settings[0])) <= known


def test_every_condition_in_the_table_is_read() -> None:
    table = README[README.index("A condition in a cell is a line of text") :]
    lines = re.findall(r"^\| (.*?) \| .*\|$", table[: table.index("A code made of digits")], re.M)
    texts = [text for line in lines[2:] for text in re.findall(r"`([^`]+ [^`]+)`", line)]
    texts = [text for text in texts if "…" not in text]
    assert len(texts) >= 8
    for text in texts:
        assert parse_condition(text)
