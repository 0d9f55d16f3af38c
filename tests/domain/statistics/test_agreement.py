"""What the published cases leave open: intervals of perfect agreement, single files, the floor."""

from fractions import Fraction

from qa_app.domain.statistics.agreement import around, gwet_ac, percent_agreement, spread
from qa_app.domain.statistics.agreement_parts import Weights, WhyUndefined


def test_the_paradox_of_kappa_leaves_agreement_and_ac1_high() -> None:
    # methods: [[90, 4], [4, 2]] agrees in 92 of 100 with AC1 = 0.91
    ratings = [(1, 1)] * 90 + [(1, 0)] * 4 + [(0, 1)] * 4 + [(0, 0)] * 2
    found = percent_agreement(ratings)
    assert found is not None
    assert found.pairwise == Fraction(92, 100)
    ac1 = gwet_ac(ratings, (0, 1))
    # pi = 0.94 and 0.06, p_e = 2 * 0.94 * 0.06 = 0.1128
    assert ac1.value == (Fraction("0.92") - Fraction("0.1128")) / (1 - Fraction("0.1128"))


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
