"""Edges of alpha, and alpha of many items; single values stand in test_agreement_cases.py."""

from fractions import Fraction

from qa_app.domain.statistics.agreement_parts import WhyUndefined
from qa_app.domain.statistics.krippendorff import (
    Level,
    alpha_of,
    alpha_of_files,
    coincidences,
)


def test_one_category_has_no_alpha() -> None:
    assert alpha_of_files([[(1, 1)], [(1, 1)]], Level.ORDINAL).why is WhyUndefined.NO_VARIATION
    assert alpha_of_files([], Level.ORDINAL).why is WhyUndefined.NO_PAIRS


def test_many_items_give_the_same_value_as_one_list() -> None:
    files = [[(0, 0), (1, 1)], [(2, 1), (0, 0)], [(2, 2), (1, 2)]]
    flat = [pair for file in files for pair in file]
    found = alpha_of_files(files, Level.ORDINAL)
    assert found.value == alpha_of(coincidences(flat), Level.ORDINAL)
    assert found.units == 3
    assert found.low is not None
    assert found.value is not None
    assert found.low < found.value


def test_the_interval_leaves_out_file_by_file() -> None:
    # interval level, by hand: all four files, then each left out in turn
    files = [[(0, 0)], [(0, 0)], [(1, 1)], [(0, 1)]]
    found = alpha_of_files(files, Level.INTERVAL)
    # n = 8, three ones: D_o = 2/8, D_e = 2*5*3/(8*7) -> 1 - 2*7/30
    assert found.value == 1 - Fraction(14, 30)
    # without a (0, 0): 1 - 2*5/(2*3*3) = 4/9, twice; without (1, 1): 1 - 2*5/(2*5*1) = 0;
    # without (0, 1): 1
    left = [Fraction(4, 9), Fraction(4, 9), Fraction(0), Fraction(1)]
    middle = sum(left, Fraction(0)) / 4
    variance = Fraction(3, 4) * sum(((one - middle) ** 2 for one in left), Fraction(0))
    assert found.error is not None
    assert abs(found.error**2 - float(variance)) < 1e-12


def test_one_file_has_no_interval() -> None:
    found = alpha_of_files([[(0, 0), (1, 1)]], Level.ORDINAL)
    assert (found.value, found.error, found.low) == (1, None, None)


def test_the_levels_measure_differently() -> None:
    ratings = [(1, 1), (2, 4), (4, 4)]
    # n = 6: ones 2, twos 1, fours 3
    assert alpha_of(coincidences(ratings), Level.INTERVAL) == 1 - Fraction(
        5 * 2 * 4, 2 * (2 * 1 + 2 * 3 * 9 + 1 * 3 * 4)
    )
    assert alpha_of(coincidences(ratings), Level.RATIO) == 1 - 5 * 2 * Fraction(1, 9) / (
        2 * (2 * Fraction(1, 9) + 6 * Fraction(9, 25) + 3 * Fraction(1, 9))
    )
