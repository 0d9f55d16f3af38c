from fractions import Fraction

from qa_app.domain.item_meaning import core_of, items_of, pair_digest, texts_of
from qa_app.domain.rubric_freeze import resolve
from tests.builders import LIBRARY, a_file, item, section, words


def test_an_item_is_taken_apart() -> None:
    content = resolve(
        a_file(
            section("A", item("A1", weight=3, quote="应当"), item("A2"), weight=1),
            section("B", item("B1", tags=["voice"]), weight=3, assessor="supervisor"),
        ),
        LIBRARY,
    )
    found = items_of(content)
    assert list(found) == ["A1", "A2", "B1"]
    first, last = found["A1"], found["B1"]
    assert (first.section, first.weight, first.share) == ("A", 3, Fraction(3, 16))
    assert (last.weight, last.share) == (1, Fraction(3, 4))
    assert sum(one.share or 0 for one in found.values()) == 1
    assert first.wording["text",] == words("A1")
    assert first.wording["quote",] == {"zh": "应当"}
    assert first.wording["scale", "options", "partly"] == words("partly")
    assert first.core["section_assessor"] == "centre"
    assert first.core["scale"]["options"][1] == {"code": "partly", "score": 1}
    assert "text" not in first.core
    assert "quote" not in first.core
    assert last.aside == {"basis": "standard", "tags": ["voice"], "weight": 1}


def test_words_and_what_is_left_without_them() -> None:
    value = {"id": "x", "zh": "甲", "options": [{"code": "a", "key": "1", "en": "A"}], "n": {}}
    assert core_of(value) == {"id": "x", "options": [{"code": "a"}]}
    assert texts_of(value) == {(): {"zh": "甲"}, ("options", "a"): {"en": "A"}}


def test_a_digest_stands_for_both_sides() -> None:
    one, other = (
        items_of(resolve(a_file(section("A", item("A1", text=words(text)))), LIBRARY))["A1"]
        for text in ("one", "other")
    )
    assert pair_digest(one, other) != pair_digest(other, one)
    assert pair_digest(one, other) == pair_digest(one, other)
    assert len({pair_digest(one, one), pair_digest(other, other), pair_digest(one, other)}) == 3
