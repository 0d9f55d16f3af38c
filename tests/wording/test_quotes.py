import re

from qa_app.wording import Words
from qa_app.wording.quotes import GLOSSES, gloss_of
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
