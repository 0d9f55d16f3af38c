"""Charts of shares: which one, its limits for each point, what its points say."""

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.charting import Cut, CutReason, Stretch, stretch_now
from qa_app.domain.limit_findings import LimitCode, limit_findings
from qa_app.domain.series import MonthSum
from qa_app.domain.share_charting import share_stretches
from qa_app.domain.shares import Measure, share_series
from qa_app.domain.statistics.chart_choice import ChartKind, Stage, WhyChart
from qa_app.domain.statistics.run_chart import RunStatus
from qa_app.domain.statistics.variation import PointType, Signal
from qa_app.domain.trends import series_of
from tests.domain.test_shares import JANUARY, a_month


def stretches(
    *sums: MonthSum, measure: Measure = Measure.BAND, cuts: tuple[Cut, ...] = ()
) -> tuple[Stretch, ...]:
    series = share_series(series_of(sums), measure, {1, 2})
    return share_stretches(series, cuts, is_rare=measure is Measure.REDLINE)


def monthly(files: int, *goods: int, start: int = 0) -> list[MonthSum]:
    return [a_month(start + n, files, good) for n, good in enumerate(goods)]


CALM = (40, 38, 42, 40) * 3  # of 50: mean 0.8


def test_enough_files_get_a_p_chart_with_limits_for_each_point() -> None:
    (one,) = stretches(*monthly(50, *CALM), a_month(12, 200, 160))
    assert (one.choice.kind, one.choice.why, one.choice.stage) == (
        ChartKind.P,
        WhyChart.ENOUGH_FILES,
        Stage.LOCKED,
    )
    assert one.centre == Fraction(4, 5)
    # 3 x root of 0.8 x 0.2 / 50 = 0.1697; of 200 files half as much
    first, last = one.bounds_of(0), one.bounds_of(-1)
    assert first is not None
    assert last is not None
    assert (float(first.low), float(first.high)) == pytest.approx((0.6303, 0.9697), abs=1e-4)
    assert (float(last.low), float(last.high)) == pytest.approx((0.7151, 0.8849), abs=1e-4)
    assert one.now is PointType.COMMON


def test_a_point_beyond_its_limits_is_a_real_change() -> None:
    (worse,) = stretches(*monthly(50, *CALM, 31))
    (better,) = stretches(*monthly(50, *CALM, 49))
    assert (worse.signals[-1], worse.now) == (Signal.BELOW_LIMIT, PointType.CONCERN_LOW)
    assert (better.signals[-1], better.now) == (Signal.ABOVE_LIMIT, PointType.IMPROVEMENT_HIGH)
    told = limit_findings(worse)[0]
    assert (told.code, told.point.value) == (LimitCode.OUTSIDE_BELOW, Fraction(31, 50))
    assert told.low is not None
    assert told.high is not None
    assert 0 < told.low < told.high < 1


def test_a_spread_beyond_chance_gets_a_p_prime_chart() -> None:
    # 200 files: chance spreads the share by 0.028, the months jump by 0.3
    (one,) = stretches(*monthly(200, *(180, 120) * 6))
    assert (one.choice.kind, one.choice.why) == (ChartKind.P_PRIME, WhyChart.SPREADS_MORE)
    assert set(one.signals) == {Signal.COMMON}


def test_few_files_get_a_run_chart_around_the_median_of_the_first_twelve() -> None:
    (one,) = stretches(*monthly(12, *(9, 11) * 6))
    assert (one.choice.kind, one.choice.why) == (ChartKind.RUN, WhyChart.FEW_FILES)
    assert one.centre == Fraction(10, 12)
    assert one.bounds_of(-1) is None
    assert limit_findings(one)[0].code is LimitCode.RUN_ORDINARY
    (shifted,) = stretches(*monthly(12, *(9, 11) * 6, *[9] * 8))
    told = limit_findings(shifted)[0]
    assert (shifted.centre, shifted.now) == (Fraction(10, 12), PointType.CONCERN_LOW)
    assert (told.code, told.count, told.middle) == (LimitCode.RUN_BELOW, 8, Fraction(10, 12))
    (risen,) = stretches(*monthly(12, *(9, 11) * 5, 11, 9, *[11] * 9))
    assert limit_findings(risen)[0].code is LimitCode.RUN_ABOVE


def test_a_row_in_the_past_is_told_without_a_verdict_on_today() -> None:
    (one,) = stretches(*monthly(12, *[9] * 9, *(11, 9, 11)))
    assert limit_findings(one)[0].code in {LimitCode.RUN_UNEVEN, LimitCode.RUN_FEW}
    (long,) = stretches(*monthly(12, *(9, 11) * 6, *[9] * 9, 11, 9))
    assert limit_findings(long)[0].code is LimitCode.RUN_UNEVEN
    assert long.now is PointType.COMMON


