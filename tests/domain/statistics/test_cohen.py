"""Cohen's kappa beyond the published cases, which stand in verification."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.statistics.agreement_parts import Weights, WhyUndefined, weights_of
from qa_app.domain.statistics.cohen import cohen_kappa

THREE = st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=3, max_size=3)
SAME = weights_of(Weights.UNWEIGHTED, range(3))


def test_undefined() -> None:
    assert cohen_kappa([], []).why is WhyUndefined.NO_DATA
    one = cohen_kappa([[9, 0, 0], [0, 0, 0], [0, 0, 0]], SAME)
    assert (one.value, one.why, one.observed) == (None, WhyUndefined.SINGLE_CATEGORY, 1)


def test_full_agreement() -> None:
    found = cohen_kappa([[9, 0, 0], [0, 3, 0], [0, 0, 1]], SAME)
    assert (found.value, found.error, found.low, found.high) == (1, 0, 1, 1)


@given(table=THREE, kind=st.sampled_from(Weights))
def test_it_does_not_matter_who_reads_first(table: list[list[int]], kind: Weights) -> None:
    weights = weights_of(kind, range(3))
    found = cohen_kappa(table, weights)
    turned = cohen_kappa([list(row) for row in zip(*table, strict=True)], weights)
    assert (found.value, found.why, found.observed) == (turned.value, turned.why, turned.observed)
    if found.value is not None:
        assert isinstance(found.value, Fraction)
        assert found.low is not None
        assert found.high is not None
        assert -1 <= found.low <= found.high <= 1
