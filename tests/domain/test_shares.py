"""Shares of files: what is counted, which periods stand together, what is held back."""

from fractions import Fraction

import pytest

from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.series import Grain, MonthSum, PointStanding, Series
from qa_app.domain.shares import (
    Measure,
    Since,
    measures_of,
    share_of,
    share_series,
    share_shown,
    since_red_line,
)
from qa_app.domain.trends import series_of
from tests.builders import LIBRARY, a_file, item, section

JANUARY = 2024 * 12
BOTH = (Measure.BAND, Measure.REDLINE)


def a_month(month: int, files: int, good: int, red: int = 0, version: int = 1) -> MonthSum:
    """Files of a month: some at the first two bands, the rest at the third; some at a red line."""
    bands = (good // 2, good - good // 2, files - good)
    return MonthSum(version, JANUARY + month, files, files, 0, files, bands, red)


def shares(measure: Measure, *sums: MonthSum) -> Series:
    return share_series(series_of(sums), measure, {1, 2})


def test_what_a_rubric_can_be_counted_by() -> None:
    red = item("A2", critical="stop", critical_fail=["unmet"], std=["MPL#1"])
    plain = freeze(a_file(section("A", item("A1"))), LIBRARY)
    lined = freeze(a_file(section("A", item("A1"), red)), LIBRARY)
    site = freeze(a_file(section("A", item("A1"), red), kind="site"), LIBRARY)
    assert measures_of(plain) == (Measure.SCORE, Measure.BAND)
    assert measures_of(lined) == (Measure.SCORE, Measure.BAND, Measure.REDLINE)
    assert measures_of(site) == (Measure.SCORE,)


def test_shares_are_exact_and_know_what_they_are_counted_over() -> None:
    sums = a_month(0, 12, 9, red=1)
    (band,) = shares(Measure.BAND, sums).points
    (red,) = shares(Measure.REDLINE, sums).points
    assert (band.value, band.scored_count) == (Fraction(9, 12), 12)
    assert (red.value, red.scored_count) == (Fraction(11, 12), 12)


def test_files_without_a_band_are_not_counted_over() -> None:
    sums = MonthSum(1, JANUARY, 14, 14, 0, 14, (6, 2, 3), 0)
    (band,) = shares(Measure.BAND, sums).points
    assert (band.value, band.scored_count, band.file_count) == (Fraction(8, 11), 11, 14)
    none = MonthSum(1, JANUARY, 14, 14, 0, 14, (), 0)
    (nothing,) = shares(Measure.BAND, none).points
    assert (nothing.value, nothing.scored_count) == (None, 0)


def test_small_months_of_a_quarter_stand_together() -> None:
    sums = [a_month(0, 6, 5), a_month(1, 8, 4, red=1), a_month(3, 12, 6), a_month(4, 7, 7)]
    first, april, may = shares(Measure.BAND, *sums).points
    assert (first.period.grain, first.value, first.last_used) == (
        Grain.QUARTER,
        Fraction(9, 14),
        JANUARY + 1,
    )
    assert (first.file_count, first.final_count, first.stop_count) == (14, 14, 1)
    # beside a month that is shown the small one stays apart: their sum would give it away
    assert (april.period.grain, april.value) == (Grain.MONTH, Fraction(1, 2))
    assert (may.value, may.standing) == (None, PointStanding.FEW)


def test_a_quarter_below_ten_has_no_share() -> None:
    (point,) = shares(Measure.REDLINE, a_month(0, 2, 2), a_month(1, 5, 5)).points
    assert (point.value, point.standing) == (None, PointStanding.FEW)


@pytest.mark.parametrize("measure", BOTH)
@pytest.mark.parametrize("files", [1, 5, 9, 10, 11])
def test_below_ten_only_those_who_see_the_files_are_told(measure: Measure, files: int) -> None:
    (point,) = series_of([a_month(0, files, files - 1, red=1)]).points
    told = share_shown(measure, point, sees_files=False)
    assert (told is None) == (files < 10)
    seen = share_shown(measure, point, sees_files=True)
    assert seen == share_of(measure, point)
    assert (seen.found, seen.count) == (files - 1, files)


def test_versions_that_cannot_be_counted_by_it_are_left_out() -> None:
    series = series_of([a_month(0, 12, 9), a_month(1, 12, 9, version=2)])
    assert [one.version_id for one in share_series(series, Measure.BAND, {2}).segments] == [2]
    assert share_series(series, Measure.BAND, ()).segments == ()


def test_files_since_the_last_red_line() -> None:
    def since(*sums: MonthSum, sees_files: bool = True) -> Since | None:
        return since_red_line(shares(Measure.REDLINE, *sums), sees_files=sees_files)

    months = [a_month(0, 12, 9, red=2), a_month(1, 11, 9), a_month(2, 10, 9)]
    last = since(*months)
    assert last is not None
    assert (last.files, last.period and last.period.first_month) == (21, JANUARY)
    latest = since(*months, a_month(3, 12, 9, red=1))
    assert latest is not None
    assert latest.files == 0
    assert since(*months[1:]) == Since(21, None)
    assert since() is None
    # a small period is held back: neither its red lines nor that it has none may be told
    small = a_month(3, 6, 6)
    assert since(*months, small) is not None
    assert since(*months, small, sees_files=False) is None
    # once a red line stands after it, nothing of it is told
    after = since(*months, small, a_month(6, 12, 9, red=1), sees_files=False)
    assert after is not None
    assert after.files == 0
