"""What can be done to parts of a draft."""

from qa_app.domain.draft_edit import added, doubled, moved, removed
from qa_app.domain.draft_parts import part_named
from qa_app.domain.rubric_draft import empty_plain
from tests.builders import a_file, item, section

NONE: frozenset[str] = frozenset()


def two_sections():
    return a_file(
        facts=[{"id": "closed", "type": "bool", "zh": "已结案", "en": "Closed"}],
        sections=[section("A", item("A1"), item("A2")), section("B", item("B1"))],
    )


def codes(plain) -> list[list[str]]:
    return [[one["id"] for one in part["items"]] for part in plain["sections"]]


def test_new_parts_get_codes_that_nothing_had() -> None:
    plain, part = added(two_sections(), "sections.0", frozenset({"A3", "A4"})) or (None, None)
    assert part is not None
    assert part.address == "sections.0.items.2"
    assert codes(plain) == [["A1", "A2", "A5"], ["B1"]]
    plain, part = added(plain, "sections", NONE) or (None, None)
    assert (codes(plain)[2], plain["sections"][2]["id"]) == (["C1"], "C")
    for group, code in (("facts", "fact1"), ("clocks", "date1"), ("logs", "log1")):
        plain, part = added(plain, group, NONE) or (None, None)
        assert plain[group][-1]["id"] == code
    assert added(plain, "sections.9", NONE) is None
    assert added(plain, "facts.0", NONE) is None


def test_a_section_of_a_deduction_has_no_weight() -> None:
    plain = empty_plain("x", "1.0.0", "legal_aid")
    plain["scoring"]["method"] = "deduction"
    plain, _ = added(plain, "sections", NONE) or (None, None)
    assert "weight" not in plain["sections"][1]


def test_an_item_moves_within_its_section_and_over_its_edge() -> None:
    plain, part = two_sections(), part_named("sections.0.items.0")
    assert part is not None
    plain, part = moved(plain, part, 1)
    assert (codes(plain), part.address) == ([["A2", "A1"], ["B1"]], "sections.0.items.1")
    plain, part = moved(plain, part, 1)
    assert (codes(plain), part.address) == ([["A2"], ["A1", "B1"]], "sections.1.items.0")
    plain, part = moved(plain, part, -1)
    assert (codes(plain), part.address) == ([["A2", "A1"], ["B1"]], "sections.0.items.1")
    first = part_named("sections.0.items.0")
    assert first is not None
    assert moved(plain, first, -1) == (plain, first)
    last = part_named("sections.1")
    assert last is not None
    assert moved(plain, last, 1) == (plain, last)


def test_a_copy_stands_behind_its_model_under_new_codes() -> None:
    one = part_named("sections.0.items.0")
    whole = part_named("sections.0")
    fact = part_named("facts.0")
    assert one is not None
    assert whole is not None
    assert fact is not None
    plain, part = doubled(two_sections(), one, NONE)
    assert (codes(plain), part.address) == ([["A1", "A3", "A2"], ["B1"]], "sections.0.items.1")
    plain, part = doubled(two_sections(), whole, frozenset({"C1"}))
    assert [entry["id"] for entry in plain["sections"]] == ["A", "C", "B"]
    assert codes(plain)[1] == ["C2", "C3"]
    plain, _ = doubled(two_sections(), fact, NONE)
    assert [entry["id"] for entry in plain["facts"]] == ["closed", "closed_1"]


def test_taking_the_last_fact_away_takes_the_list_away() -> None:
    fact, one = part_named("facts.0"), part_named("sections.0.items.1")
    assert fact is not None
    assert one is not None
    assert "facts" not in removed(two_sections(), fact)
    assert codes(removed(two_sections(), one)) == [["A1"], ["B1"]]
