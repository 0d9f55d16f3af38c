"""Spans of reports: which months, and which one is over."""

from datetime import date

import pytest

from qa_app.domain.report_facts import ReportFacts, ReportKind, ReportSpan, last_span
from qa_app.domain.text import BilingualText

JAN = 2026 * 12


def test_a_quarter_and_a_year_have_their_months_and_days() -> None:
    quarter = ReportSpan(ReportKind.QUARTER, JAN + 3)
    assert list(quarter.months) == [JAN + 3, JAN + 4, JAN + 5]
    assert (quarter.first, quarter.last) == (date(2026, 4, 1), date(2026, 6, 30))
    year = ReportSpan(ReportKind.YEAR, JAN)
    assert (year.first, year.last, len(year.months)) == (date(2026, 1, 1), date(2026, 12, 31), 12)


@pytest.mark.parametrize(
    ("today", "quarter", "year"),
    [
        (date(2026, 1, 1), JAN - 3, JAN - 12),
        (date(2026, 3, 31), JAN - 3, JAN - 12),
        (date(2026, 4, 1), JAN, JAN - 12),
        (date(2026, 12, 31), JAN + 6, JAN - 12),
        (date(2027, 1, 1), JAN + 9, JAN),
    ],
)
def test_the_last_one_is_over(today: date, quarter: int, year: int) -> None:
    assert last_span(ReportKind.QUARTER, today).first_month == quarter
    assert last_span(ReportKind.YEAR, today).first_month == year


def test_facts_know_their_versions() -> None:
    facts = ReportFacts(
        ReportSpan(ReportKind.QUARTER, JAN), date(2026, 4, 1), "c:1", BilingualText()
    )
    assert facts.version_ids == frozenset()
