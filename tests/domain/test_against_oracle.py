"""The engine against a second one, written from the text of the schema alone (tests/oracle).

Every line of a seeded sample is scored by both, over every shipped rubric, the examples and
random rubrics; whole results are compared, errors by their path.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from qa_app.domain.working_days import WorkingCalendar
from qa_app.rubric_files.case_lines import score_line
from qa_app.rubric_files.holidays import read_holidays
from qa_app.rubric_files.reader import load_rubric
from tests.conftest import ROOT
from tests.oracle.evaluator import Oracle, as_json
from tests.oracle.random_cases import Cases
from tests.oracle.random_rubrics import Rubrics

FILES = [
    *(f"rubrics/{name}.yaml" for name in (
        "appropriate_adult",
        "family_education",
        "legal_aid",
        "one_stop_centre",
        "psychological_support",
        "qa_system_maturity",
        "social_investigation",
        "supervision_practice",
        "sw_case_management",
        "reference/osri",
        "reference/weakest_grade",
    )),
    "docs/examples/care_inspectorate/key_questions.yaml",
    "docs/examples/care_inspectorate/quality_themes.yaml",
    "docs/examples/rubrics/care_home_checklist.yaml",
    "docs/examples/rubrics/hygiene_rating.yaml",
]  # fmt: skip


@pytest.fixture(scope="module")
def china() -> WorkingCalendar:
    tables = read_holidays(ROOT / "rubrics" / "holidays.yaml")
    return next(table for table in tables if table.region == "CN").calendar()


def assert_alike(file: Path, seed: str, count: int, china: WorkingCalendar) -> set[str]:
    """Compare line by line; gives the statuses that came up."""
    rubric, oracle = load_rubric(file, ROOT / "rubrics"), Oracle.of(file)
    seen = set()
    for number, line in enumerate(Cases(oracle, seed).lines(count), 1):
        expected = as_json(oracle.answer(line, number))
        found: dict[str, Any] = score_line(
            rubric, line.encode(errors="surrogatepass"), number, china
        )
        found = json.loads(json.dumps(found))
        if "error" in found:
            assert set(found["error"]) == {"code", "path", "params"}
            found["error"] = found["error"]["path"]
        assert found == expected, (file.name, seed, line)
        seen.add(str(found.get("status", "error")))
    return seen


def test_every_rubric_file_is_compared() -> None:
    schema = "schema: qa.rubric/1"
    folders = [ROOT / "rubrics", ROOT / "docs" / "examples"]
    files = {
        file.relative_to(ROOT).as_posix()
        for folder in folders
        for file in folder.rglob("*.yaml")
        if schema in file.read_text("utf-8")
    }
    assert files == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_shipped_rubrics(name: str, china: WorkingCalendar) -> None:
    seen = assert_alike(ROOT / name, f"fixed-{name}", 150, china)
    assert {"complete", "error"} <= seen


def test_random_rubrics(tmp_path: Path, china: WorkingCalendar) -> None:
    seen = set()
    for number in range(6):
        file = tmp_path / f"r{number}.yaml"
        file.write_text(Rubrics(f"fixed-{number}").text(), "utf-8")
        seen |= assert_alike(file, f"fixed-{number}", 60, china)
    assert seen == {"complete", "incomplete", "not_rated", "error"}


@pytest.mark.nightly
@pytest.mark.parametrize("name", FILES)
def test_shipped_rubrics_at_length(name: str, china: WorkingCalendar) -> None:
    assert_alike(ROOT / name, f"nightly-{name}", 5_000, china)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(20))
def test_random_rubrics_at_length(seed: int, tmp_path: Path, china: WorkingCalendar) -> None:
    for number in range(50):
        file = tmp_path / f"r{number}.yaml"
        file.write_text(Rubrics(f"nightly-{seed}-{number}").text(), "utf-8")
        assert_alike(file, f"nightly-{seed}-{number}", 60, china)
