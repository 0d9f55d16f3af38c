"""The quality sheet fits on one page of A4 however many rubrics were used, and comes out alike."""

import re
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from yaml import safe_load

from qa_app.domain.quality_sheet import (
    ActionFigures,
    ContractYear,
    ResponseTime,
    YearTotals,
    year_line,
)
from qa_app.domain.report_facts import ActionFacts
from qa_app.domain.session_coverage import Figures
from qa_app.domain.text import BilingualText
from qa_app.reports.quality_sheet import quality_pdf
from qa_app.reports.word_draft import word_draft
from qa_app.wording import Words
from qa_app.wording.quality_sheets import said_quality_sheet
from qa_app.wording.said_printed import SaidPrinted

RUBRICS = Path(__file__).resolve().parents[2] / "rubrics"
NAME = BilingualText(
    "昆明市五华区未成年人综合保护服务中心", "Comprehensive Centre for Minors, Wuhua"
)
TITLE = BilingualText(
    "社会工作个案管理：个案档案质量评查", "Social work case management: file quality"
)
MADE = (datetime(2026, 1, 15, 4, 0, tzinfo=UTC), "Asia/Shanghai")


def a_sheet(
    language: str, rubrics: int, name: BilingualText = NAME, title: BilingualText = TITLE
) -> SaidPrinted:
    line = year_line(
        YearTotals(name, title, "10.0.0", 130, 120, 120, 100_000_000, (60, 30, 20, 10), 12)
    )
    time = ResponseTime(12, Fraction(9, 2))
    kept = (
        ActionFigures(
            ActionFacts(140, 120, 12, 90, 30, 9, (10, 10, 5, 5)), 8, time, ResponseTime(3, None)
        ),
        Figures(due=480, held=400),
        Figures(due=9, held=9, credited_seconds=32_400),
    )
    year = ContractYear(date(2025, 4, 1), date(2026, 1, 15))
    return said_quality_sheet(Words(language), name, year, (line,) * rubrics, kept, MADE)


def pages(made: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", made))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rubrics", [0, 1, 9, 18])
def test_one_page(language: str, rubrics: int) -> None:
    sheet = a_sheet(language, rubrics)
    made = quality_pdf(sheet)
    assert pages(made) == 1
    assert quality_pdf(sheet) == made
    assert word_draft(sheet)[:2] == b"PK"


def shipped_titles() -> list[BilingualText]:
    files = [safe_load(one.read_text()) for one in sorted(RUBRICS.glob("*.yaml"))]
    return [
        BilingualText(one["title"]["zh"], one["title"]["en"])
        for one in files
        if isinstance(one, dict) and isinstance(one.get("title"), dict)
    ]


def filled(sign: str, most: int) -> str:
    """A name of words, as long as a table of the database holds it."""
    return (sign * most)[:most].strip()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_page_with_the_longest_names(language: str) -> None:
    name = BilingualText(
        filled("昆明市五华区未成年人综合保护服务中心", 200), filled("Comprehensive centre ", 200)
    )
    titles = shipped_titles()
    assert titles
    longest = BilingualText(
        max((one.zh for one in titles), key=len), max((one.en for one in titles), key=len)
    )
    assert pages(quality_pdf(a_sheet(language, 16, name, longest))) == 1
    full = BilingualText(
        filled("社会工作个案管理档案质量评查", 200), filled("Case file quality ", 200)
    )
    assert pages(quality_pdf(a_sheet(language, 6, name, full))) == 1


def test_few_have_no_share_and_no_median() -> None:
    rows = a_sheet("en", 1).parts[1].table
    assert rows is not None
    told = {row[0]: row[1:] for row in rows.rows}
    assert told["Actions done in the year"] == ("120", "–")
    assert told["Actions done in the year, but after their latest day"] == ("12 (10 %)", "120")
    assert told["Actions done in the year that had been opened again"] == ("8 (7 %)", "120")
    assert told["Actions not verified at the end of 15 Jan 2026"] == ("30", "–")
    assert told["Actions not verified whose next step was late"] == ("9 (30 %)", "30")
    # nine of nine: a count, no share
    assert told["Planned supervision sessions held, of those whose day has passed"] == ("9", "9")
    done, plan = (
        "Days from first opening until done, median of the actions done in the year",
        "Days from first opening to the plan, median of the actions done in the year",
    )
    assert told[done] == ("too few to say", "3")
    assert told[plan] == ("4.5", "12")
    assert rows.heads == ("Measure", "Figure", "Of how many")
    chinese = a_sheet("zh", 1).parts[1].table
    assert chinese is not None
    assert chinese.heads == ("指标", "数值", "总数")
