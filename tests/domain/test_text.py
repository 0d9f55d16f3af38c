from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.text import NO_TEXT, BilingualText, text_from


def test_the_language_asked_for_comes_first() -> None:
    both = BilingualText(zh="准绳", en="Plumbline")
    assert (both.in_language("zh"), both.in_language("en")) == ("准绳", "Plumbline")


def test_the_other_language_stands_in() -> None:
    assert BilingualText(zh="准绳").in_language("en") == "准绳"
    assert BilingualText(en="Plumbline").in_language("zh") == "Plumbline"
    assert NO_TEXT.in_language("zh") == ""


def test_blanks_are_no_text() -> None:
    assert not BilingualText(zh=" \u3000\n").has("zh")
    assert BilingualText(zh="准").has("zh")
    assert not BilingualText(zh="准").has("en")


@given(st.dictionaries(st.sampled_from(["zh", "en"]), st.text()))
def test_what_a_file_says_is_read(plain: dict[str, str]) -> None:
    text = text_from(plain)
    assert (text.zh, text.en) == (plain.get("zh", ""), plain.get("en", ""))


def test_nothing_is_an_empty_text() -> None:
    assert text_from(None) == text_from({}) == NO_TEXT
