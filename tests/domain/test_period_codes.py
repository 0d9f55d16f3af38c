"""Periods in addresses, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.period_codes import period_code, period_of_code
from qa_app.domain.series import Grain, Period

JAN = 2026 * 12


def test_worked_examples() -> None:
    assert period_code(Period(JAN + 2, Grain.MONTH)) == "2026-03"
    assert period_code(Period(JAN + 9, Grain.QUARTER)) == "2026Q4"


@pytest.mark.parametrize("code", ["", "2026", "2026-13", "2026-3", "2026Q5", "2026q1", "٢٠٢٦Q1"])
def test_anything_else_is_no_period(code: str) -> None:
    assert period_of_code(code) is None


@given(st.integers(1, 9999), st.integers(0, 11))
def test_there_and_back(year: int, month: int) -> None:
    one = Period(year * 12 + month, Grain.MONTH)
    quarter = Period(year * 12 + month - month % 3, Grain.QUARTER)
    assert period_of_code(period_code(one)) == one
    assert period_of_code(period_code(quarter)) == quarter
