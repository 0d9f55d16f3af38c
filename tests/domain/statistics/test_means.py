"""Numbers worked by hand; quantiles of Student's t from the printed tables."""

from fractions import Fraction

import pytest

from qa_app.domain.statistics.means import mean_ends


def test_the_interval_of_a_mean() -> None:
    # 80, 90, 100: mean 90, standard deviation 10, t(2) = 4.302653, 4.302653 * 10 / sqrt(3) = 24.8414
    low, high = mean_ends(3, 270, 80**2 + 90**2 + 100**2) or (0, 0)
    assert float(low) == pytest.approx(65.1586, abs=1e-3)
    assert float(high) == pytest.approx(114.8414, abs=1e-3)


def test_files_all_alike_have_no_spread_and_one_file_has_no_interval() -> None:
    assert mean_ends(5, 400, 5 * 80**2) == (Fraction(80), Fraction(80))
    assert mean_ends(1, 80, 6400) is None
    assert mean_ends(0, 0, 0) is None
