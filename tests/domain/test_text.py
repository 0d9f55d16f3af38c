import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.text import NO_TEXT, BilingualText, has_words, text_from


def test_the_language_asked_for_comes_first() -> None:
    both = BilingualText(zh="准绳", en="Plumbline")
    assert (both.in_language("zh"), both.in_language("en")) == ("准绳", "Plumbline")


def test_the_other_language_stands_in() -> None:
    assert BilingualText(zh="准绳").in_language("en") == "准绳"
    assert BilingualText(en="Plumbline").in_language("zh") == "Plumbline"
    assert NO_TEXT.in_language("zh") == ""


def test_blanks_are_no_text() -> None:
    assert not BilingualText(zh="\u200b\u2060").has("zh")
    assert not BilingualText(zh=" \u3000\n").has("zh")
    assert BilingualText(zh="准").has("zh")
    assert not BilingualText(zh="准").has("en")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\u3000",
        "\u200b",
        "\u202e \u2060",
        "\ufeff\u00ad",
        "\x00",
        "\u3164",
        "\u2800",
        "\ufe0f",
    ],
)
def test_signs_that_nobody_sees_say_nothing(text: str) -> None:
    assert not has_words(text)
    assert has_words(f"{text}缺{text}")


@pytest.mark.parametrize("text", ["x", "缺", "7", "—", "é", "\U00020bb7", "\ue000"])
def test_whatever_is_seen_says_something(text: str) -> None:
    assert has_words(text)


@given(st.dictionaries(st.sampled_from(["zh", "en"]), st.text()))
def test_what_a_file_says_is_read(plain: dict[str, str]) -> None:
    text = text_from(plain)
    assert (text.zh, text.en) == (plain.get("zh", ""), plain.get("en", ""))


def test_nothing_is_an_empty_text() -> None:
    assert text_from(None) == text_from({}) == NO_TEXT
