"""Adapters of agreement: what the published cases leave out."""

from fractions import Fraction

from qa_app.domain.verification.of_agreement import FUNCTIONS

kappa = FUNCTIONS["agreement.cohen_kappa"]


def test_weights_may_be_given_as_a_table() -> None:
    table = [[5, 1, 0], [0, 5, 1], [1, 0, 5]]
    linear = [[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]]
    assert kappa(table=table, weights=linear) == kappa(table=table, weights="linear")


def test_categories_that_are_numbers_lie_as_far_apart_as_they_say() -> None:
    table = [[5, 1], [1, 5]]
    assert kappa(table=table, weights="linear", categories=[1, 5])["kappa"] == Fraction(2, 3)


def test_nothing_to_compare() -> None:
    assert kappa(table=[])["status"] == "no_data"
    assert FUNCTIONS["agreement.gwet_ac"](ratings=[])["status"] == "no_pairs"
    assert FUNCTIONS["agreement.krippendorff_alpha_ci"](ratings=[[1], [2]])["status"] == "no_pairs"
    same = FUNCTIONS["agreement.krippendorff_alpha_ci"](ratings=[[1, 1], [1, 1]])
    assert (same["alpha"], same["status"]) == (None, "no_variation")


def test_readers_that_differ_by_the_same_everywhere() -> None:
    found = FUNCTIONS["agreement.icc2_1"](matrix=[[1, 2], [1, 2], [1, 2]])
    assert (found["icc"], found["ci_low"], found["n"], found["k"]) == (0, None, 3, 2)
