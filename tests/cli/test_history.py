import csv
import gzip
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest

from benchmarks.history import DATA, MAPPING, sample
from qa_app import clock
from tests.cli.conftest import Run

PROVIDERS = [
    {"provider_id": "P1", "label": "Home One", "council_area": "Fife", "service_type": "Care"},
    {"provider_id": "P2", "label": "Home Two", "council_area": "Moray", "service_type": "Care"},
]
INSPECTIONS = [
    # two grades, the lower one is 4
    {"inspection_id": "I1", "provider_id": "P1", "date": "2015-03-02", "type": "quality themes"},
    # the later version; one grade superseded, the lowest left is 5
    {"inspection_id": "I2", "provider_id": "P1", "date": "2021-06-01", "type": "key questions"},
    # published otherwise than its lowest grade
    {"inspection_id": "I3", "provider_id": "P2", "date": "2016-09-05", "type": "quality themes"},
]
PUBLISHED = {"I1": "4", "I2": "5", "I3": "5"}
GRADES = {
    "I1": [("{theme1}", "4", "0"), ("{theme2}", "6", "0")],
    "I2": [("{key1}", "5", "0"), ("{key2}", "2", "1")],
    "I3": [("{theme1}", "3", "0")],
}


def write(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three inspections of two providers, written here by hand."""
    folder = tmp_path / "data"
    codes = item_codes()
    write(folder, "providers", [one | {"date_registered": "2012-01-01"} for one in PROVIDERS])
    inspections = [
        one | {"published_score": PUBLISHED[one["inspection_id"]]} for one in INSPECTIONS
    ]
    write(folder, "inspections", inspections)
    grades = [
        {
            "inspection_id": inspection,
            "item_code": item.format(**codes),
            "points": points,
            "superseded": superseded,
        }
        for inspection, found in GRADES.items()
        for item, points, superseded in found
    ]
    write(folder, "items", grades)
    return folder


def item_codes() -> dict[str, str]:
    from qa_app.paths import resource
    from qa_app.rubric_files.reader import load_rubric

    themes = load_rubric(MAPPING.parent / "quality_themes.yaml", resource("rubrics")).items
    keys = load_rubric(MAPPING.parent / "key_questions.yaml", resource("rubrics")).items
    first, second, *_ = themes
    only_new = [code for code in keys if code not in themes]
    return {"theme1": first, "theme2": second, "key1": only_new[0], "key2": only_new[1]}


def imported(qa: Run, data: Path, report: Path, exit_code: int = 0) -> dict:
    words = ("history", "import", str(MAPPING), "--data", str(data), "--report", str(report))
    result = qa(*words)
    assert result.exit_code == exit_code, result.output
    return json.loads(report.read_text("utf-8"))


def bands(home: Path) -> dict[str, str]:
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        rows = connection.execute("SELECT source_key, explanation FROM audit").fetchall()
    return {key: json.loads(explanation)["grade"] for key, explanation in rows}


def test_a_history_is_taken_in_scored_and_compared(qa: Run, home: Path, data: Path) -> None:
    told = imported(qa, data, data / "report.json")
    assert (told["centres_added"], told["audits_added"], told["grades_added"]) == (2, 3, 4)
    assert bands(home) == {"I1": "4", "I2": "5", "I3": "3"}
    assert (told["compared"], told["equal"]) == (3, 2)
    assert told["differences"] == {"published above the lowest grade": 1}
    assert told["faults"] == {}
    assert qa("totals", "check").exit_code == 0


def test_a_second_import_adds_nothing(qa: Run, data: Path) -> None:
    imported(qa, data, data / "report.json")
    told = imported(qa, data, data / "report.json")
    assert (told["centres_added"], told["audits_added"], told["grades_added"]) == (0, 0, 0)
    assert (told["compared"], told["equal"]) == (3, 2)


def test_a_changed_grade_changes_the_overall_result(qa: Run, home: Path, data: Path) -> None:
    rows = read(data, "items")
    rows[0]["points"] = "2"  # the first grade of I1, 4 before
    write(data, "items", rows)
    told = imported(qa, data, data / "report.json")
    assert bands(home) == {"I1": "2", "I2": "5", "I3": "3"}
    assert told["equal"] == 1


def test_a_grade_that_does_not_exist_is_counted_as_a_fault(qa: Run, data: Path) -> None:
    rows = read(data, "items")
    rows[-1]["points"] = "9"
    write(data, "items", rows)
    told = imported(qa, data, data / "report.json", exit_code=1)
    assert told["audits_added"] == 2
    assert sum(told["faults"].values()) == 1


def test_a_grade_of_no_inspection_takes_nothing_from_the_others(
    qa: Run, home: Path, data: Path
) -> None:
    rows = read(data, "items")
    write(data, "items", [*rows[:2], rows[0] | {"inspection_id": "IX"}, *rows[2:]])
    told = imported(qa, data, data / "report.json", exit_code=1)
    assert (told["audits_added"], told["grades_added"], told["faults"]) == (3, 4, {})
    assert told["file_faults"] == [
        {"file": "items", "line": 4, "code": "no_such_audit", "value": "IX"}
    ]
    assert bands(home) == {"I1": "4", "I2": "5", "I3": "3"}


def test_grades_need_not_stand_in_the_order_of_the_inspections(
    qa: Run, home: Path, data: Path
) -> None:
    rows = read(data, "items")
    write(data, "items", [rows[4], rows[0], rows[3], rows[2], rows[1]])
    told = imported(qa, data, data / "report.json")
    assert (told["grades_added"], told["file_faults"]) == (4, [])
    assert bands(home) == {"I1": "4", "I2": "5", "I3": "3"}


def test_an_inspection_whose_grades_are_missing_waits_for_them(
    qa: Run, home: Path, data: Path
) -> None:
    rows = read(data, "items")
    write(data, "items", [row for row in rows if row["inspection_id"] != "I2"])
    told = imported(qa, data, data / "report.json", exit_code=1)
    assert (told["audits_added"], told["faults"]) == (2, {"no_grades": 1})
    assert bands(home) == {"I1": "4", "I3": "3"}
    write(data, "items", rows)
    told = imported(qa, data, data / "report.json")
    assert (told["audits_added"], told["grades_added"], told["faults"]) == (1, 1, {})
    assert bands(home) == {"I1": "4", "I2": "5", "I3": "3"}


def test_grades_that_changed_since_are_told_and_left(qa: Run, home: Path, data: Path) -> None:
    imported(qa, data, data / "report.json")
    rows = read(data, "items")
    rows[0]["points"] = "2"
    write(data, "items", rows)
    told = imported(qa, data, data / "report.json", exit_code=1)
    assert (told["audits_added"], told["faults"]) == (0, {"grades_differ": 1})
    assert bands(home) == {"I1": "4", "I2": "5", "I3": "3"}


def test_an_inspection_listed_twice_is_told(qa: Run, data: Path) -> None:
    rows = read(data, "inspections")
    write(data, "inspections", [*rows, rows[0]])
    told = imported(qa, data, data / "report.json", exit_code=1)
    assert (told["audits_added"], told["faults"]) == (3, {})
    assert told["file_faults"] == [
        {"file": "inspections", "line": 5, "code": "audit_twice", "value": "I1"}
    ]


@pytest.mark.parametrize("name", ["providers", "inspections", "items"])
def test_a_file_that_is_missing_is_named(qa: Run, home: Path, data: Path, name: str) -> None:
    (data / f"{name}.csv.gz").unlink()
    result = qa("history", "import", str(MAPPING), "--data", str(data))
    assert result.exit_code == 2
    assert f"{name}.csv is not there" in result.output
    assert bands(home) == {}


def test_a_column_that_is_missing_is_named(qa: Run, data: Path) -> None:
    rows = [{k: v for k, v in row.items() if k != "points"} for row in read(data, "items")]
    write(data, "items", rows)
    result = qa("history", "import", str(MAPPING), "--data", str(data))
    assert result.exit_code == 2
    assert "items has no column 'points'" in result.output


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


needs_data = pytest.mark.skipif(
    not DATA.is_dir(),
    reason="the inspection data are not there: set SHARED_DIR to the folder that holds data/",
)


@needs_data
def test_a_fixed_part_of_the_real_history(qa: Run, home: Path, tmp_path: Path) -> None:
    part = tmp_path / "part"
    sample(DATA, part, 3)
    told = imported(qa, part, part / "report.json")
    published = {row["inspection_id"]: row["published_score"] for row in read(part, "inspections")}
    lowest = lowest_grades(part)
    assert told["audits_added"] == len(published) > 300
    assert bands(home) == {key: lowest.get(key) for key in published}
    assert told["equal"] == sum(lowest.get(key, "") == score for key, score in published.items())
    changed = next(iter(lowest))
    rows = read(part, "items")
    hit = next(r for r in rows if r["inspection_id"] == changed and r["superseded"] == "0")
    hit["points"] = "1"
    write(part, "items", rows)
    (home / "plumbline.db").rename(home / "first.db")
    assert qa("init").exit_code == 0
    imported(qa, part, part / "report.json")
    assert bands(home)[changed] == "1" != lowest[changed]


@needs_data
@pytest.mark.nightly
def test_the_whole_real_history(qa: Run, tmp_path: Path) -> None:
    begun = process_time()
    told = imported(qa, DATA, tmp_path / "report.json")
    # its own seconds, whatever else the machine does
    own = process_time() - begun
    assert (told["centres_added"], told["audits_added"]) == (5130, 18787)
    assert told["share_equal_pct"] >= 99.95
    assert sum(told["differences"].values()) == told["compared"] - told["equal"]
    assert told["grades_added"] / own >= 2000


def lowest_grades(folder: Path) -> dict[str, str]:
    """The rule as the data's own description has it, in plain dictionaries."""
    lowest: dict[str, str] = {}
    for row in read(folder, "items"):
        if row["superseded"] == "0":
            key = row["inspection_id"]
            lowest[key] = min(lowest.get(key, "9"), row["points"])
    return lowest


def test_versions_are_in_force_from_the_local_day_on(
    qa: Run, home: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # half past one in the morning of the next day in China
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 1, 17, 30, tzinfo=UTC))
    imported(qa, data, data / "report.json")
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        days = connection.execute("SELECT DISTINCT in_force_from FROM rubric_version").fetchall()
    assert days == [("2026-03-02",)]
