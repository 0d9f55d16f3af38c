"""Papers of rounds and actions: the same bytes twice, hostile words, embedded faces."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from pypdf import PdfReader

from qa_app.reports.printed import printed_pdf
from qa_app.reports.word_draft import word_draft
from qa_app.wording.said import SaidLine
from qa_app.wording.said_printed import SaidPart, SaidPrinted, SaidTable

HOSTILE = (
    "<b>bold</b>&amp;<font color=red>",
    '"><script>alert(1)</script>',
    "=HYPERLINK(1)",
    "{{ 7*7 }} %(page)s %s",
    "\x00\x07nul",
    "中文" * 400,
    "x" * 900,
    "]]><w:p/>",
)


def a_paper(text: str = "甲") -> SaidPrinted:
    return SaidPrinted(
        language="zh",
        title="整改通知",
        subject=text,
        draft="送审稿",
        is_draft=True,
        identity=(SaidLine("中心", text),),
        remarks=(text,),
        parts=(SaidPart("要求", (text,), SaidTable(("甲", "乙"), (70, 30), ((text, text),))),),
        closing="完",
        verification=(SaidLine("摘要", text),),
        verification_head="核验信息",
        foot="制作",
        page="第%(page)s页，共%(pages)s页",
        class_mark="内部",
    )


def test_the_same_words_give_the_same_bytes() -> None:
    assert printed_pdf(a_paper()) == printed_pdf(a_paper())
    assert word_draft(a_paper()) == word_draft(a_paper())
    assert word_draft(a_paper()) != word_draft(replace(a_paper(), closing="别"))


def test_a_draft_holds_no_time() -> None:
    with zipfile.ZipFile(io.BytesIO(word_draft(a_paper()))) as file:
        assert {one.date_time for one in file.infolist()} == {(2000, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("text", HOSTILE)
def test_words_are_never_markup(text: str) -> None:
    shown = text.replace("\x00", "").replace("\x07", "")
    document = Document(io.BytesIO(word_draft(a_paper(text))))
    assert document.tables[0].rows[1].cells[0].text == shown
    pages = PdfReader(io.BytesIO(printed_pdf(a_paper(text)))).pages
    printed = "".join("".join(page.extract_text() for page in pages).split())
    assert "".join(shown.split())[:20] in printed


def test_two_tables_of_a_draft_do_not_become_one() -> None:
    table = SaidTable(("人员", "分钟"), (70, 30), (("丙", "60"),))
    paper = a_paper()
    paper = replace(paper, parts=(*paper.parts, SaidPart("", (), table)))
    body = Document(io.BytesIO(word_draft(paper))).element.body
    kinds = [one.tag.rpartition("}")[2] for one in body]
    at = kinds.index("tbl")
    assert kinds[at : at + 3] == ["tbl", "p", "tbl"]
    # one alone gets no empty line
    assert kinds.count("p") == len(Document(io.BytesIO(word_draft(a_paper()))).paragraphs) + 1


def test_a_cell_longer_than_a_page_is_printed() -> None:
    pages = PdfReader(io.BytesIO(printed_pdf(a_paper("很长" * 3000)))).pages
    assert len(pages) > 3


def test_both_faces_are_embedded() -> None:
    page = PdfReader(io.BytesIO(printed_pdf(a_paper()))).pages[0]
    for font in page["/Resources"]["/Font"].values():
        found = font.get_object()
        inner = found.get("/DescendantFonts", [found])[0].get_object()
        assert "/FontFile2" in inner["/FontDescriptor"]


def test_verification_comes_last() -> None:
    document = Document(io.BytesIO(word_draft(a_paper())))
    assert [one.text for one in document.paragraphs[-2:]] == ["核验信息", "摘要：甲"]


@pytest.mark.parametrize("rows", range(20, 75, 3))
@pytest.mark.parametrize("paragraphs", [0, 3])
def test_the_last_block_never_stands_alone_and_each_page_has_a_head(
    rows: int, paragraphs: int
) -> None:
    table = SaidTable(("甲", "乙"), (70, 30), tuple((f"第{n}行", "行") for n in range(rows)))
    words = tuple(f"意见{n}行" for n in range(paragraphs))
    parts = (SaidPart("要求", (), table), *((SaidPart("意见", words),) if words else ()))
    paper = replace(a_paper(), parts=parts, verification=(SaidLine("摘要", "a" * 64),))
    pages = [one.extract_text() for one in PdfReader(io.BytesIO(printed_pdf(paper))).pages]
    assert "核验信息" in pages[-1]
    assert "行" in pages[-1]
    assert all("整改通知" in page for page in pages)
    assert "".join(pages).count("第0行") == 1
