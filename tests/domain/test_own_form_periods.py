"""Periods are read as people write them, in Chinese and in English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.month_grid import first_day
from qa_app.domain.own_form_periods import Span, is_latest, span_of
from qa_app.domain.series import Grain, Period
from qa_app.wording import Words
from qa_app.wording.trends import period

JAN = 2026 * 12


@pytest.mark.parametrize(
    "text",
    ["2026Q3", "2026-q3", "2026年第三季度", "2026年第3季度", "2026年三季度", "２０２６年第三季度",
     "Q3 2026", " 2026 年 第三季度 ", "2026 Q3"],
)  # fmt: skip
def test_a_quarter(text: str) -> None:
    found = span_of(text)
    assert found == Span(JAN + 6, JAN + 8)
    assert found.is_quarter


@pytest.mark.parametrize(
    "text",
    ["2026-07", "2026-7", "2026/07", "2026年7月", "2026年07月", "2026年七月", "2026年7月份",
     "Jul 2026", "July 2026", "２０２６－０７"],
)  # fmt: skip
def test_a_month(text: str) -> None:
    assert span_of(text) == Span(JAN + 6, JAN + 6)


@pytest.mark.parametrize("text", ["2026", "2026年", "2026年度", " 2026 "])
def test_a_year(text: str) -> None:
    found = span_of(text)
    assert found == Span(JAN, JAN + 11)
    assert not found.is_quarter


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-00", "26Q1", "", "2026Q5", "2026年第五季度", "2026年十三月", "2026年13月",
     "2026年0月", "٢٠٢٦", "0001", "1989", "Foo 2026", "2026年第三", "2026.7", "spring"],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    assert span_of(text) is None


def test_the_latest_one() -> None:
    assert all(map(is_latest, ("latest", " Latest", "最近", "最新")))
    assert not is_latest("2026")


@given(st.integers(1990 * 12, 2999 * 12), st.sampled_from(Grain), st.sampled_from(["zh", "en"]))
def test_every_name_that_pages_write_is_read(month: int, grain: Grain, language: str) -> None:
    first = month if grain is Grain.MONTH else month - (first_day(month).month - 1) % 3
    one = Period(first, grain)
    assert span_of(period(Words(language), one)) == Span(one.first_month, one.last_month)


@given(st.text(alphabet="0123456789年第一季度月qQ-/ Jan．０", max_size=12))
def test_nothing_makes_it_stumble(text: str) -> None:
    found = span_of(text)
    assert found is None or found.first <= found.last
