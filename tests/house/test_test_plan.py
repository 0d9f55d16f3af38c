"""The plan of what is tried about security and reliability, row by row, with the test of each.

`docs/security/test-plan.csv` says what is asked, which tests show it, how many they try, whether by
day or by night, and where it is met otherwise than asked for or not yet.
"""

import ast
import csv
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from tests.conftest import ROOT
from tests.house.test_asvs import FOLDER, REASON, TEST, is_there

HEADS = ["id", "asked", "tests", "tried", "tier", "status", "note"]
TIERS = ("day", "night", "release")
STATES = ("met", "otherwise", "partly", "not done")
ASKED = """
AZ:1-10 AU:1-2,5-8,10-12 SE:1-4,6-8 CS:1-2 XS:1-2 SQ:1-2 CV:1 LI:1 HP:1 OR:1 UP:1-4,6 FZ:1-3
RL:1-6 CC:1-3 DF:1-2 BK:1-3 MG:1-3 TM:1-2 LG:1,3-5 LD:1-2 SK:1 PV:1-4 WF:1-7 CE:1 SC:1-2 ZP:1
"""
NIGHT = "nightly"

with (FOLDER / "test-plan.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def asked() -> list[str]:
    found = []
    for family in ASKED.split():
        name, _, places = family.partition(":")
        for span in places.split(","):
            first, _, last = span.partition("-")
            found += [f"{name}-{n:02}" for n in range(int(first), int(last or first) + 1)]
    return found


@cache
def nights_of(source: str) -> dict[str, str]:
    """Tell of each test of a module how much of it runs by night alone: all, some or none."""
    tree = ast.parse(source)
    told = {  # what a name stands for, here or, as its name says, where it comes from
        target.id: ast.unparse(node)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    } | {node.name: ast.unparse(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    is_whole = NIGHT in told.get("pytestmark", "")
    found = {}
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        marks = [ast.unparse(one) for one in node.decorator_list]
        used = " ".join(
            [*marks]
            + [
                told.get(name.id, name.id.lower().replace("by_night", NIGHT))
                for one in node.decorator_list
                for name in ast.walk(one)
                if isinstance(name, ast.Name)
            ]
        )
        is_alone = is_whole or f"pytest.mark.{NIGHT}" in marks
        found[node.name] = "all" if is_alone else "some" if NIGHT in used else "none"
    return found


def nights(evidence: str) -> list[str]:
    tests = [found for one in evidence.split() if (found := TEST.fullmatch(one))]
    return [nights_of((ROOT / one[1]).read_text("utf-8"))[one[2]] for one in tests]


def fault_of(row: dict[str, str]) -> str:
    """Say what is wrong with a row; nothing where it is in order."""
    evidence, tier, state = row["tests"].split(), row["tier"], row["status"]
    missing = [one for one in evidence if not is_there(one)]
    if missing:
        return f"there is no {missing[0]}"
    if tier not in TIERS or state not in STATES or not row["asked"]:
        return "tier, status or what is asked"
    if state == "not done":
        return "" if not evidence and REASON.fullmatch(row["note"]) else "not done, and no reason"
    if not evidence or not row["tried"]:
        return "nothing shows it, or not how often"
    if state != "met" and not REASON.fullmatch(row["note"]):
        return "a dated reason is missing"
    found = set(nights(row["tests"]))
    if tier == "day" and found == {"all"}:
        return "no test of it runs by day"
    if tier == "night" and found == {"none"}:
        return "no test of it runs by night alone"
    return ""


def test_every_row_of_the_plan_stands_there_once() -> None:
    assert list(ROWS[0]) == HEADS
    assert [row["id"] for row in ROWS] == asked()


def test_every_row_has_its_test_in_its_tier_or_a_dated_reason() -> None:
    assert {row["id"]: fault for row in ROWS if (fault := fault_of(row))} == {}


def test_the_counts_of_the_plan_are_those_that_are_told(
    record_property: Callable[[str, object], None],
) -> None:
    states = Counter(row["status"] for row in ROWS)
    tiers = Counter(row["tier"] for row in ROWS)
    said = (FOLDER / "README.md").read_text("utf-8")
    figures = " | ".join(str(states[one]) for one in STATES)
    assert f"| {figures} | {len(ROWS)} |" in said
    assert f"{tiers['day']} by day, {tiers['night']} by night and {tiers['release']} with" in said
    for state in STATES:
        record_property(f"plan {state}", states[state])


GOOD = {
    "id": "LG-04",
    "asked": "x",
    "tests": "tests/faults/test_long_journal.py::test_a_million_rows_within_ten_seconds",
    "tried": "1",
    "tier": "night",
    "status": "met",
    "note": "",
}
BY_DAY = "tests/house/test_test_plan.py::test_every_row_of_the_plan_stands_there_once"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, ""),
        ({"tests": ""}, "nothing shows it"),
        ({"tests": "tests/house/test_asvs.py::test_nothing_of_this_name"}, "there is no"),
        ({"tier": "day"}, "no test of it runs by day"),
        ({"tests": BY_DAY}, "no test of it runs by night"),
        ({"tests": BY_DAY, "tier": "day"}, ""),
        ({"tried": ""}, "not how often"),
        ({"status": "otherwise"}, "dated reason"),
        ({"status": "otherwise", "note": "2026-11-29: argon2 instead"}, ""),
        ({"status": "not done"}, "no reason"),
        ({"status": "done"}, "status"),
    ],
)
def test_what_is_wrong_with_a_row_is_found(change: dict[str, str], fault: str) -> None:
    found = fault_of(GOOD | change)
    assert fault in found
    assert bool(found) is bool(fault)


def test_marks_of_the_night_are_seen_wherever_they_stand() -> None:
    source = """
import pytest
SOME = pytest.mark.parametrize("a", [1, pytest.param(2, marks=pytest.mark.nightly)])
def several(): return pytest.mark.nightly
@pytest.mark.nightly
def test_a(): ...
@SOME
def test_b(): ...
@several()
def test_c(): ...
@BOTH_BY_NIGHT
def test_d(): ...
@pytest.mark.parametrize("a", [1])
def test_e(): ...
"""
    found = nights_of(source)
    assert [found[f"test_{one}"] for one in "abcde"] == ["all", "some", "some", "some", "none"]
    whole = nights_of("pytestmark = pytest.mark.nightly\ndef test_a(): ...\n")
    assert whole == {"test_a": "all"}
