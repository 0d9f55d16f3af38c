"""Edges of Cohen's kappa; its values stand in test_agreement_cases.py."""

from qa_app.domain.statistics.agreement_parts import Weights, WhyUndefined, weights_of
from qa_app.domain.statistics.cohen import cohen_kappa

SAME = weights_of(Weights.UNWEIGHTED, (0, 1))


def test_no_files() -> None:
    assert cohen_kappa([[0, 0], [0, 0]], SAME).why is WhyUndefined.NO_DATA


def test_perfect_agreement_has_no_width() -> None:
    found = cohen_kappa([[3, 0], [0, 4]], SAME)
    assert (found.value, found.error, found.low, found.high) == (1, 0.0, 1.0, 1.0)
