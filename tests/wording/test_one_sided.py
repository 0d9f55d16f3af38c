"""A text changed in one language only is told in both languages."""

from qa_app.domain.one_sided import OneSided
from qa_app.wording import Words
from qa_app.wording.one_sided import one_sided_words


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
