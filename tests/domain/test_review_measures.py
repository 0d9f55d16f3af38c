"""Lot quality and change over rounds, against what was worked by hand and by SciPy."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from statistics import fmean, variance

import pytest
from scipy import stats

from qa_app.domain.endorsement import HalfYear, Window, versions_of
from qa_app.domain.review_measures import lot_quality, score_change
from tests.criteria import H1_2025, H1_2026, H2_2025

WINDOW = Window(date(2025, 4, 1), date(2026, 3, 23))
LQAS = {"upper": Fraction(4, 5), "lower": Fraction(1, 2), "max_error": Fraction(1, 10)}


def half(number: int, scores: list[int], upper: int = 0) -> HalfYear:
    squares = sum(one**2 for one in scores)
    return HalfYear("one", number, len(scores), sum(scores), squares, len(scores), upper)


def test_nineteen_files_pass_from_thirteen_on() -> None:
    # docs/methods/sampling.md: n 19, rule 13, errors 0.068 and 0.084
    for upper, passes in ((12, 0), (13, 1)):
        halves = [half(H2_2025, [800_000] * 9, 6), half(H1_2026, [800_000] * 10, upper - 6)]
        found = lot_quality(halves, LQAS | {"min_rounds": 2}, WINDOW)
        assert (found.value, found.n, found.count) == (passes, 19, upper)
        assert (found.first_day, found.last_day) == (date(2025, 7, 1), WINDOW.last)


def test_too_few_rounds_or_files_give_no_lot_quality() -> None:
    one = [half(H1_2026, [800_000] * 19, 19)]
    assert lot_quality(one, LQAS | {"min_rounds": 2}, WINDOW).gap == "too_few_rounds"
    two = [half(H2_2025, [800_000] * 5, 5), half(H1_2026, [800_000] * 5, 5)]
    found = lot_quality(two, LQAS, WINDOW)
    assert (found.gap, found.n, found.count) == ("no_rule", 10, 10)
    assert lot_quality([], LQAS, WINDOW).gap == "no_file"


def test_a_change_counts_only_where_its_interval_excludes_zero() -> None:
    first = [900_000, 880_000, 910_000, 860_000, 905_000, 870_000]
    last = [700_000, 720_000, 690_000, 760_000, 705_000, 730_000]
    halves = [half(H1_2025, first), half(H2_2025, [800_000] * 6), half(H1_2026, last)]
    params = {"rounds": 3, "significant_only": True}
    found = score_change(halves, params, WINDOW)
    assert found.value == Fraction(sum(last) - sum(first), 6 * 10_000)
    told = stats.ttest_ind(last, first, equal_var=False).confidence_interval(0.95)
    assert float(found.low) == pytest.approx(told.low / 10_000, abs=1e-5)
    assert float(found.high) == pytest.approx(told.high / 10_000, abs=1e-5)
    assert variance(first) > 0
    assert fmean(last) < fmean(first)
    wide = [half(H1_2025, first), half(H2_2025, first), half(H1_2026, [500_000, 990_000] * 3)]
    found = score_change(wide, params, WINDOW)
    assert found.value == 0
    assert found.low < 0 < found.high
    assert score_change(halves[:2], params, WINDOW).gap == "too_few_rounds"


def test_scores_of_different_versions_are_told_apart() -> None:
    old = replace(half(H1_2025, [800_000] * 6), versions=(("1.0.0", 6),))
    mixed = replace(half(H2_2025, [800_000] * 7), versions=(("1.0.0", 2), ("1.1.0", 5)))
    new = replace(half(H1_2026, [800_000] * 8), versions=(("1.1.0", 8),))
    assert versions_of([mixed, new]) == (("1.0.0", 2), ("1.1.0", 13))
    assert versions_of([new, new]) == ()
    # a version of which no file has a score puts nothing together
    assert versions_of([replace(old, versions=(("1.0.0", 6), ("1.1.0", 0)))]) == ()
    # of three rounds the last is held against the first, whatever lies between; n counts all three
    assert score_change([old, mixed, new], {}, WINDOW).n == 6 + 7 + 8
    assert score_change([old, mixed, new], {}, WINDOW).versions == (("1.0.0", 6), ("1.1.0", 8))
    assert (
        score_change([old, mixed, replace(new, versions=(("1.0.0", 8),))], {}, WINDOW).versions
        == ()
    )
