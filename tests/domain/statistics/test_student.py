"""Quantiles of Student's t, held against a printed table, closed forms and scipy."""

from math import pi, sqrt, tan

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import special

from qa_app.domain.statistics.student import t_quantile


@pytest.mark.parametrize(
    ("freedom", "expected"), [(3, 3.182), (10, 2.228), (15, 2.131), (30, 2.042), (120, 1.980)]
)
def test_a_printed_table(freedom: int, expected: float) -> None:
    # Montgomery, Introduction to Statistical Quality Control, appendix IV, 0.025 above
    assert t_quantile(0.975, freedom) == pytest.approx(expected, abs=5e-4)


@given(st.floats(0.001, 0.999))
def test_one_and_two_degrees_have_closed_forms(probability: float) -> None:
    away = probability - 1 / 2
    assert t_quantile(probability, 1) == pytest.approx(tan(pi * away), rel=1e-9, abs=1e-12)
    two = 2 * away / sqrt(2 * probability * (1 - probability))
    assert t_quantile(probability, 2) == pytest.approx(two, rel=1e-9, abs=1e-12)


@example(0.975, 1000.0)
@example(0.975, 1000.0001)
@example(0.5, 7.0)
@example(0.99999, 0.5)
@given(st.floats(0.0001, 0.9999), st.floats(0.5, 1e7))
def test_any_other(probability: float, freedom: float) -> None:
    expected = special.stdtrit(freedom, probability)
    assert t_quantile(probability, freedom) == pytest.approx(expected, rel=1e-9, abs=1e-9)
