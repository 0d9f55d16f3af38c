"""The certificate as a PDF: its bytes, its code read back from an image, its signed data."""

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from pypdf import PdfReader
from reportlab.pdfbase.pdfmetrics import stringWidth

from qa_app.domain.papers_check import Outcome, checked_paper
from qa_app.domain.register_terms import Names
from qa_app.domain.text import BilingualText
from qa_app.reports.attachments import attached
from qa_app.reports.certificate import CODE_MM, certificate_pdf
from qa_app.reports.certificate import FILE as INSIDE
from qa_app.reports.fonts import BOLD, REGULAR
from qa_app.rubric_files.criteria import read_criteria
from qa_app.wording import Words
from qa_app.wording.register_papers import said_certificate
from tests.papers import FACTS, FILE, LIST, PAYLOAD, TODAY, TOKEN

ADDRESS = f"https://quality.example.org/v/{TOKEN}"
DPI = 200


@pytest.fixture(scope="module")
def names(shipped: Path) -> Names:
    return read_criteria(shipped / "endorsement_criteria.yaml").terms.names


def _pdf(language: str, names: Names) -> bytes:
    said = said_certificate(Words(language), FACTS, TOKEN, names)
    return certificate_pdf(said, ADDRESS, FILE)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_page_the_same_bytes_twice(language: str, names: Names) -> None:
    pdf = _pdf(language, names)
    assert pdf == _pdf(language, names)
    read = PdfReader(BytesIO(pdf))
    (page,) = read.pages
    text = page.extract_text()
    for part in (
        FACTS.number,
        FACTS.centre.in_language(language),
        FACTS.body.in_language(language),
    ):
        assert part in text
    for word in ("认可", "认证", "司法部门"):
        assert word not in text.replace("不构成行政许可、认证或评比", "")
    whole = "".join(text.split())
    assert "".join(names.disclaimer.in_language(language).split()) in whole


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_label_runs_into_its_value(language: str, names: Names) -> None:
    at: dict[str, float] = {}
    ends: dict[str, float] = {}

    def note(text: str, _cm: object, matrix: list[float], font: object, size: float) -> None:
        if text.strip() and font is not None:
            at[text.strip()] = matrix[4]
            face = BOLD if "Bold" in str(font["/BaseFont"]) else REGULAR  # type: ignore[index]
            ends[text.strip()] = matrix[4] + stringWidth(text.strip(), face, size)

    (page,) = PdfReader(BytesIO(_pdf(language, names))).pages
    page.extract_text(visitor_text=note)
    said = said_certificate(Words(language), FACTS, TOKEN, names)
    seen = 0
    for line in said.lines:
        if line.label in at and line.value in at:
            seen += 1
            assert ends[line.label] < at[line.value], line.label
    assert seen >= 4


def test_its_signed_data_travel_inside(names: Names) -> None:
    pdf = _pdf("zh", names)
    # with a library of others, and with our own few lines
    (content,) = PdfReader(BytesIO(pdf)).attachments[INSIDE]
    assert content.decode() == FILE
    assert attached(pdf) == FILE.encode()
    found = checked_paper(FILE, LIST, TODAY)
    assert (found.outcome, found.payload) == (Outcome.GENUINE, PAYLOAD)


def test_what_holds_no_file() -> None:
    for other in (b"", b"%PDF-1.4", b"/EmbeddedFile", b"obj /EmbeddedFile stream\n", b"\xff" * 99):
        assert attached(other) is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_code_is_read_back_from_the_printed_page(
    language: str, names: Names, tmp_path: Path
) -> None:
    renderer = shutil.which("pdftoppm")
    if renderer is None:
        pytest.fail("this needs pdftoppm: bash .ci/browser installs it")
    file = tmp_path / "paper.pdf"
    file.write_bytes(_pdf(language, names))
    subprocess.run([renderer, "-r", str(DPI), "-png", file, tmp_path / "page"], check=True)
    (image,) = tmp_path.glob("page*.png")
    page = cv2.imread(str(image), cv2.IMREAD_GRAYSCALE)
    text, corners, _straight = cv2.QRCodeDetector().detectAndDecode(page)
    assert text == ADDRESS
    side = float(np.linalg.norm(corners[0][0] - corners[0][1])) * 25.4 / DPI
    assert 25 <= side < CODE_MM
    # nothing is printed where the seal goes
    x, y, radius = (int(mm * DPI / 25.4) for mm in (160, 236, 14))
    assert page[y - radius : y + radius, x - radius : x + radius].min() == 255


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("“暂缓”；本决定与之不同", "计算结果")),
        ("en", ("“Deferred”; the decision", "Computed")),
    ],
)
def test_a_decision_that_departs_says_so_with_its_reasons(
    language: str, words: tuple[str, ...], names: Names
) -> None:
    (page,) = PdfReader(BytesIO(_pdf(language, names))).pages
    text = "".join(page.extract_text().split())
    for part in (*words, FACTS.reasons):
        assert "".join(part.split()) in text
    follows = replace(FACTS, departs_from=None, reasons="")
    said = said_certificate(Words(language), follows, TOKEN, names)
    assert len(said.lines) == len(said_certificate(Words(language), FACTS, TOKEN, names).lines) - 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_long_reasons_end_above_the_code(language: str, names: Names) -> None:
    name = BilingualText("很长的名称" * 14, "A very long name of a centre " * 5)
    reasons = "两次复查都显示同一问题已经解决，书面材料齐全。" * 40
    long = replace(FACTS, centre=name, reasons=reasons)
    said = said_certificate(Words(language), long, TOKEN, names)
    (page,) = PdfReader(BytesIO(certificate_pdf(said, ADDRESS, FILE))).pages
    tops: list[float] = []

    def note(text: str, _cm: object, matrix: list[float], _font: object, _size: float) -> None:
        if "复查" in text:
            tops.append(297 - matrix[5] * 25.4 / 72)

    page.extract_text(visitor_text=note)
    assert tops
    assert max(tops) < 218
