"""The second band: where it begins, and what lies at or above it."""

from fractions import Fraction

import pytest

from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.second_band import in_second_or_above, reaches_second, second_band
from tests.builders import LIBRARY, a_file, a_rubric


@pytest.mark.parametrize(
    ("percent", "reaches"),
    [(80, True), (Fraction(79_999_999, 1_000_000), False), (100, True), (None, None)],
)
def test_band_b_starts_at_eighty_and_is_compared_exactly(percent, reaches) -> None:
    mean = None if percent is None else Fraction(percent) / 100
    assert reaches_second(a_rubric(), mean) is reaches


def test_a_rubric_without_bands_has_no_such_line() -> None:
    plain = freeze(a_file() | {"scoring": {"method": "lowest", "scale": "maturity4"}}, LIBRARY)
    assert second_band(plain) is None
    assert reaches_second(plain, Fraction(9, 10)) is None


def test_files_of_the_first_two_bands_count() -> None:
    assert in_second_or_above((4, 8, 2, 1)) == 12
    assert in_second_or_above(()) == 0
