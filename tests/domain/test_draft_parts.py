"""Parts of a draft: found and replaced; faults at their part."""

import pytest

from qa_app.domain.draft_outline import outline
from qa_app.domain.draft_parts import (
    FILE,
    SETTINGS,
    PartKind,
    field_of,
    part_at,
    part_named,
    part_of,
    with_part,
)
from qa_app.domain.problems import Problem, Severity
from tests.builders import a_file, item, section


def two_sections():
    return a_file(
        facts=[{"id": "closed", "type": "bool", "zh": "已结案", "en": "Closed"}],
        sections=[section("A", item("A1"), item("A2")), section("B", item("B1"))],
    )


@pytest.mark.parametrize(
    "address", ["settings", "file", "facts.0", "clocks.12", "logs.3", "sections.1"]
)
def test_an_address_names_its_part(address: str) -> None:
    part = part_named(address)
    assert part is not None
    assert part.address == address


def test_an_item_has_an_address_too() -> None:
    part = part_named("sections.0.items.1")
    assert part is not None
    assert (part.kind, part.path) == (PartKind.ITEM, ("sections", 0, "items", 1))


@pytest.mark.parametrize(
    "address", ["", "items.x", "facts", "facts.-1", "facts.0.items.1", "sections.99999", "٣", "a.b"]
)
def test_what_names_no_part_is_refused(address: str) -> None:
    assert part_named(address) is None


def test_a_fault_stands_at_its_innermost_part() -> None:
    assert part_of(("sections", 0, "items", 1, "clock", "from")).address == "sections.0.items.1"
    assert part_of(("sections", 1, "weight")).address == "sections.1"
    assert part_of(("facts", 0, "id")).address == "facts.0"
    assert part_of(("scoring", "bands")) == part_of(("sections",)) == part_of(()) == SETTINGS


def test_a_fault_names_its_field() -> None:
    assert field_of(Problem("x", ("sections", 0, "items", 1, "clock", "from"))) == "clock.from"
    # a list is one field, whatever is wrong in it
    assert field_of(Problem("x", ("sections", 0, "items", 1, "read", 0, "id"))) == "read"
    lacks = Problem("missing_field", ("sections", 0, "items", 1, "clock"), params={"field": "to"})
    assert field_of(lacks) == "clock.to"
    missing = Problem("missing_field", ("sections", 0), params={"field": "weight"})
    assert field_of(missing) == "weight"
    assert field_of(Problem("not_a_mapping", ("facts", 0))) == ""


def test_the_outline_counts_faults_where_they_stand() -> None:
    problems = [
        Problem("a", ("sections", 0, "items", 1, "text")),
        Problem("b", ("sections", 0, "weight")),
        Problem("c", ("facts", 0, "id"), Severity.WARNING),
        Problem("d", ("title",)),
    ]
    lines = outline(two_sections(), problems)
    assert [(one.part.address, one.code, one.errors, one.warnings) for one in lines] == [
        ("settings", "sample", 1, 0),
        ("facts.0", "closed", 0, 1),
        ("sections.0", "A", 1, 0),
        ("sections.0.items.0", "A1", 0, 0),
        ("sections.0.items.1", "A2", 1, 0),
        ("sections.1", "B", 0, 0),
        ("sections.1.items.0", "B1", 0, 0),
    ]
    assert lines[1].text.zh == "已结案"


@pytest.mark.parametrize(
    "plain",
    [{}, {"sections": 3, "facts": "x"}, {"sections": [None, {"items": 4}, {"items": [1, []]}]}],
)
def test_a_draft_of_any_shape_has_an_outline(plain) -> None:
    assert outline(plain)[0].part == SETTINGS


def test_a_section_is_shown_and_replaced_without_its_items() -> None:
    plain, part = two_sections(), part_named("sections.0")
    assert part is not None
    shown = part_at(plain, part)
    assert "items" not in shown
    changed = with_part(plain, part, {**shown, "weight": 7})
    assert changed["sections"][0]["weight"] == 7
    assert changed["sections"][0]["items"] == plain["sections"][0]["items"]
    assert plain["sections"][0]["weight"] != 7


def test_the_settings_leave_the_lists_alone() -> None:
    plain = two_sections()
    shown = part_at(plain, SETTINGS)
    assert set(shown) & {"facts", "sections"} == set()
    changed = with_part(plain, SETTINGS, {**shown, "unit": "visit"})
    assert (changed["unit"], changed["sections"]) == ("visit", plain["sections"])
    assert with_part(plain, FILE, {"id": "x"}) == {"id": "x"}


def test_a_part_that_is_not_there_holds_nothing() -> None:
    part = part_named("sections.4.items.2")
    assert part is not None
    assert part_at(two_sections(), part) is None
