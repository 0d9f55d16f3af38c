"""Every requirement of OWASP ASVS 5.0.0 that was chosen has a row, and every row what it says.

Source: ASVS 5.0.0, levels 1 and 2 in full and the 24 of level 3 named below.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "security"
HEADS = ["id", "level", "about", "applies", "status", "evidence", "reason"]
STATES = ("met", "partly", "open", "not applicable")
HIGH = """
1.2.10 1.3.12 2.3.5 2.4.2 3.4.7 3.4.8 3.5.8 3.7.5 4.1.4 5.2.4 5.2.6 6.3.7 6.3.8 6.4.6 6.5.8 7.5.3
8.3.2 13.4.6 14.2.6 14.2.7 15.4.1 15.4.2 15.4.3 16.5.4
"""
CHOSEN = """
1.1:1-2 1.2:1-10 1.3:1-12 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-5 2.4:1-2 3.2:1-2 3.3:1-4
3.4:1-8 3.5:1-5,8 3.7:1-2,5 4.1:1-4 4.2:1 4.3:1-2 4.4:1-4 5.1:1 5.2:1-4,6 5.3:1-2 5.4:1-3
6.1:1-3 6.2:1-12 6.3:1-4,7-8 6.4:1-4,6 6.5:1-5,8 6.6:1-3 6.8:1-4 7.1:1-3 7.2:1-4 7.3:1-2 7.4:1-5
7.5:1-3 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1-2 8.4:1 9.1:1-3 9.2:1-4 10.1:1-2 10.2:1-2 10.3:1-4
10.4:1-11 10.5:1-5 10.6:1-2 10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1 11.6:1 12.1:1-3
12.2:1-2 12.3:1-4 13.1:1 13.2:1-5 13.3:1-2 13.4:1-6 14.1:1-2 14.2:1-4,6-7 14.3:1-3 15.1:1-3
15.2:1-3 15.3:1-7 15.4:1-3 16.1:1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-4 17.1:1 17.2:1-4 17.3:1-2
"""
"""All of them: section, then the places in it."""
LEVELS = {"1": 70, "2": 183, "3": 24}
REASON = re.compile(r"20\d\d-[01]\d-[0-3]\d: \S.{5,}", re.DOTALL)
TEST = re.compile(r"(tests/[\w/]+\.py)::(test_\w+)")
HEADING = re.compile(r"(docs/[\w/.-]+\.md)#([\w-]+)")

with (FOLDER / "asvs.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@cache
def named_in(file: str) -> frozenset[str]:
    found = re.findall(r"^def (test_\w+)\(", (ROOT / file).read_text("utf-8"), re.MULTILINE)
    return frozenset(found)


@cache
def headings_of(file: str) -> frozenset[str]:
    lines = re.findall(r"^#+ +(.+)$", (ROOT / file).read_text("utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w -]", "", one.lower()).strip().replace(" ", "-") for one in lines)


def is_there(evidence: str) -> bool:
    test, heading = TEST.fullmatch(evidence), HEADING.fullmatch(evidence)
    if test is not None:
        return Path(ROOT, test[1]).is_file() and test[2] in named_in(test[1])
    if heading is not None:
        return Path(ROOT, heading[1]).is_file() and heading[2] in headings_of(heading[1])
    return False


def chosen() -> list[str]:
    found = []
    for section in CHOSEN.split():
        head, _, places = section.partition(":")
        for span in places.split(","):
            first, _, last = span.partition("-")
            found += [f"{head}.{n}" for n in range(int(first), int(last or first) + 1)]
    return found


def test_every_requirement_stands_there_once() -> None:
    assert list(ROWS[0]) == HEADS
    assert [row["id"] for row in ROWS] == [f"v5.0.0-{one}" for one in chosen()]
    assert Counter(row["level"] for row in ROWS) == LEVELS
    assert {row["id"][7:] for row in ROWS if row["level"] == "3"} == set(HIGH.split())


def test_every_row_has_its_evidence_or_a_dated_reason() -> None:
    for row in ROWS:
        number, evidence = row["id"], row["evidence"].split()
        assert row["about"], number
        assert row["status"] in STATES, number
        assert row["applies"] == ("no" if row["status"] == "not applicable" else "yes"), number
        missing = [one for one in evidence if not is_there(one)]
        assert missing == [], (number, missing)
        if row["status"] == "met":
            assert evidence, (number, "is met by nothing")
        else:
            assert REASON.fullmatch(row["reason"]), (number, row["reason"])
        if row["status"] in {"open", "not applicable"}:
            assert not evidence, number


def test_the_counts_are_those_that_are_told(record_property: Callable[[str, object], None]) -> None:
    found = Counter((row["level"], row["status"]) for row in ROWS)
    told: Counter[tuple[str, str]] = Counter()
    table = (FOLDER / "README.md").read_text("utf-8").partition("## What is protected")[0]
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] in LEVELS:
            told |= Counter(
                {(cells[0], state): int(cells[1 + n]) for n, state in enumerate(STATES)}
            )
            assert int(cells[5]) == LEVELS[cells[0]]
    assert told == found
    sums = Counter(row["status"] for row in ROWS)
    last = f"| all | {' | '.join(str(sums[state]) for state in STATES)} | {len(ROWS)} |"
    assert last in table
    for state in STATES:
        record_property(f"asvs {state}", sums[state])


def test_what_is_looked_for_is_missed() -> None:
    assert is_there("tests/house/test_asvs.py::test_what_is_looked_for_is_missed")
    assert is_there("docs/security/README.md#ways-in")
    for wrong in (
        "tests/house/test_asvs.py::test_nothing_of_this_name",
        "tests/house/test_no_such_file.py::test_a",
        "docs/security/README.md#no-such-heading",
        "docs/security/README.md",
        "by hand",
    ):
        assert not is_there(wrong), wrong
