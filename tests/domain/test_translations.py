import json
from typing import Any

from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.translations import (
    MissingText,
    asked_texts,
    for_every_place,
    missing_texts,
    with_translations,
)
from tests.builders import LIBRARY, a_file, item, section


def county() -> dict[str, Any]:
    one = {**item("A1"), "text": {"zh": "会见"}, "anchors": {"met": {"zh": "都有", "en": " "}}}
    clocks = [{"id": "asked", "zh": "申请"}]
    plain = a_file(section("A", one), title={"zh": "县"}, clocks=clocks)
    return resolve(plain, LIBRARY)


def test_what_is_missing_is_named_with_its_words() -> None:
    assert missing_texts(county(), "en") == (
        MissingText("title", ("title",), "县"),
        MissingText("sections/0/items/0/text", ("sections", 0, "items", 0, "text"), "会见"),
        MissingText(
            "sections/0/items/0/anchors/met",
            ("sections", 0, "items", 0, "anchors", "met"),
            "都有",
        ),
        MissingText("clocks/0", ("clocks", 0), "申请"),
    )
    assert missing_texts(county(), "zh") == ()
    assert missing_texts(resolve(a_file(), LIBRARY), "en") == ()


def test_words_are_put_in_beside_the_frozen_content() -> None:
    content = county()
    before = json.dumps(content, ensure_ascii=False)
    texts = {"en": {"title": "County", "clocks/0": "Request", "sections/0/title": "No"}}
    worded = with_translations(content, texts)
    assert worded["title"] == {"zh": "县", "en": "County"}
    assert worded["clocks"] == [{"id": "asked", "zh": "申请", "en": "Request"}]
    # what was published is not reworded, and what is no text stays none
    assert worded["sections"][0]["title"] == {"zh": "A", "en": "A"}
    assert with_translations(content, {"en": {"unit": "x", "nowhere": "x"}}) == content
    assert with_translations(content, {}) == content
    assert json.dumps(content, ensure_ascii=False) == before
    assert fingerprint_of(worded) == fingerprint_of(content)
    assert [one.place for one in missing_texts(worded, "en")] == [
        "sections/0/items/0/text",
        "sections/0/items/0/anchors/met",
    ]


def named(place: str, words: str) -> MissingText:
    return MissingText(place, (place,), words)


def test_the_same_words_are_asked_for_once() -> None:
    missing = (named("a", "通过"), named("b", "不通过"), named("c", "通过"))
    asked = asked_texts(missing, {})
    assert [(one.place, len(one.texts), one.translation, one.is_open) for one in asked] == [
        ("a", 2, "", True),
        ("b", 1, "", True),
    ]
    filled = for_every_place(asked, {"a": "Pass", "b": ""})
    assert filled == {"a": "Pass", "c": "Pass", "b": ""}
    again = asked_texts(missing, {"a": "Pass", "c": "Pass"})
    assert [(one.translation, one.is_open) for one in again] == [("Pass", False), ("", True)]
    # taken away in all places again
    assert for_every_place(again, {"a": " "}) == {"a": " ", "c": " "}


def test_what_was_translated_differently_stays_different() -> None:
    missing = (named("a", "通过"), named("b", "通过"), named("c", "通过"), named("d", "通过"))
    asked = asked_texts(missing, {"b": "Pass", "c": "Passed"})
    told = [([one.place for one in group.texts], group.translation) for group in asked]
    assert told == [(["a", "b", "d"], "Pass"), (["c"], "Passed")]
    assert [one.is_open for one in asked] == [True, False]
    # a place that is given words of its own keeps them
    assert for_every_place(asked, {"a": "Pass", "d": "Through"}) == {
        "a": "Pass",
        "b": "Pass",
        "d": "Through",
    }
