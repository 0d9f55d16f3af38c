"""`qa methods verify` as a person would run it."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.conftest import ROOT

CASES = ROOT / "tests/domain/verification/cases.json"


def test_the_projects_own_cases(qa: Run) -> None:
    result = qa("methods", "verify", str(CASES))
    count = len(json.loads(CASES.read_text("utf-8"))["cases"])
    assert result.exit_code == 0
    assert result.output == f"{count} passed, 0 failed\n"


def test_each_difference_is_named(qa: Run, tmp_path: Path) -> None:
    cases = json.loads(CASES.read_text("utf-8"))["cases"][:2]
    cases[0]["expected"] = {"percent": 12.5, "status": "complete"}
    cases.append({"id": "mine", "function": "spc.other", "inputs": {}, "expected": {}})
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": cases}), "utf-8")
    result = qa("methods", "verify", str(file))
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"{cases[0]['id']} percent: expected 12.5, found 66.66666666666667",
        'mine: expected "spc.other", found "unknown function"',
        "1 passed, 2 failed",
    ]


def test_the_worked_example_of_its_page(qa: Run, tmp_path: Path) -> None:
    known = {one["id"]: one for one in json.loads(CASES.read_text("utf-8"))["cases"]}
    file = tmp_path / "cases.json"
    for page in ("verify.md", "zh/verify.md"):
        text = (ROOT / "docs/methods" / page).read_text("utf-8")
        case = json.loads(text.split("```json")[1].split("```")[0])
        assert case["inputs"] == known[case["id"]]["inputs"]
        file.write_text(json.dumps({"cases": [case]}), "utf-8")
        assert qa("methods", "verify", str(file)).output == "1 passed, 0 failed\n"
        case["expected"]["low"] = 0.2563
        file.write_text(json.dumps({"cases": [case]}), "utf-8")
        told = qa("methods", "verify", str(file)).output.splitlines()
        assert len(told) == 2
        assert all(f"`{line}`" in text for line in told)


def test_a_file_that_is_none(qa: Run, tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    for text in ("{", "{}", '{"cases": []}', "[3]"):
        file.write_text(text, "utf-8")
        result = qa("methods", "verify", str(file))
        assert result.exit_code == 1
        assert "cases.json: no" in result.output
    assert qa("methods", "verify", str(tmp_path / "none.json")).exit_code == 2
