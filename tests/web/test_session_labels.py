"""Days as pages write them, held against what babel knows of both languages."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date

from qa_app.web import session_labels
from qa_app.web.session_labels import (
    full_day,
    long_day,
    month_words,
    near_day,
    near_span,
    short_day,
    short_month,
    weekday,
)

PATTERNS = {
    "zh": ("M月d日", "M月d日（EEE）", "y年M月d日（EEE）", "EEEEE", "y年M月", "M月"),
    "en": ("d MMM", "EEE d MMM", "EEE d MMM y", "EEE", "MMMM y", "MMM"),
}
WRITTEN = (short_day, long_day, full_day, weekday, month_words, short_month)


@pytest.mark.parametrize(("language", "locale"), [("zh", "zh_Hans"), ("en", "en")])
def test_days_read_as_babel_writes_them(
    monkeypatch: pytest.MonkeyPatch, language: str, locale: str
) -> None:
    monkeypatch.setattr(session_labels, "page_language", lambda: language)
    for number in range(400):
        day = date(2027, 12, 1) + timedelta(days=number)  # over a leap day and two new years
        wanted = [format_date(day, pattern, locale) for pattern in PATTERNS[language]]
        assert [write(day) for write in WRITTEN] == wanted


@pytest.mark.parametrize(
    ("language", "near", "far"),
    [("zh", "4月9日", "2026年4月9日"), ("en", "9 Apr", "9 Apr 2026")],
)
def test_the_year_stands_beside_days_of_other_years(
    monkeypatch: pytest.MonkeyPatch, language: str, near: str, far: str
) -> None:
    monkeypatch.setattr(session_labels, "page_language", lambda: language)
    day = date(2026, 4, 9)
    assert near_day(day, date(2026, 12, 31)) == near
    assert near_day(day, date(2027, 1, 1)) == far


def test_a_span_that_leaves_the_year_names_both_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_labels, "page_language", lambda: "zh")
    today, first, last = date(2026, 11, 30), date(2024, 11, 1), date(2026, 11, 30)
    assert near_span(first, last, today) == ("2024年11月1日", "2026年11月30日")
    assert near_span(date(2026, 11, 1), last, today) == ("11月1日", "11月30日")
    assert near_span(last, date(2027, 1, 3), today) == ("2026年11月30日", "2027年1月3日")
