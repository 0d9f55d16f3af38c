"""What rubrics/README.md says is enough: its own examples are read and can be published."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from qa_app.cli import main
from qa_app.domain.condition_text import parse_condition
from qa_app.domain.rubric import Method
from qa_app.domain.rubric_schema import rubric_schema
from qa_app.rubric_files.checker import check_file
from qa_app.rubric_files.reader import read_rubric
from qa_app.rubric_files.workbook_tables import (
    CHOICES,
    ITEM_FIELDS,
    SECTION_FIELDS,
    TABLES,
    heads_of,
)
from qa_app.rubric_files.yaml_text import read_yaml
from tests.conftest import ROOT

README = (ROOT / "rubrics/README.md").read_text("utf-8")
TUTORIAL = README[: README.index("## Publishing and taking away")]
SHEETS: dict[str, list[list[Any]]] = {
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


def test_the_rubric_of_the_tutorial_grows_into_the_whole_file(
    tmp_path: Path, shipped: Path
) -> None:
    first, *parts, whole = re.findall(r"```yaml\n(.*?)```", TUTORIAL, re.S)
    file = tmp_path / "home_visit.yaml"
    for text in (first, whole):
        file.write_text(text, "utf-8")
        assert check_file(file, shipped) == ()
    assert len(parts) == 5
    assert [part for part in parts if part not in whole] == []
    assert set(first.splitlines()) <= set(whole.splitlines())


def test_the_tutorial_scores_and_publishes_with_its_own_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    whole = re.findall(r"```yaml\n(.*?)```", TUTORIAL, re.S)[-1]
    (case,) = re.findall(r"```json\n(.*?)```", TUTORIAL, re.S)
    (tmp_path / "home_visit.yaml").write_text(whole, "utf-8")
    (tmp_path / "cases.jsonl").write_text(case, "utf-8")
    commands = re.findall(r"^    qa (rubrics .*)$", TUTORIAL, re.M)
    assert len(commands) == 3
    runner = CliRunner()
    assert runner.invoke(main, ["init"]).exit_code == 0
    check, score, publish = [runner.invoke(main, command.split()) for command in commands]
    assert "0 errors, 0 warnings" in check.output
    result = json.loads(score.output)
    assert (result["codes"]["A2"], result["sections"], result["percent"], result["band"]) == (
        "late", {"A": "5/6", "B": "1/1"}, 90.0, "A",
    )  # fmt: skip
    assert "60 × 5/6 + 40 × 1 = 90.0, band A" in TUTORIAL
    assert publish.exit_code == 0


def test_caps_and_own_scales_and_bands_as_shown(tmp_path: Path, shipped: Path) -> None:
    whole = re.findall(r"```yaml\n(.*?)```", TUTORIAL, re.S)[-1]
    caps, own, ratings, answers = re.findall(
        r"```yaml\n(.*?)```", README.removeprefix(TUTORIAL), re.S
    )
    file = tmp_path / "home_visit.yaml"
    file.write_text(re.sub(r"^scoring: .*\n", lambda _: caps, whole, flags=re.M), "utf-8")
    assert [cap.at_most for cap in read_rubric(file, shipped).rubric.caps] == ["C"]
    text = whole.replace("scale: mpu", "scale: three").replace("bands: std4", "bands: pass2")
    file.write_text(text.replace("scoring:", own + "scoring:", 1), "utf-8")
    assert [band.code for band in read_rubric(file, shipped).rubric.bands] == ["P", "F"]
    assert list(read_yaml(ratings).plain["ratings"]) == ["done", "partly_done", "na"]
    worded = read_yaml(answers).plain
    assert set(worded["answer_words"]) < set(worded["answers"]["full"])


def fields_of(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return {name for one in schema for name in fields_of(one)}
    if not isinstance(schema, dict):
        return set()
    named = schema.get("properties", {})
    return set(named) | {name for one in schema.values() for name in fields_of(one)}


def test_every_method_and_every_field_of_a_file_is_told() -> None:
    words = set(re.findall(r"[a-z_]+", README))
    assert {f"`{method}`" for method in Method} <= set(re.findall(r"`[a-z_]+`", README))
    # the fields of rule rubrics alone are left to reference/osri.yaml
    assert fields_of(rubric_schema()["else"]) - words == set()


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
