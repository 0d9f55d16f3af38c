"""A text changed in one language while the other stayed is found; a translation is not."""

from typing import Any

from qa_app.domain.one_sided import OneSided, changed_in_one, missing_in_one
from tests.builders import a_file, item, section


def said(zh: str, en: str = "") -> dict[str, str]:
    return {"zh": zh, "en": en} if en else {"zh": zh}


def content(**texts: dict[str, str]) -> dict[str, Any]:
    items = [item(code, text=text) for code, text in texts.items()]
    return a_file(title=said("样例", "Sample"), sections=[section("A", *items)])


def place(at: int) -> tuple[str | int, ...]:
    return "sections", 0, "items", at, "text"


def test_one_language_moved_on() -> None:
    before = content(A1=said("会见儿童", "The child was met"), A2=said("告知", "Told"))
    after = content(
        A1=said("单独会见儿童", "The child was met"), A2=said("告知", "Told in writing")
    )
    assert changed_in_one(before, after) == (
        OneSided(place(0), "zh", "en"),
        OneSided(place(1), "en", "zh"),
    )


def test_what_is_no_reason_for_a_notice() -> None:
    before = content(
        A1=said("会见儿童", "The child was met"), A2=said("告知"), A3=said("回访", "Visited")
    )
    after = content(
        A1=said("单独会见儿童", "The child was met alone"),  # both
        A2=said("书面告知", "Told in writing"),  # translated for the first time
        A3=said(" 回访 ", "Visited"),  # blanks
        A4=said("新条目", "A new one"),
    )
    assert changed_in_one(before, after) == ()
    assert changed_in_one(after, content(A1=said("会见"))) == ()  # the English is missing now


def test_an_item_is_found_in_another_section_and_in_a_half_written_draft() -> None:
    before = content(A1=said("会见儿童", "The child was met"))
    moved = item("A1", text=said("单独会见儿童", "The child was met"))
    after = {**before, "sections": [{"id": "Z"}, section("B", moved), None, "x"]}
    assert changed_in_one(before, after) == (
        OneSided(("sections", 1, "items", 0, "text"), "zh", "en"),
    )
    assert changed_in_one({}, {"title": 3, "facts": {"zh": 1}}) == ()


def test_other_parts_count_as_well() -> None:
    before = a_file(title=said("样例", "Sample"))
    after = {**before, "title": said("示例", "Sample")}
    assert changed_in_one(before, after) == (OneSided(("title",), "zh", "en"),)


def test_a_text_that_changed_and_was_not_translated_again() -> None:
    before = content(
        A1=said("会见儿童", "The child was met"), A2=said("告知"), A3=said("回访", "Visited")
    )
    after = content(
        A1=said("单独会见儿童"),  # the English went away
        A2=said("告知"),  # never translated, and nothing happened to it
        A3=said("回访", "Visited"),
        A4=said("新条目"),
        A5={"en": "Only English"},
    )
    assert missing_in_one(before, after) == (
        OneSided(place(0), "zh", "en", is_missing=True),
        OneSided(place(3), "zh", "en", is_missing=True),
        OneSided(place(4), "en", "zh", is_missing=True),
    )
    assert missing_in_one(after, before) == ()
