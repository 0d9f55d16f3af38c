"""Papers for the desk: everything is where it will be looked for, in black only."""

import io
import re
from datetime import date
from random import Random
from time import process_time

import cv2
import numpy as np
import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream
from reportlab.pdfbase.pdfmetrics import stringWidth

from qa_app.domain.score_sheet import BOX, FIRST_ROW, HEIGHT, MARK, MARKS, WIDTH, SheetPlace
from qa_app.domain.text import BilingualText
from qa_app.reports.canvas import lines_of
from qa_app.reports.fonts import REGULAR, register_fonts
from qa_app.reports.labels import LABELS_PER_PAGE, label_sheet, retrieval_slip
from qa_app.reports.score_sheet import PrintedItem, PrintedSheet, score_sheet_pdf
from qa_app.scans.sheets import read_rows, sheet_image
from qa_app.wording import Words
from qa_app.wording.score_sheets import (
    label_words,
    page_words,
    sheet_kind,
    sheet_place,
    signature_words,
    slip_words,
)
from tests.paper_scans import LAYOUT, Pen, mark_of, scanned

_RECT = re.compile(rb"([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re")


def sheet(
    language: str,
    text: str = "逐条核对 the requirement " * 12,
    lines: tuple[str, ...] = ("KM-26-7F3K-9Q2W5",),
) -> bytes:
    words = Words(language)
    items = {
        row.item: PrintedItem(text, {box.option: "符合 conforms" for box in row.boxes})
        for row in LAYOUT.rows
    }
    return score_sheet_pdf(
        PrintedSheet(
            LAYOUT, mark_of(1), items, sheet_kind(words), "个案管理", lines,
            signature_words(words), page_words(words), language,
        )
    )  # fmt: skip


def rectangles(content: bytes) -> list[tuple[float, ...]]:
    return [tuple(map(float, found)) for found in _RECT.findall(content)]


def tenths(points: float) -> float:
    return points * 254 / 72 * 1.0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_boxes_and_marks_are_printed_where_they_are_looked_for(language: str) -> None:
    reader = PdfReader(io.BytesIO(sheet(language)))
    assert len(reader.pages) == LAYOUT.pages
    for number, page in enumerate(reader.pages, 1):
        found = {
            (round(tenths(x)), round(HEIGHT - tenths(y + tall)), round(tenths(wide)))
            for x, y, wide, tall in rectangles(page.get_contents().get_data())
        }
        for row in LAYOUT.on_page(number):
            for box in row.boxes:
                assert (box.left, box.top, BOX) in found
        for x, y in MARKS:
            assert (x - MARK // 2, y - MARK // 2, MARK) in found
        assert all(row.item in page.extract_text() for row in LAYOUT.on_page(number))


def test_the_last_page_is_signed() -> None:
    pages = PdfReader(io.BytesIO(sheet("zh"))).pages
    assert ["签名" in page.extract_text() for page in pages] == [False] * (len(pages) - 1) + [True]


def test_papers_are_black_only_and_the_same_each_time() -> None:
    words = Words("zh")
    papers = (
        lambda: sheet("zh"),
        lambda: label_sheet(["KM-26-7F3K-9Q2W5"], label_words(words), "zh"),
        lambda: retrieval_slip(
            [("3-2", "KM-26-7F3K-9Q2W5", "W1")], ["甲"], slip_words(words), "zh"
        ),
    )
    for paper in papers:
        assert paper() == paper()
        for page in PdfReader(io.BytesIO(paper())).pages:
            content = page.get_contents().get_data()
            for red, green, blue in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)", content):
                assert red == green == blue


@pytest.mark.parametrize("language", ["zh", "en"])
def test_24_labels_stand_on_a_page(language: str) -> None:
    references = [f"KM-26-7F3K-{at:04}5" for at in range(LABELS_PER_PAGE + 1)]
    pages = PdfReader(io.BytesIO(label_sheet(references, label_words(Words(language)), language)))
    assert LABELS_PER_PAGE == 24
    text = [page.extract_text() for page in pages.pages]
    assert [sum(one in page for one in references) for page in text] == [24, 1]
    # nothing invites a name: every label says so, once for each reference
    said = label_words(Words(language))["nameless"]
    assert [page.count(said) for page in text] == [24, 1]
    assert "名称" not in text[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_slip_lists_every_folder_over_pages(language: str) -> None:
    rows = [(f"{at}-1", f"KM-26-7F3K-{at:04}5", "W1") for at in range(50)] + [("", "KM-X", "")]
    words = slip_words(Words(language))
    reader = PdfReader(io.BytesIO(retrieval_slip(rows, ["中心甲", "2026-03-02"], words, language)))
    text = "".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) == 3
    assert all(reference in text for _, reference, _ in rows)
    assert words["no_place"] in text
    # who takes the files out signs as well as who hands them over
    asked = (
        ("调出", "归还", "借阅人")
        if language == "zh"
        else ("Taken out", "Brought back", "Borrower")
    )
    assert [text.count(word) for word in asked] == [3, 3, 3]


