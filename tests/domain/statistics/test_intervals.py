from collections.abc import Callable
from fractions import Fraction
from math import comb
from typing import Any

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.statistics.intervals import hypergeometric, wilson

HALF = Fraction(1, 40)


def chance(population: int, conforming: int, count: int, found: range) -> Fraction:
    ways = sum(comb(conforming, k) * comb(population - conforming, count - k) for k in found)
    return Fraction(ways, comb(population, count))


@pytest.mark.parametrize(("found", "count", "population"), [(3, 7, 15), (0, 4, 9), (5, 5, 8)])
def test_the_counts_are_those_that_the_sample_does_not_refuse(
    found: int, count: int, population: int
) -> None:
    """Every possible number is tried, straight from the definition."""
    at_least, at_most = range(found, count + 1), range(found + 1)
    low = min(m for m in range(population + 1) if chance(population, m, count, at_least) > HALF)
    high = max(m for m in range(population + 1) if chance(population, m, count, at_most) > HALF)
    interval = hypergeometric(found, count, population)
    assert interval is not None
    assert (interval.low_count, interval.high_count) == (low, high)


def test_a_census_leaves_nothing_open() -> None:
    interval = hypergeometric(18, 20, 20)
    assert interval is not None
    assert (interval.low, interval.estimate, interval.high) == (Fraction(9, 10),) * 3


def test_a_large_frame_is_no_trouble() -> None:
    interval = hypergeometric(200, 377, 20_000)
    assert interval is not None
    # 200 of 377 with the usual interval of about five points on either side
    assert 0.475 < interval.low < 0.485
    assert 0.575 < interval.high < 0.585


@pytest.mark.parametrize("of", [wilson, lambda x, n: hypergeometric(x, n, 60)])
def test_an_empty_sample_says_nothing(of: Callable[..., Any]) -> None:
    assert of(0, 0) is None


@pytest.mark.parametrize(
    "of",
    [
        lambda: wilson(3, 2),
        lambda: wilson(-1, 2),
        lambda: hypergeometric(3, 2, 9),
        lambda: hypergeometric(1, 10, 9),
    ],
)
def test_contradictions_are_refused(of: Callable[[], Any]) -> None:
    with pytest.raises(InvalidError, match="out_of_range"):
        of()


def test_all_and_none_end_exactly() -> None:
    none, all_ = wilson(0, 7), wilson(7, 7)
    assert none is not None
    assert all_ is not None
    assert (none.low, all_.high) == (0.0, 1.0)
    assert 0 < none.high < 1
    assert 0 < all_.low < 1
