"""Small numbers: nobody can work a hidden count out; published cases stand in verification."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.statistics.disclosure import ShownRate, WhyHidden, shown_counts, shown_rate

LEAST = 5
COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30), max_size=6)


def ways(total: int, cells: int, most: int) -> set[tuple[int, ...]]:
    if not cells:
        return {()} if not total else set()
    return {
        (n, *rest)
        for n in range(1, min(total, most) + 1)
        for rest in ways(total - n, cells - 1, most)
    }


@given(counts=COUNTS)
def test_no_small_count_can_be_worked_out(counts: dict[str, int]) -> None:
    shown = shown_counts(counts, LEAST)
    hidden = sorted(name for name, count in shown.cells.items() if count is None)
    assert {n for n, c in counts.items() if 0 < c < LEAST} <= set(hidden)
    assert all(shown.cells[name] in {counts[name], None} for name in counts)
    if not hidden:
        assert shown.total == sum(counts.values())
        return
    if shown.total is None:
        return
    left = shown.total - sum(count for count in shown.cells.values() if count is not None)
    assert left >= LEAST
    # every hidden cell fits with several values, whatever the reader tries
    for place in range(len(hidden)):
        assert len({way[place] for way in ways(left, len(hidden), left)}) > 1


@given(counts=COUNTS)
def test_without_a_total_only_small_ones_go(counts: dict[str, int]) -> None:
    shown = shown_counts(counts, LEAST, has_total=False)
    assert shown.total is None
    assert {n for n, c in shown.cells.items() if c is None} == {
        n for n, c in counts.items() if 0 < c < LEAST
    }


@pytest.mark.parametrize(
    ("found", "count", "shown"),
    [
        (0, 0, ShownRate(None, WhyHidden.NO_DATA)),
        (9, 9, ShownRate(None, WhyHidden.TOO_FEW)),
        (9, 10, ShownRate(Fraction(9, 10))),
    ],
)
def test_a_share_needs_a_denominator(found: int, count: int, shown: ShownRate) -> None:
    assert shown_rate(found, count) == shown
