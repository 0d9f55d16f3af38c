"""What a register published of each grading beside what our trends say, and why they differ."""

import csv
import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.history import DATA, MAPPING, sample
from benchmarks.published_trends import (
    Comparison,
    Grading,
    Why,
    compared,
    missing_files,
    reasons_for,
    told,
)
from qa_app.domain.trends import Change, LastChange
from tests.cli.conftest import Run

GAP = ("2016-03-31", "2017-03-31")


def graded(month: int, grade: int, flag: str = "Same", **fields: Any) -> Grading:
    row = {
        "published_trend": flag,
        "first_seen": "2018-05-31",
        "last_seen": "2018-05-31",
        "revised_after_publication": "0",
        "reproduced": "1",
        "date_basis": "inspection",
    }
    version = fields.pop("version", 1)
    codes = {"Q1": str(grade)} | fields.pop("codes", {})
    return Grading(row | fields, grade * 100_000, codes, version, LastChange(Change.FIRST), month)


@pytest.mark.parametrize(
    ("earlier", "later", "why"),
    [
        ({"first_seen": GAP[0], "last_seen": GAP[0]}, {"first_seen": "2017-03-31"}, Why.NO_FILE),
        ({}, {"version": 2}, Why.VERSION),
        ({"last_seen": "2018-05-31"}, {"first_seen": "2018-09-30"}, Why.ABSENT),
        ({"month": 24220}, {}, Why.ONE_MONTH),
        ({}, {"revised_after_publication": "1"}, Why.REVISED),
        ({"reproduced": "0"}, {}, Why.FAULT),
        ({"grade": 3}, {}, Why.CARRIED),
        ({}, {"date_basis": "publication"}, Why.ORDER),
        ({"flag": ""}, {}, Why.UNFLAGGED),
    ],
)
def test_each_reason_for_a_difference(
    earlier: dict[str, Any], later: dict[str, Any], why: Why
) -> None:
    before = graded(**{"month": 24200, "grade": 4, **earlier})
    one = graded(**{"month": 24220, "grade": 3, **later})
    assert reasons_for([before], one, GAP) == (why,)


def test_a_flag_may_look_back_further_and_some_have_no_reason() -> None:
    first, second = graded(24200, 3), graded(24210, 5, "Improve")
    assert reasons_for([first, second], graded(24220, 3), GAP) == (Why.EARLIER,)
    assert reasons_for([second], graded(24220, 3), GAP) == ()


def test_the_longest_stretch_without_a_file_is_found() -> None:
    days = ("2016-02-29", "2016-03-31", "2017-03-31", "2017-04-30")
    rows = [{"first_seen": day, "last_seen": day} for day in days]
    assert missing_files(rows) == GAP
    assert missing_files(rows[2:]) is None
    assert missing_files([]) is None


@pytest.mark.skipif(
    not DATA.is_dir(),
    reason="the inspection data are not there: set SHARED_DIR to the folder that holds data/",
)
def test_a_fixed_part_of_the_register(qa: Run, home: Path, tmp_path: Path) -> None:
    part = tmp_path / "part"
    sample(DATA, part, 3)
    assert qa("history", "import", str(MAPPING), "--data", str(part)).exit_code == 0
    found = compared(part, f"sqlite:///{home}/plumbline.db")
    assert by_hand(part) == (found.gradings, found.unpublished, found.first, found.plain_equal)
    assert found.gradings == found.unpublished + found.first + found.compared
    assert all(found.why[why] <= found.applies[why] for why in Why if why is not Why.UNKNOWN)
    assert found.equal > 0.85 * found.judged > 100
    assert found.why[Why.NO_FILE] > 0 < found.why[Why.VERSION]
    lines = list(told(found))
    assert len(lines) == 6 + sum(1 for why in Why if found.why[why])


def by_hand(part: Path) -> tuple[int, int, int, int]:
    """All gradings, those without a flag, first ones, and flags that fit the lowest grades."""
    lowest: dict[str, int] = {}
    for row in read(part, "items"):
        if row["superseded"] == "0":
            key = row["inspection_id"]
            lowest[key] = min(lowest.get(key, 9), int(row["points"]))
    rows = sorted(
        read(part, "inspections"), key=lambda r: (r["provider_id"], r["date"], r["inspection_id"])
    )
    unpublished = first = equal = 0
    before: dict[str, str] = {}
    for row in rows:
        key, provider, flag = row["inspection_id"], row["provider_id"], row["published_trend"]
        if not flag:
            unpublished += 1
        elif provider not in before:
            first += 1
        elif key in lowest and before[provider] in lowest:
            now, then = lowest[key], lowest[before[provider]]
            moved = "Improve" if now > then else "Decline" if now < then else "Same"
            equal += moved == flag
        before[provider] = key
    return len(rows), unpublished, first, equal


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_shares_are_of_what_we_judge() -> None:
    why = Counter({Why.VERSION: 1, Why.NO_FILE: 2})
    found = Comparison(10, 1, 2, 6, 4, 5, why, Counter(why))
    assert (found.compared, found.judged) == (7, 6)
    assert "4 equal, 66.67 %" in "".join(told(found))
