from fractions import Fraction
from math import comb

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.statistics.hypergeometric import Lot
from qa_app.domain.statistics.lqas import (
    Bounds,
    Ends,
    ends_of,
    lqas_passes,
    lqas_plan,
    lqas_risks,
    pass_chance,
)

USUAL = Bounds(Fraction(4, 5), Fraction(1, 2))


@pytest.mark.parametrize(
    ("population", "size", "least"),
    [(10, 7, 5), (15, 9, 6), (20, 10, 7), (30, 13, 9), (40, 13, 9), (60, 16, 11), (200, 16, 11)],
)
def test_the_table_of_the_criteria(population: int, size: int, least: int) -> None:
    """The table was computed apart from this code."""
    rule = lqas_plan(USUAL, population)
    assert (rule.size, rule.least) == (size, least)
    assert max(rule.alpha, rule.beta) <= Fraction(1, 10)


@pytest.mark.parametrize(("population", "size", "least"), [(30, 14, 12), (80, 23, 19)])
def test_ninety_and_seventy(population: int, size: int, least: int) -> None:
    rule = lqas_plan(Bounds(Fraction(9, 10), Fraction(7, 10)), population)
    assert (rule.size, rule.least) == (size, least)


def test_reading_everything_leaves_no_risk() -> None:
    rule = lqas_plan(Bounds(Fraction(1), Fraction(1, 2), Fraction(0), Fraction(0)), 2)
    assert (rule.size, rule.least, rule.alpha, rule.beta) == (2, 2, 0, 0)


def test_shares_are_counted_exactly() -> None:
    # 0.29 of 100 is 29 files, although floats make it 28.99...
    lenient = Bounds(Fraction("0.3"), Fraction("0.29"))
    assert lqas_risks(100, 30, lenient, 100).beta == 0
    assert lqas_risks(100, 29, lenient, 100).beta == 1


def test_the_chance_to_pass_agrees_with_both_risks() -> None:
    """One rule of rounding: 80 % of 31 files are 25 and 50 % are 15, here and there."""
    rule, ends = lqas_plan(USUAL, 31), ends_of(USUAL, 31)
    assert ends == Ends(25, 15)
    assert pass_chance(rule.size, rule.least, Lot(31, 25)) == 1 - rule.alpha
    assert pass_chance(rule.size, rule.least, Lot(31, 15)) == rule.beta


def test_between_good_and_poor_the_answer_is_close_to_a_coin_toss() -> None:
    # 13 of 30 are read and 9 wanted; of 20 conforming ones 8 or fewer are drawn about as often
    ways = sum(comb(20, k) * comb(10, 13 - k) for k in range(9, 14))
    assert pass_chance(13, 9, Lot(30, 20)) == Fraction(ways, comb(30, 13))
    assert 0.4 < pass_chance(13, 9, Lot(30, 20)) < 0.6


def test_a_rule_holds_only_for_its_whole_sample() -> None:
    rule = lqas_plan(USUAL, 30)
    assert lqas_passes(9, 12, rule) is None
    assert lqas_passes(9, 13, rule) is True
    assert lqas_passes(8, 13, rule) is False


@pytest.mark.parametrize("shares", [("0.5", "0.5"), ("0.5", "0.8"), ("1.2", "0.5"), ("0.5", "-1")])
def test_shares_must_make_sense(shares: tuple[str, str]) -> None:
    with pytest.raises(InvalidError, match="bad_thresholds"):
        Bounds(*map(Fraction, shares))


def test_no_files_no_rule() -> None:
    with pytest.raises(InvalidError, match="no_files"):
        lqas_plan(USUAL, 0)


@pytest.mark.parametrize(
    ("files", "ends"), [(2, Ends(2, 1)), (3, Ends(3, 1)), (5, Ends(4, 2)), (200, Ends(160, 100))]
)
def test_the_files_that_conform_at_a_good_and_a_poor_centre(files: int, ends: Ends) -> None:
    # 80 % rounded up and 50 % rounded down to whole files
    assert ends_of(Bounds(Fraction(4, 5), Fraction(1, 2)), files) == ends