def test_long_words_and_long_texts_stay_in_their_room() -> None:
    register_fonts()
    assert lines_of("abc", REGULAR, 8, 50, 2) == ["abc"]
    assert lines_of("", REGULAR, 8, 50, 2) == [""]
    cut = lines_of("字" * 200, REGULAR, 8, 20, 3)
    assert len(cut) == 3
    assert cut[-1].endswith("…")
    assert all(not line.startswith("。") for line in lines_of("字字字。" * 20, REGULAR, 8, 9, 99))
    # a word that is longer than a line is broken behind another one too, and costs no more than it shows
    begun = process_time()
    broken = lines_of("ab " + "x" * 4_000 + " c", REGULAR, 8, 20, 3)
    assert process_time() - begun < 2
    assert [line.strip("x") for line in broken] == ["ab", "", "…"]
    assert max(stringWidth(line, REGULAR, 8) for line in broken) <= 20 * 72 / 25.4


def test_a_long_item_is_set_smaller_on_a_sheet_and_not_cut() -> None:
    text = (
        "Where a guardian is the suspected offender, consent came from another guardian, a"
        " lawfully appointed one, or civil affairs as temporary guardian; the suspect had no part"
        " in planning; in an emergency protection came first and this is recorded at the end."
    )
    pages = PdfReader(io.BytesIO(sheet("en", text))).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert said.count("recorded at the end.") == len(LAYOUT.rows)
    assert "…" not in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_head_says_what_and_where_and_stays_above_the_first_row(language: str) -> None:
    words = Words(language)
    name = "某某市某某区未成年人一站式综合保护与社会工作服务资源中心" * 2
    place = SheetPlace(BilingualText(name, f"{name} Centre"), "KM-C01", date(2026, 3, 2), 7)
    lines = (sheet_place(words, place), *("long words of how to fill in a sheet " * 5,) * 2)
    texts: list[tuple[float, str]] = []

    def note(text: str, _cm: list, matrix: list, *_font: object) -> None:
        texts.extend((tenths(matrix[5]), one) for one in [text.strip()] if one)

    PdfReader(io.BytesIO(sheet(language, "x", lines))).pages[0].extract_text(visitor_text=note)
    first = max(y for y, text in texts if text.startswith("I0"))
    head = [
        (y, text)
        for y, text in texts
        if y > first and text not in {"符合", "conforms", "符合 conforms"}
    ]
    said = "".join(text for _, text in head)
    for wanted in (sheet_kind(words), "KM-C01", words.day(date(2026, 3, 2)), "7"):
        assert "".join(wanted.split()) in "".join(said.split())
    # letters stand on a line and reach a little below it
    assert min(y for y, _ in head) >= HEIGHT - FIRST_ROW + 5
    # and below the marks at the corners
    assert max(y for y, _ in head) < HEIGHT - MARKS[0][1] - MARK // 2


def drawn(page: PageObject) -> np.ndarray:
    """The rectangles of a page as a printer puts them down, ten pixels to a millimetre."""
    paper = np.full((HEIGHT, WIDTH), 255, np.uint8)
    placed, kept, waiting, line = np.eye(3), [], [], 1.0
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        numbers = [float(one) for one in operands if isinstance(one, (int, float))]
        if operator == b"q":
            kept.append((placed, line))
        elif operator == b"Q":
            placed, line = kept.pop()
        elif operator == b"cm":
            a, b, c, d, e, f = numbers
            placed = placed @ np.array([[a, c, e], [b, d, f], [0, 0, 1]])
        elif operator == b"w":
            line = numbers[0]
        elif operator == b"re":
            x, y, wide, tall = numbers
            ends = placed @ np.array([[x, x + wide], [y, y + tall], [1, 1]])
            waiting.append(ends[:2] * 254 / 72)
        elif operator in {b"f", b"f*", b"S", b"B", b"n"}:
            for (left, right), (low, high) in waiting:
                corners = (round(left), round(HEIGHT - high)), (round(right), round(HEIGHT - low))
                if operator in {b"f", b"f*", b"B"}:
                    cv2.rectangle(paper, corners[0], (corners[1][0] - 1, corners[1][1] - 1), 0, -1)
                elif operator == b"S":
                    cv2.rectangle(paper, *corners, 0, round(line * 254 / 72))
            waiting = []
    return paper


@pytest.mark.parametrize("page", range(1, LAYOUT.pages + 1))
def test_what_is_printed_is_what_is_read(page: int) -> None:
    paper = drawn(PdfReader(io.BytesIO(sheet("zh"))).pages[page - 1])
    row = LAYOUT.on_page(page)[-1]
    Pen(Random(3), paper).tick(row.boxes[-1])
    image = sheet_image(scanned(paper, Random(page)))
    assert image.mark == mark_of(page)
    *others, last = read_rows(image, LAYOUT.on_page(page))
    assert (last.option, last.is_sure) == (row.boxes[-1].option, True)
    assert all(other.option is None and other.is_sure for other in others)