def test_a_run_chart_says_nothing_before_ten_points_off_the_median() -> None:
    (one,) = stretches(*monthly(12, 9, 11, 9, 11, 9, 11, 9))
    assert one.run is not None
    assert one.run.status is RunStatus.TOO_FEW
    told = limit_findings(one)[0]
    assert (told.code, told.count, one.now) == (LimitCode.RUN_FEW, one.run.useful, None)


@pytest.mark.parametrize("good", [0, 12])
def test_all_or_none_is_neither_praise_nor_alarm(good: int) -> None:
    (one,) = stretches(*monthly(12, *[good] * 8))
    assert (one.choice.kind, one.choice.why) == (ChartKind.RUN, WhyChart.NO_VARIATION)
    told = limit_findings(one)[0]
    assert (told.code, told.count, told.middle) == (
        LimitCode.RUN_CONSTANT,
        8,
        Fraction(good, 12),
    )
    assert one.now is PointType.COMMON


@pytest.mark.parametrize(("usual", "rest"), [(12, 10), (0, 3)])
def test_a_median_at_the_end_of_the_scale_makes_no_alarm(usual: int, rest: int) -> None:
    # eleven of twenty below a median of 100: all that can be off it lies on one side
    (one,) = stretches(*monthly(12, *[usual] * 9, *[rest] * 11))
    assert (one.choice.kind, one.signals, one.now) == (ChartKind.RUN, (), None)
    told = limit_findings(one)[0]
    assert (told.code, told.count, told.middle) == (
        LimitCode.RUN_EDGE,
        11,
        Fraction(usual, 12),
    )


def test_few_points_are_dots() -> None:
    (one,) = stretches(*monthly(50, *CALM[:5]))
    assert (one.choice.kind, one.now) == (ChartKind.DOTS, None)
    assert limit_findings(one)[0].code is LimitCode.FEW_POINTS
    (trial,) = stretches(*monthly(50, *CALM[:6]))
    assert [told.code for told in limit_findings(trial)] == [LimitCode.ORDINARY, LimitCode.TRIAL]


def test_rare_red_lines_are_listed() -> None:
    sums = [a_month(n, 20, 20, red=n % 4 == 0) for n in range(12)]
    (one,) = stretches(*sums, measure=Measure.REDLINE)
    assert (one.choice.kind, one.choice.why) == (ChartKind.EACH_CASE, WhyChart.RARE)
    assert (one.centre, one.signals, one.now) == (None, (), None)
    assert limit_findings(one)[0].code is LimitCode.LISTED
    (none,) = stretches(*[a_month(n, 20, 20) for n in range(8)], measure=Measure.REDLINE)
    assert none.choice.kind is ChartKind.EACH_CASE
    # often enough for limits they get them
    many = [a_month(n, 50, 50, red=9 + n % 3) for n in range(8)]
    (often,) = stretches(*many, measure=Measure.REDLINE)
    assert often.choice.kind is ChartKind.P


def test_months_and_quarters_share_limits_of_shares_and_no_median() -> None:
    mixed = [*monthly(50, *CALM[:9]), a_month(9, 9, 8), a_month(10, 9, 8)]
    (one,) = stretches(*mixed)
    assert (len(one.tested), len(one.points)) == (10, 10)
    runs = [*monthly(12, *(9, 11) * 6), a_month(12, 9, 8), a_month(13, 9, 8)]
    (run,) = stretches(*runs)
    assert (len(run.tested), len(run.points), run.now) == (12, 13, None)
    assert limit_findings(run)[0].code is LimitCode.UNTESTED


def test_a_cut_begins_anew() -> None:
    cuts = (Cut(JANUARY + 6, CutReason.DESIGN),)
    first, second = stretches(*monthly(50, *CALM), cuts=cuts)
    assert (first.cut, second.cut, len(second.points)) == (None, CutReason.DESIGN, 6)
    assert stretch_now((first, second)) is second


def test_nothing_to_chart() -> None:
    assert stretches() == ()
    assert stretches(a_month(0, 9, 8)) == ()


@pytest.mark.nightly  # by day a page shows as many: tests/web/test_many_points.py
def test_ten_thousand_points_take_no_time() -> None:
    sums = monthly(50, *(38 + n % 5 for n in range(10_000)))
    began = time.process_time()
    (one,) = stretches(*sums)
    assert len(one.bounds) == 10_000
    assert limit_findings(one)
    assert time.process_time() - began < 10


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(1, 60), st.integers(0, 60), st.integers(0, 60)),
        max_size=30,
    ),
    st.sampled_from([Measure.BAND, Measure.REDLINE]),
)
def test_any_files_give_words_and_places(
    months: list[tuple[int, int, int, int]], measure: Measure
) -> None:
    sums = [
        a_month(month, files, min(good, files), min(red, files), version=1 + month % 2)
        for month, files, good, red in months
    ]
    for one in stretches(*sums, measure=measure):
        assert limit_findings(one)
        assert all(0 <= bounds.low <= bounds.high <= 1 for bounds in one.bounds)
        assert len(one.types) == len(one.signals)
        assert len(one.signals) in {0, len(one.tested)}
        assert one.bounds == () or len(one.bounds) == len(one.tested)
