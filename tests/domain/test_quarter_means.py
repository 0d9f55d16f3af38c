"""Means of quarters from the points of a series, against a straight mean of the files."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.month_grid import quarter_start
from qa_app.domain.quarter_means import (
    Shade,
    period_of,
    quarter_means,
    quarters_shown,
    shade_of,
)
from qa_app.domain.rounding import MILLION
from qa_app.domain.series import Grain, MonthSum, Period
from qa_app.domain.trends import series_of

JAN = 2026 * 12


def month(number: int, files: int, points: int, *, version: int = 1, final: int = 0) -> MonthSum:
    return MonthSum(version, number, files, files, points * 10_000 * files, final)


def test_months_of_a_quarter_count_file_by_file() -> None:
    series = series_of([month(JAN, 5, 80, final=5), month(JAN + 1, 15, 60, final=14)])
    assert len(series.points) == 2
    (mean,) = quarter_means(series).values()
    # (5 x 80 + 15 x 60) / 20
    assert (mean.value, mean.file_count, mean.is_hollow) == (Fraction(65, 100), 20, True)


def test_a_quarter_with_too_few_files_has_no_mean() -> None:
    (mean,) = quarter_means(series_of([month(JAN, 2, 80), month(JAN + 2, 2, 80)])).values()
    assert (mean.value, mean.file_count) == (None, 4)


def test_versions_stand_apart_and_the_latest_quarters_are_shown() -> None:
    series = series_of([
        month(JAN - 3, 5, 70), month(JAN, 5, 80), month(JAN + 1, 6, 90, version=2)
    ])  # fmt: skip
    assert sorted(quarter_means(series)) == [(JAN - 3, 1), (JAN, 1), (JAN, 2)]
    assert quarters_shown([series], 2) == ((JAN, 1), (JAN, 2))
    assert quarters_shown([], 8) == ()


def test_a_visit_to_one_centre_counts_at_one() -> None:
    series = series_of([month(JAN, 1, 80), month(JAN + 1, 1, 60)], frozenset({1}))
    (mean,) = quarter_means(series).values()
    assert (mean.value, mean.file_count) == (Fraction(7, 10), 2)


def test_a_mean_stands_at_above_between_or_below_the_lines() -> None:
    told = {pct: shade_of(Fraction(pct, 100), (80, 60)) for pct in (59, 60, 79, 80)}
    assert list(told.values()) == [Shade.BELOW, Shade.BETWEEN, Shade.BETWEEN, Shade.ABOVE]
    assert shade_of(None, (80, 60)) is shade_of(Fraction(1), ()) is Shade.NONE
    assert period_of(JAN) == Period(JAN, Grain.QUARTER)


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 12), st.integers(0, 100))))
def test_no_file_is_left_out(given_months: list[tuple[int, int, int]]) -> None:
    sums = [month(JAN + at, files, points) for at, files, points in given_months if files]
    means = quarter_means(series_of(sums))
    for quarter in {quarter_start(one.month) for one in sums}:
        within = [one for one in sums if quarter_start(one.month) == quarter]
        files = sum(one.scored_count for one in within)
        mean = means[quarter, 1]
        assert mean.file_count == files
        score = Fraction(sum(one.score_sum for one in within), files * MILLION)
        assert mean.value == (score if files >= 5 else None)
