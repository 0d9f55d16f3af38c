"""A name of a public class says on which of the lower floors it stands."""

import ast
from collections import defaultdict

from tests.conftest import ROOT

FLOORS = ("domain", "models", "queries", "services")


def floors_of_names() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for floor in FLOORS:
        for file in (ROOT / "qa_app" / floor).rglob("*.py"):
            for node in ast.parse(file.read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].add(floor)
    return found


def test_below_the_doors_no_class_shares_its_name_with_one_of_another_floor() -> None:
    found = floors_of_names()
    assert len(found) > 1000
    assert {name for name, floors in found.items() if len(floors) > 1} == set()
