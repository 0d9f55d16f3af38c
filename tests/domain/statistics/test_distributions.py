"""The seam to scipy, held against values of printed tables and against closed forms."""

from math import comb, erfc, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.statistics.distributions import (
    beta_quantile,
    binomial_at_most,
    chi_square_quantile,
    f_quantile,
    normal_quantile,
)


def test_printed_tables() -> None:
    # Montgomery, Introduction to Statistical Quality Control, appendices II to V
    assert chi_square_quantile(0.95, 10) == pytest.approx(18.31, abs=5e-3)
    assert f_quantile(0.95, 5, 10) == pytest.approx(3.33, abs=5e-3)
    # the upper end for none of ten is known in closed form: 1 - 0.025 ** (1 / 10)
    assert beta_quantile(0.975, 1, 10) == pytest.approx(1 - 0.025 ** (1 / 10), abs=1e-12)


@given(st.floats(1e-6, 1 - 1e-6))
def test_normal(probability: float) -> None:
    below = erfc(-normal_quantile(probability) / sqrt(2)) / 2
    assert below == pytest.approx(probability, rel=1e-9)


@given(found=st.integers(-1, 30), trials=st.integers(1, 30), chance=st.floats(0, 1))
def test_binomial(found: int, trials: int, chance: float) -> None:
    expected = sum(
        comb(trials, k) * chance**k * (1 - chance) ** (trials - k)
        for k in range(min(found, trials) + 1)
    )
    most = min(found, trials)
    assert binomial_at_most(most, trials, chance) == pytest.approx(expected, abs=1e-12)
