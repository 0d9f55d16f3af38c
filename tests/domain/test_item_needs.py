"""What a made-up file must tell about one part of a rubric."""

from typing import Any

import pytest

from qa_app.domain.draft_parts import PartKind
from qa_app.domain.item_needs import Needs, needs_of
from qa_app.domain.rubric_freeze import resolve
from tests.builders import LIBRARY, a_file, item, section, words


def content() -> dict[str, Any]:
    """A2 hangs on the answer of A1, B1 on dates and on its section's fact, B2 on a number."""
    late = {"from": "told", "to": "seen", "within": "7d", "late_until": "14d"}
    return resolve(
        a_file(
            facts=[
                {"id": "closed", "type": "bool", **words("closed")},
                {"id": "abroad", "type": "bool", **words("abroad")},
                {"id": "spare", "type": "bool", **words("spare")},
            ],
            clocks=[{"id": "told", **words("told")}, {"id": "seen", **words("seen")}],
            scoring={
                "method": "weighted_sections",
                "scale": "mpu",
                "bands": "std4",
                "caps": [
                    {
                        "when": {
                            "all": [
                                {"answer": "B2", "is": "unmet"},
                                {"fact": "abroad", "is": True},
                            ]
                        },
                        "at_most": "C",
                    }
                ],
            },
            sections=[
                section(
                    "A",
                    item("A1", applies_if={"fact": "closed", "is": True}),
                    item("A2", applies_if={"not": {"answer": "A1", "is": "met"}}),
                    item("A3"),
                ),
                section(
                    "B",
                    item("B1", scale="time3", clock=late),
                    item("B2", measure={"name": "share", "met": ">=0.9", "partly": ">=0.6"}),
                    applies_if={"fact": "abroad", "is": False},
                ),
            ],
        ),
        LIBRARY,
    )


@pytest.mark.parametrize(
    ("kind", "code", "items", "fields"),
    [
        (PartKind.ITEM, "A3", {"A3"}, set()),
        (PartKind.ITEM, "A2", {"A1", "A2"}, {"closed"}),
        (PartKind.ITEM, "B1", {"B1"}, {"told", "seen", "abroad"}),
        (PartKind.SECTION, "B", {"B1", "B2"}, {"told", "seen", "abroad", "share"}),
        (PartKind.FACT, "closed", {"A1"}, {"closed"}),
        (PartKind.FACT, "spare", set(), {"spare"}),
        (PartKind.EVENT, "seen", {"B1"}, {"told", "seen", "abroad"}),
        (PartKind.SETTINGS, "", {"B2"}, {"share", "abroad"}),
        (PartKind.ITEM, "Z9", set(), set()),
    ],
)
def test_what_a_part_needs(kind: PartKind, code: str, items: set[str], fields: set[str]) -> None:
    found = needs_of(content(), kind, code)
    assert (set(found.items), set(found.fields)) == (items, fields)


def test_items_of_sampled_cases_need_the_sample() -> None:
    plain = a_file(
        kind="site",
        case_sample={"unit": "case", "size": 3},
        sections=[section("A", item("A1", per_case=True, share={"met": 1, "partly": 1}))],
    )
    assert needs_of(resolve(plain, LIBRARY), PartKind.ITEM, "A1").has_sample


def test_a_rubric_of_rules_has_no_items_of_its_own() -> None:
    assert needs_of({"items": [{"id": "1"}]}, PartKind.FILE, "") == Needs()
