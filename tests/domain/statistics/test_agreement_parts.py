"""Weights and counts, worked by hand."""

from fractions import Fraction

from qa_app.domain.statistics.agreement_parts import (
    Weights,
    agreement_in,
    alike_of,
    counts_of,
    seen_categories,
    weights_of,
)


def test_weights_of_three_levels() -> None:
    assert weights_of(Weights.LINEAR, (0, 1, 2))[0] == [1, Fraction(1, 2), 0]
    assert weights_of(Weights.QUADRATIC, ("low", "middle", "high"))[0] == [1, Fraction(3, 4), 0]
    # 1 - C(2, 2) / C(3, 2) and 1 - C(3, 2) / C(3, 2)
    assert weights_of(Weights.ORDINAL, (0, 1, 2))[0] == [1, Fraction(2, 3), 0]


def test_distances_of_numbers_count() -> None:
    assert weights_of(Weights.LINEAR, (0, 1, 4))[1] == [Fraction(3, 4), 1, Fraction(1, 4)]


def test_categories_in_order_and_their_counts() -> None:
    ratings = [(10, 9), (9, None)]
    assert seen_categories(ratings) == (9, 10)
    assert seen_categories([("b", "a")]) == ("a", "b")
    assert counts_of(ratings, (9, 10)) == [[1, 1], [1, 0]]


def test_pairs_that_agree_in_a_file() -> None:
    same = weights_of(Weights.UNWEIGHTED, (0, 1))
    assert agreement_in([2, 1], same) == Fraction(1, 3)
    assert alike_of([2, 1], same) == [2, 1]
