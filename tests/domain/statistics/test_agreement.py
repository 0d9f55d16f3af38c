"""What the published cases leave open: intervals of perfect agreement, single files, the floor."""

from fractions import Fraction

from qa_app.domain.statistics.agreement import around, fleiss_kappa, gwet_ac, spread
from qa_app.domain.statistics.agreement_parts import Weights, WhyUndefined


def test_the_paradox_of_kappa_leaves_agreement_and_ac1_high() -> None:
    # methods: [[90, 4], [4, 2]] agrees in 92 of 100 with AC1 = 0.91
    ratings = [(1, 1)] * 90 + [(1, 0)] * 4 + [(0, 1)] * 4 + [(0, 0)] * 2
    ac1 = gwet_ac(ratings, (0, 1))
    assert ac1.observed == Fraction(92, 100)
    # pi = 0.94 and 0.06, p_e = 2 * 0.94 * 0.06 = 0.1128
    assert ac1.value == (Fraction("0.92") - Fraction("0.1128")) / (1 - Fraction("0.1128"))


def test_kappa_weighs_as_it_is_told() -> None:
    # 15 pairs alike at 2 and 5 of 2 with 0: shares 7/8 and 1/8, no likeness between 0 and 2
    ratings = [(2, 2)] * 15 + [(2, 0)] * 5
    assert fleiss_kappa(ratings, (0, 1, 2), Weights.QUADRATIC).value == Fraction(-1, 7)
    # with 1 in place of 0 a pair is alike by 3/4: seen 15/20 + 3/4 * 5/20 = 15/16, by chance
    # 49/64 + 1/64 + 2 * 3/4 * 7/64 = 121/128
    near = [(2, 2)] * 15 + [(2, 1)] * 5
    weighted = fleiss_kappa(near, (0, 1, 2), Weights.QUADRATIC)
    assert weighted.value == (Fraction(15, 16) - Fraction(121, 128)) / (1 - Fraction(121, 128))
    # plain: seen 3/4, by chance 49/64 + 1/64 = 25/32
    assert fleiss_kappa(near, (0, 1, 2)).value == Fraction(-1, 7)


def test_perfect_agreement_has_no_width() -> None:
    found = gwet_ac([(0, 0), (1, 1), (2, 2)], (0, 1, 2), Weights.QUADRATIC)
    assert (found.value, found.error, found.low, found.high) == (1, 0.0, 1.0, 1.0)


def test_one_file_has_no_interval() -> None:
    found = gwet_ac([(0, 1)], (0, 1))
    assert (found.error, found.low, found.high, found.units) == (None, None, None, 1)
    assert spread([Fraction(1)], Fraction(1)) is None
    assert around(Fraction(1, 2), None, 1, Fraction("0.95")) == (None, None)


def test_nothing_in_pairs_is_not_defined() -> None:
    assert gwet_ac([(0, None)], (0, 1)).why is WhyUndefined.NO_PAIRS
