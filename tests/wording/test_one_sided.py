"""A text changed in one language only is told in both languages."""

from qa_app.domain.one_sided import OneSided
from qa_app.wording import Words
from qa_app.wording.one_sided import lag_summary, one_sided_words


def test_the_language_that_stayed_is_named() -> None:
    told = [
        one_sided_words(Words(language), OneSided(("title",), changed, "en"))
        for language in ("zh", "en")
        for changed in ("zh", "en")
    ]
    assert told == [
        "只改了中文，英文仍是原来的内容。",
        "只改了英文，中文仍是原来的内容。",
        "Only the Chinese was changed; the English still says what it said before.",
        "Only the English was changed; the Chinese still says what it said before.",
    ]


def test_a_language_that_is_not_written_is_named() -> None:
    one = OneSided(("title",), "zh", "en", is_missing=True)
    assert one_sided_words(Words("en"), one) == (
        "Only the Chinese is written; the English is missing."
    )
    assert one_sided_words(Words("zh"), one) == "只写了中文，缺少英文。"


def test_how_many_texts_lag_behind_in_which_language() -> None:
    found = [OneSided(("title",), "zh", "en"), OneSided(("note",), "zh", "en", is_missing=True)]
    other = OneSided(("note",), "en", "zh")
    assert lag_summary(Words("zh"), found) == "一种语言落后的文字：英文2处"
    assert lag_summary(Words("en"), [*found, other]) == (
        "Texts that lag behind in one language: the Chinese in 1, the English in 2"
    )
    assert lag_summary(Words("en"), []) == ""
