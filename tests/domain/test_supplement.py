"""What a newer version asks besides, and the rubric cut down to it."""

from typing import Any

import pytest

from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_freeze import freeze, resolve
from qa_app.domain.supplement import (
    SupplementFault,
    answered_before,
    asked_besides,
    refusal_of,
    supplement_entries,
    supplement_rubric,
)
from tests.builders import LIBRARY, a_file, a_rubric, item, section

FACTS = [
    {"id": "closed", "type": "bool", "zh": "已结案", "en": "Closed"},
    {"id": "minor", "type": "bool", "zh": "未成年", "en": "Minor"},
]
CLOCKS = [{"id": name, "zh": name, "en": name} for name in ("taken", "done", "left")]
PLAIN = a_file(
    section(
        "A",
        item("A1"),
        item("A2", weight=3, applies_if={"fact": "closed", "is": True}),
        item("A3", applies_if={"answer": "A1", "is": "met"}),
        weight=70,
    ),
    section(
        "B",
        item("B1", scale="time3", clock={"from": "taken", "to": "done", "within": "5d"}),
        weight=30,
    ),
    facts=FACTS,
    clocks=CLOCKS,
)


def content() -> dict[str, Any]:
    return resolve(PLAIN, LIBRARY)


def cut(*asked: str) -> Rubric:
    return supplement_rubric(content(), "f" * 64, frozenset(asked))


def test_new_and_changed_items_are_asked_and_comparable_ones_are_not() -> None:
    assert asked_besides(content(), {"A1", "A3", "B1"}) == {"A2"}
    assert asked_besides(content(), {"A1", "A2", "A3", "B1"}) == frozenset()


def test_an_item_by_whose_answer_another_applies_is_asked_again() -> None:
    assert asked_besides(content(), {"A1", "A2", "B1"}) == {"A1", "A3"}


def test_the_cut_keeps_weights_and_only_what_its_items_need() -> None:
    rubric = cut("A2")
    assert [(part.code, part.weight) for part in rubric.sections] == [("A", 70)]
    assert [(one.code, one.weight) for one in rubric.items.values()] == [("A2", 3)]
    assert [fact.code for fact in rubric.facts] == ["closed"]
    assert rubric.clocks == ()
    assert (rubric.bands, rubric.caps, rubric.min_applicable, rubric.holistic) == (
        (),
        (),
        None,
        None,
    )
    timed = cut("B1")
    assert [event.code for event in timed.clocks] == ["taken", "done"]
    assert timed.facts == ()
    assert timed.version == "1.0.0"
    # another question, another fingerprint; the version's own stands in it
    assert rubric.fingerprint.startswith("f" * 64 + ":")
    assert rubric.fingerprint != timed.fingerprint


@pytest.mark.parametrize(
    ("comparable", "fault"),
    [
        (None, SupplementFault.UNDECLARED),
        (frozenset({"A1", "A2", "A3", "B1"}), SupplementFault.NOTHING_NEW),
        (frozenset({"A1"}), None),
    ],
)
def test_why_there_is_nothing_to_ask(
    comparable: frozenset[str] | None, fault: SupplementFault | None
) -> None:
    assert refusal_of(content(), comparable) is fault


def test_a_deduction_from_full_points_is_not_supplemented() -> None:
    plain = content()
    plain["scoring"] = plain["scoring"] | {"method": "deduction"}
    assert refusal_of(plain, frozenset()) is SupplementFault.METHOD
    assert asked_besides(plain, frozenset()) == frozenset()


def test_facts_and_dates_are_taken_over_only_where_they_ask_the_same() -> None:
    rubric = cut("A2", "B1")
    assert supplement_entries(freeze(PLAIN, LIBRARY), rubric) == {
        ("fact", "closed"),
        ("clock", "taken"),
        ("clock", "done"),
    }
    counted = [{"id": "closed", "type": "int", "zh": "次", "en": "times"}]
    other = a_rubric(section("A", item("A1")), facts=counted)
    assert supplement_entries(other, rubric) == frozenset()


def test_what_was_answered_before_is_told_in_the_words_of_then() -> None:
    later = freeze(PLAIN, LIBRARY)
    earlier = a_rubric(section("A", item("A1"), item("A3")), section("B", item("B9")))
    lines = answered_before(later, earlier, {"A1": "partly"}, {"A2", "B1"})
    assert [(line.code, line.answer.en) for line in lines] == [("A1", "partly"), ("A3", "")]
