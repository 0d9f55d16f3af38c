import json
from typing import Any

import pytest

from qa_app.domain.back_cast import Recast, moved_about, moves_of, recast, two_sides
from qa_app.domain.rubric_freeze import resolve
from tests.builders import CHINA_2026, LIBRARY, READ_AT, a_file, item, section, words

ALL = frozenset({"A1", "A2", "B1"})


def content(*sections: Any, **fields: Any) -> dict[str, Any]:
    given = sections or (section("A", item("A1"), item("A2")), section("B", item("B1")))
    return resolve(a_file(*given, **fields), LIBRARY)


def case(**answers: str) -> dict[str, Any]:
    return {"read_at": READ_AT, "assessors": ["centre"], "answers": answers}


def outcome(after: dict[str, Any], codes: frozenset[str] = ALL, **answers: str) -> Recast:
    sides = two_sides(content(), after, codes)
    assert sides is not None
    return recast(sides, case(**answers), CHINA_2026)


def test_both_versions_are_scored_on_the_same_items() -> None:
    # sections weigh alike: A (100 + 0) / 2 and B 100 make 75, a C; A1 three times as heavy 87.5, a B
    after = content(section("A", item("A1", weight=3), item("A2")), section("B", item("B1")))
    assert outcome(after, A1="met", A2="unmet", B1="met") == Recast("C", "B")
    # without A2 both are whole
    assert outcome(after, ALL - {"A2"}, A1="met", A2="unmet", B1="met") == Recast("A", "A")
    # without B the section counts no more: 50 and 75
    assert outcome(after, ALL - {"B1"}, A1="met", A2="unmet", B1="unmet") == Recast("D", "C")


def test_each_side_keeps_its_own_bands_and_caps() -> None:
    after = content()
    after["bands"][0]["from"] = 101
    assert outcome(after, A1="met", A2="met", B1="met") == Recast("A", "B")
    after = content()
    after["scoring"]["caps"] = [{"when": {"answer": "A2", "is": "partly"}, "at_most": "D"}]
    assert outcome(after, A1="met", A2="partly", B1="met") == Recast("B", "D")
    # a cap by an item that is not shared says nothing here
    assert outcome(after, ALL - {"A2"}, A1="met", A2="partly", B1="met") == Recast("A", "A")


def test_new_items_ask_nothing_of_old_reviews() -> None:
    after = content(
        section("A", item("A1"), item("A2"), item("A3", critical="stop")),
        section("B", item("B1")),
        section("C", item("C1")),
    )
    assert outcome(after, A1="met", A2="met", B1="met") == Recast("A", "A")


def test_an_item_that_leans_on_another_leaves_with_it() -> None:
    leaning = item("A2", applies_if={"answer": "A1", "is": "met"})
    before = content(section("A", item("A1"), leaning), section("B", item("B1")))
    sides = two_sides(before, json.loads(json.dumps(before)), frozenset({"A2", "B1"}))
    assert sides is not None
    assert (sides.items, sides.left_out) == (("B1",), ("A2",))


def test_what_was_entered_for_other_items_and_facts_is_left_aside() -> None:
    facts = [{"id": "girl", "type": "bool", **words("girl")}]
    before = content(facts=facts)
    sides = two_sides(before, content(), ALL)
    assert sides is not None
    entered = {**case(A1="met", A2="met", B1="met", Z9="met"), "facts": {"girl": True, "old": 3}}
    assert recast(sides, entered, CHINA_2026) == Recast("A", "A")


def test_entries_that_give_no_band_are_told_as_such() -> None:
    found = outcome(content(), A1="met")
    assert found == Recast(None, None)
    assert (found.is_compared, found.moves) == (False, False)


def test_moves_are_counted() -> None:
    recasts = [Recast("A", "B"), Recast("A", "B"), Recast("A", "A"), Recast(None, "A")]
    assert moves_of(recasts) == {("A", "B"): 2, ("A", "A"): 1}
    assert [one.moves for one in recasts] == [True, True, False, False]


@pytest.mark.parametrize(
    ("after", "codes"),
    [
        (content(), frozenset()),
        (content(), frozenset({"Z9"})),
        (content(scoring={"method": "dimension_profile", "scale": "maturity4"}), ALL),
    ],
)
def test_where_there_is_nothing_to_compare(after: dict[str, Any], codes: frozenset[str]) -> None:
    assert two_sides(content(), after, codes) is None


def test_levels_are_compared_too() -> None:
    scoring = {"method": "dimension_profile", "scale": "maturity4"}
    before = content(scoring=scoring)
    sides = two_sides(before, before, ALL)
    assert sides is not None
    assert recast(sides, case(A1="4", A2="3", B1="2"), CHINA_2026) == Recast("2", "2")


@pytest.mark.parametrize(
    ("moved", "stayed", "bare", "told"),
    [
        (5, 5, 0, 5),
        (5, 0, 5, 5),  # one without a band is one of the rest
        (9, 20, 0, 5),  # nine and five are told alike
        (10, 20, 0, 10),
        (4, 20, 0, None),
        (20, 4, 0, None),
        (0, 50, 0, None),
        (5, 4, 0, None),
        (0, 0, 0, None),
    ],
)
def test_sealed_reviews_are_counted_in_steps(
    moved: int, stayed: int, bare: int, told: int | None
) -> None:
    outcomes = [Recast("A", "B")] * moved + [Recast("A", "A")] * stayed + [Recast(None, "A")] * bare
    assert moved_about(outcomes) == told
