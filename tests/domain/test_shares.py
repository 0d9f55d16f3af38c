"""Shares of files: what is counted, which periods stand together, what is held back."""

from fractions import Fraction

import pytest

from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.series import Closed, Grain, MonthSum, Point, PointStanding, Series
from qa_app.domain.shares import (
    Measure,
    Since,
    measures_of,
    red_lines_in,
    share_of,
    share_series,
    share_shown,
    since_red_line,
)
from qa_app.domain.statistics.chart_choice import Share
from qa_app.domain.trends import series_of
from tests.builders import LIBRARY, a_file, item, section

JANUARY = 2024 * 12
BOTH = (Measure.BAND, Measure.REDLINE)


def a_month(
    month: int, files: int, good: int, red: int = 0, version: int = 1, closed: int = 0
) -> MonthSum:
    """Files of a month: some at the first two bands, the rest at the third; some at a red line."""
    bands = (good // 2, good - good // 2, files - good)
    kept = Closed(closed, closed, closed)
    return MonthSum(version, JANUARY + month, files, files, 0, files, bands, red, kept)


def shares(measure: Measure, *sums: MonthSum) -> Series:
    return share_series(series_of(sums), measure, {1, 2})


def test_red_lines_are_counted_over_what_is_told_only() -> None:
    def latest(*sums: MonthSum) -> Point:
        point = series_of(sums).latest
        assert point is not None
        return point

    two, none = latest(a_month(0, 12, 9, red=2)), latest(a_month(3, 6, 6, version=2))
    assert red_lines_in([two, none]) == Share(16, 18)
    # five files that the reader may not read: fewer than ten, so nothing of the period is told
    held = latest(a_month(0, 12, 9, red=2, closed=5))
    assert red_lines_in([held, none]) == Share(6, 6)
    assert red_lines_in([held]) is None
    assert red_lines_in([]) is None


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
@pytest.mark.parametrize("own", [0, 1, 7])
@pytest.mark.parametrize("closed", [0, 1, 5, 9, 10, 11])
def test_fewer_than_ten_files_that_one_may_not_read_are_never_told(
    measure: Measure, own: int, closed: int
) -> None:
    files = own + closed or 1
    (point,) = series_of([a_month(0, files, files - 1, red=1, closed=closed)]).points
    told = share_shown(measure, point)
    assert (told is None) == (0 < closed < 10)
    (share,) = shares(measure, a_month(0, files, files - 1, red=1, closed=closed)).points
    assert (share.value is None) == (files < 10 or 0 < closed < 10)
    if told is not None:
        assert told == share_of(measure, point)
        assert (told.found, told.count) == (files - 1, files)


def test_months_too_small_without_ones_own_files_stand_together() -> None:
    """Each month of twelve files holds five of the reader: seven others are too few for a share."""
    sums = [a_month(n, 12, 9, closed=7) for n in range(2)]
    (quarter,) = shares(Measure.BAND, *sums).points
    assert (quarter.period.grain, quarter.value) == (Grain.QUARTER, Fraction(18, 24))
    assert quarter.closed == Closed(14, 14, 14)


def test_versions_that_cannot_be_counted_by_it_are_left_out() -> None:
    series = series_of([a_month(0, 12, 9), a_month(1, 12, 9, version=2)])
    assert [one.version_id for one in share_series(series, Measure.BAND, {2}).segments] == [2]
    assert share_series(series, Measure.BAND, ()).segments == ()


def test_files_since_the_last_red_line() -> None:
    def since(*sums: MonthSum) -> Since | None:
        return since_red_line(shares(Measure.REDLINE, *sums))

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
    assert since(*months, a_month(3, 6, 6)) is not None
    small = a_month(3, 6, 6, closed=6)
    assert since(*months, small) is None
    # once a red line stands after it, nothing of it is told
    after = since(*months, small, a_month(6, 12, 9, red=1, closed=12))
    assert after is not None
    assert after.files == 0
