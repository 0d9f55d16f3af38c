"""The report on paper, in Word and as CSV: the numbers of the page, the same bytes twice."""

import csv
import io
import zipfile

import pytest
from pypdf import PdfReader

from qa_app.domain.period_report import period_report
from qa_app.domain.report_facts import ReportFacts
from qa_app.reports.period_charts import captions_of, period_charts
from qa_app.reports.period_pdf import period_pdf
from qa_app.reports.report_tables import report_csv
from qa_app.reports.word_draft import word_draft
from qa_app.wording import Words
from qa_app.wording.period_reports import said_period
from tests.report_material import rubrics
from tests.wording.test_period_reports import BARE, CITY, FULL, OLD, WORSE


def made(language: str, told: ReportFacts):
    words = Words(language)
    report = period_report(told, rubrics(), sees_files=True)
    return words, report, said_period(words, report, 1, "ab" * 32), period_charts(words, report)


def text_of(file: bytes) -> str:
    pages = PdfReader(io.BytesIO(file)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("told", [FULL, BARE, OLD, WORSE, CITY])
def test_paper_and_word_say_what_the_page_says(language: str, told: ReportFacts) -> None:
    _words, _report, said, charts = made(language, told)
    file = period_pdf(said, charts)
    assert period_pdf(said, charts) == file
    printed = text_of(file)
    draft = word_draft(said.paper)
    assert word_draft(said.paper) == draft
    with zipfile.ZipFile(io.BytesIO(draft)) as whole:
        content = whole.read("word/document.xml").decode()
    for block in said.blocks:
        assert "".join(block.part.heading.split()) in printed
        rows = block.part.table.rows if block.part.table else ()
        for cell in [cell for row in rows for cell in row]:
            assert "".join(cell.split()) in printed, cell
            assert all(part in content for part in cell.split("\n"))
    assert said.paper.draft in content
    assert said.paper.class_mark in printed


def test_every_face_is_embedded() -> None:
    _words, _report, said, charts = made("zh", FULL)
    fonts = {
        (str(font["/BaseFont"]), "/FontFile2" in font["/FontDescriptor"])
        for page in PdfReader(io.BytesIO(period_pdf(said, charts))).pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }
    assert fonts
    assert all(is_embedded for _name, is_embedded in fonts)


def test_charts_are_those_of_the_trend_pages() -> None:
    _words, report, _said, charts = made("en", OLD)
    (area,) = report.areas
    drawn = charts["sample"]
    assert [point.y for point in drawn.whole.points] == [one.value for one in area.whole.rated]
    assert len(drawn.sections) == 2
    assert [one.number for one in drawn.whole.notes] == ["1"]
    assert captions_of(drawn.whole)
    assert drawn.names[0].endswith("with the number of files below") == drawn.whole.is_labelled
    # 14 months of one version, as many as lock limits, none of them beyond
    assert [words for _sign, words in drawn.key] == ["final", "mean and limits"]
    # nothing is drawn of what is not rated
    assert made("en", BARE)[3] == {}


def test_csv_holds_the_cells_of_the_heat_table() -> None:
    words, report, said, _charts = made("en", FULL)
    rows = list(csv.reader(io.StringIO(report_csv(words, report).decode("utf-8-sig"))))
    assert rows[0][:3] == ["Rubric", "Version", "Section"]
    whole = [row for row in rows[1:] if row[2] == "Whole file"]
    assert whole == [["sample", "1.0.0", "Whole file", "", "Q1 2026", "85.0", "15", "yes"]]
    (heat,) = (one for one in said.blocks if one.key.startswith("heat-"))
    assert heat.part.table is not None
    assert "85.0 (15)" in heat.part.table.rows[0][-1]


def test_csv_of_a_city_lists_its_centres() -> None:
    words, report, _said, _charts = made("zh", CITY)
    rows = list(csv.reader(io.StringIO(report_csv(words, report).decode("utf-8-sig"))))
    centres = [row[3:7] for row in rows[1:] if row[3]]
    assert centres == [["甲", "2026", "90.0", "20"], ["乙", "2026", "", "3"]]
