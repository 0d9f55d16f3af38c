from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from qa_app.domain.session_coverage import (
    CoverageContent,
    CoverageOf,
    CoveragePart,
    Figures,
    PersonLine,
    PersonMonths,
    Window,
)
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.text import BilingualText
from qa_app.reports.charts import chart_svg
from qa_app.reports.coverage_chart import coverage_chart
from qa_app.reports.supervision_report import PaperWords, supervision_pdf
from qa_app.wording import Words
from qa_app.wording.said_coverage import said_coverage

CENTRE = BilingualText("中心甲", "Centre A")
OF = CoverageOf(SessionScope.CENTRE, 5, CENTRE)
WINDOW = Window(date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 23))
FIGURES = Figures(4, 3, 1, 1, 0, 5400, 2, (("accountability", 2), ("learning", 1), ("support", 0)))


def content() -> CoverageContent:
    months = tuple((date(2026, month, 1), FIGURES) for month in (1, 2, 3))
    charted = ((date(2025, 12, 1), Figures()), *months)
    person = PersonLine(
        11, "W1", CENTRE, FIGURES, PersonMonths(5400, 90, 1, 3), date(2026, 2, 9), 73, 27, 2, 1
    )
    return CoverageContent(
        OF,
        WINDOW,
        months,
        charted,
        (("individual", FIGURES),),
        ((BilingualText("法律援助", "Legal aid"), FIGURES), (None, Figures())),
        (CoveragePart(OF, FIGURES),),
        (person,),
    )


def paper(language: str) -> bytes:
    words = Words(language)
    around = PaperWords(
        "督导报告", "中心甲", "图", "made", "Page %(page)s of %(pages)s", "Internal"
    )
    chart = coverage_chart(words, "coverage", "中心甲", content().charted)
    return supervision_pdf(said_coverage(words, content(), 31), chart, around)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_paper_has_the_same_bytes_twice_and_all_its_numbers(language: str) -> None:
    first = paper(language)
    assert first == paper(language)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(first)).pages)
    for said in ("W1", "75%" if language == "zh" else "75 %", "73", "督导报告"):
        assert said in text
    assert ("超过25" if language == "zh" else "above 25") in text.replace("\n", " ")


def test_a_month_without_sessions_leaves_a_gap_in_the_chart() -> None:
    months = ((date(2026, 1, 1), FIGURES), (date(2026, 2, 1), Figures()), *content().months[2:])
    chart = coverage_chart(Words("en"), "coverage", "Centre A", months)
    assert chart is not None
    assert [len(line) for line in chart.segments[0].lines] == [1, 1]
    svg = chart_svg(chart)
    assert "Jan 2026: 3 of 4 held, 75 %" in svg
    assert coverage_chart(Words("en"), "coverage", "Centre A", months[1:2]) is None
