"""The range of a sample in strata: exact at its ends, and never narrower than it says."""

from fractions import Fraction
from itertools import product
from math import comb, log

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.statistics.intervals import hypergeometric
from qa_app.domain.statistics.stratified import (
    CountRange,
    StratumFound,
    stratified_interval,
    stratified_share,
)

LEVEL = Fraction(95, 100)


def a_range(*strata: tuple[int, int, int]) -> CountRange:
    return stratified_interval([StratumFound(*one) for one in strata])


def test_one_stratum_says_what_a_simple_draw_says() -> None:
    """18 of 20 of 60: between 44 and 58, as the published case has it; whole strata are known."""
    assert a_range((60, 20, 18)) == CountRange(44, 58)
    assert a_range((60, 20, 18), (5, 5, 3)) == CountRange(47, 61)
    for found in range(8):
        one = hypergeometric(found, 7, 15)
        assert one is not None
        assert a_range((15, 7, found)) == CountRange(one.low_count, one.high_count)


def test_all_of_few_files_do_not_speak_for_all_of_the_frame() -> None:
    """Five of five of 100, twice. Two strata: minus the logarithms may come to 5.5717.

    That is half of the 97.5 % quantile of chi-square with 4 degrees of freedom, 11.1433.
    """
    found = a_range((100, 5, 5), (100, 5, 5))
    assert found.high_count == 200

    def spoken(first: int, second: int) -> float:
        return -sum(log(comb(m, 5) / comb(100, 5)) for m in (first, second))

    fits = [a + b for a in range(5, 101) for b in range(5, 101) if spoken(a, b) <= 11.1433 / 2]
    assert found.low_count == min(fits) < 120


def test_none_of_few_files_is_the_mirror_of_all() -> None:
    all_, none = a_range((30, 4, 4), (10, 2, 2)), a_range((30, 4, 0), (10, 2, 0))
    assert (none.low_count, none.high_count) == (0, 40 - all_.low_count)
    assert 0 < none.high_count < 40


def test_a_stratum_without_a_file_read_may_hold_anything() -> None:
    known = a_range((30, 10, 8))
    assert a_range((30, 10, 8), (7, 0, 0)) == CountRange(known.low_count, known.high_count + 7)
    assert a_range((7, 0, 0)) == CountRange(0, 7)


def test_everything_read_leaves_nothing_open() -> None:
    assert a_range((3, 3, 1), (1, 1, 1)) == CountRange(2, 2)


@pytest.mark.parametrize(
    "design",
    [
        ((10, 4), (6, 2)),
        ((12, 3), (5, 1)),
        ((6, 2), (6, 2), (4, 1)),
        ((7, 3), (4, 4)),
        ((6, 1), (6, 1), (6, 1)),
        ((9, 6), (3, 1)),
    ],
)
def test_it_holds_at_least_as_often_as_it_says(design: tuple[tuple[int, int], ...]) -> None:
    """Every way in which conforming files may lie, and every sample that may be drawn."""
    ranges = {
        found: a_range(*((size, n, x) for (size, n), x in zip(design, found, strict=True)))
        for found in product(*(range(n + 1) for _size, n in design))
    }
    for lots in product(*(range(size + 1) for size, _n in design)):
        ways = every = 0
        for found, told in ranges.items():
            weight = 1
            for (size, n), conforming, x in zip(design, lots, found, strict=True):
                weight *= comb(conforming, x) * comb(size - conforming, n - x)
            every += weight
            ways += weight * (told.low_count <= sum(lots) <= told.high_count)
        assert Fraction(ways, every) >= LEVEL, lots


def test_contradictions_are_refused() -> None:
    for one in ((5, 6, 1), (5, 2, 3), (5, 2, -1)):
        with pytest.raises(InvalidError, match="out_of_range"):
            a_range(one)


def test_a_share_over_strata() -> None:
    whole = stratified_share([StratumFound(4, 4, 3), StratumFound(6, 6, 6)])
    assert (whole and (whole.estimate, whole.error)) == (Fraction(9, 10), 0)
    assert stratified_share([]) is None
    assert stratified_share([StratumFound(5, 0, 0)]) is None
    assert stratified_share([StratumFound(1, 1, 1), StratumFound(9, 1, 1)]) is None
    with pytest.raises(InvalidError, match="out_of_range"):
        stratified_share([StratumFound(3, 4, 4)])
