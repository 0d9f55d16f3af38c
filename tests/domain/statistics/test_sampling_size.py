from fractions import Fraction

import pytest

from qa_app.domain.statistics.sampling_size import Precision, files_for

TEN, FIFTEEN = Precision(Fraction(1, 10)), Precision(Fraction(15, 100))


@pytest.mark.parametrize(
    ("population", "wanted", "files"),
    [
        (20, TEN, 17),
        (30, TEN, 24),
        (40, TEN, 29),
        (80, TEN, 44),
        (150, TEN, 59),
        (200, TEN, 66),
        (20, FIFTEEN, 14),
        (40, FIFTEEN, 21),
        (80, FIFTEEN, 29),
        (200, FIFTEEN, 36),
        (0, TEN, 0),
        (-1, TEN, 0),
        (1, TEN, 1),
        (6, TEN, 6),
        (None, TEN, 97),
    ],
)
def test_sizes_of_the_plans(population: int | None, wanted: Precision, files: int) -> None:
    """The figures follow from Cochran 1977, with the correction for finite populations."""
    assert files_for(population, wanted) == files
