import re

from qa_app.rubric_files.reader import load_rubric
from qa_app.wording import Words
from qa_app.wording.quotes import GLOSSES, gloss_of
from qa_app.wording.rubrics import said_rubric
from tests.conftest import ROOT


def test_every_quotation_that_the_product_brings_along_is_translated() -> None:
    quoted = {
        quote
        for file in (ROOT / "rubrics").glob("*.yaml")
        for quote in re.findall(r'quote: "([^"]+)"', file.read_text("utf-8"))
    }
    assert len(quoted) > 10
    assert quoted - set(GLOSSES) == set()


def test_a_translation_holds_no_hanzi_and_stands_on_english_pages_only() -> None:
    for quote, gloss in GLOSSES.items():
        assert not re.search(r"[\u3400-\u9fff]", gloss)
        assert gloss_of(Words("en"), quote) == gloss
        assert gloss_of(Words("zh"), quote) == ""
    assert gloss_of(Words("en"), "别的") == gloss_of(Words("en"), "") == ""


def test_items_say_it_too() -> None:
    shipped = ROOT / "rubrics"
    rubric = load_rubric(shipped / "legal_aid.yaml", shipped)
    quoted = [one for one in rubric.items.values() if one.quote]
    assert quoted
    for language in ("zh", "en"):
        words = Words(language)
        said = said_rubric(words, rubric, {})
        items = {one.code: one for section in said.sections for one in section.items}
        for one in quoted:
            assert items[one.code].gloss == gloss_of(words, one.quote)
