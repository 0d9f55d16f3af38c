"""The quality sheet fits on one page of A4 however many rubrics were used, and comes out alike."""

import re
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from qa_app.domain.quality_sheet import (
    ActionFigures,
    ContractYear,
    ResponseTime,
    YearTotals,
    year_line,
)
from qa_app.domain.session_coverage import Figures
from qa_app.domain.text import BilingualText
from qa_app.reports.quality_sheet import quality_pdf
from qa_app.reports.word_draft import word_draft
from qa_app.wording import Words
from qa_app.wording.quality_sheets import said_quality_sheet
from qa_app.wording.said_printed import SaidPrinted

NAME = BilingualText(
    "昆明市五华区未成年人综合保护服务中心", "Comprehensive Centre for Minors, Wuhua"
)
TITLE = BilingualText(
    "社会工作个案管理：个案档案质量评查", "Social work case management: file quality"
)
MADE = (datetime(2026, 1, 15, 4, 0, tzinfo=UTC), "Asia/Shanghai")


def a_sheet(language: str, rubrics: int) -> SaidPrinted:
    line = year_line(
        YearTotals(NAME, TITLE, "10.0.0", 130, 120, 120, 100_000_000, (60, 30, 20, 10), 12)
    )
    time = ResponseTime(12, Fraction(9, 2))
    kept = (
        ActionFigures(120, 100, 12, 8, time, ResponseTime(3, None)),
        Figures(due=480, held=400),
        Figures(due=9, held=9, credited_seconds=32_400),
    )
    year = ContractYear(date(2025, 4, 1), date(2026, 1, 15))
    return said_quality_sheet(Words(language), NAME, year, (line,) * rubrics, kept, MADE)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rubrics", [0, 1, 9, 18])
def test_one_page(language: str, rubrics: int) -> None:
    sheet = a_sheet(language, rubrics)
    made = quality_pdf(sheet)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", made)) == 1
    assert quality_pdf(sheet) == made
    assert word_draft(sheet)[:2] == b"PK"


def test_few_have_no_share_and_no_median() -> None:
    rows = a_sheet("en", 1).parts[1].table
    assert rows is not None
    told = {row[0]: row[1:] for row in rows.rows}
    assert told["Actions done by their day"] == ("100 (83 %)", "120")
    # nine of nine: a count, no share
    assert told["Planned supervision sessions held, of those whose day has passed"] == ("9", "9")
    assert told["Days from an action's opening until it was done, median"] == (
        "too few to say",
        "3",
    )
    assert told["Days from an action's opening to the centre's plan, median"] == ("4.5", "12")
