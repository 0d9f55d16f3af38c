"""The installation's notice stands on every page of whatever is printed."""

import io
from collections.abc import Iterator

import pytest
from docx import Document
from pypdf import PdfReader

from qa_app.reports.labels import LABELS_PER_PAGE, label_sheet
from qa_app.reports.notices import PRINTED_NOTICE, sheet_header
from qa_app.reports.sheet import Foot, bound, paragraph
from qa_app.reports.word_draft import word_draft
from qa_app.wording.said_printed import SaidPrinted

TOLD = {"zh": "演示数据：均为虚构", "en": "Demonstration data"}
REFERENCES = [f"KM-26-7F3K-{number:05d}" for number in range(LABELS_PER_PAGE + 1)]


@pytest.fixture
def told() -> Iterator[None]:
    token = PRINTED_NOTICE.set(TOLD.__getitem__)
    yield
    PRINTED_NOTICE.reset(token)


def pages(file: bytes) -> list[str]:
    return [one.extract_text() for one in PdfReader(io.BytesIO(file)).pages]


def a_sheet(language: str) -> bytes:
    lines = [paragraph(f"line {number}") for number in range(100)]
    return bound(lines, "Title", language, Foot("left", "%(page)s/%(pages)s", "right"))


def labels(language: str) -> bytes:
    return label_sheet(REFERENCES, {"title": "Labels", "nameless": "no name"}, language)


@pytest.mark.parametrize("language", TOLD)
@pytest.mark.parametrize("make", [a_sheet, labels])
def test_it_stands_on_each_page(told: None, make: object, language: str) -> None:
    assert callable(make)
    found = pages(make(language))
    assert len(found) > 1
    assert all(TOLD[language] in one for one in found)
    assert make(language) == make(language)


@pytest.mark.parametrize("make", [a_sheet, labels])
def test_without_one_nothing_is_added(make: object) -> None:
    assert callable(make)
    assert not any("Demonstration" in one for one in pages(make("en")))


def test_the_head_of_a_sheet_is_no_longer_than_a_workbook_holds() -> None:
    assert sheet_header(("a&b", "c")) == "&Ca&&b c"
    assert sheet_header(("x" * 300,)) == "&C" + "x" * 253
    assert sheet_header(()) == ""


def test_it_heads_a_word_draft(told: None) -> None:
    paper = SaidPrinted(
        "zh",
        "清单",
        "某中心",
        "送审稿",
        True,
        (),
        (),
        (),
        "完",
        (),
        "核验",
        "左",
        "%(page)s",
        "内部",
    )
    head = Document(io.BytesIO(word_draft(paper))).sections[0].header
    assert [one.text for one in head.paragraphs] == [TOLD["zh"]]
    assert word_draft(paper) == word_draft(paper)
