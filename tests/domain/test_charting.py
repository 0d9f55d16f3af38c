"""Stretches of a series: where limits begin anew, and when there are none."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.charting import Cut, CutReason, stretch_now, stretches_of
from qa_app.domain.rounding import MILLION
from qa_app.domain.series import Grain, MonthSum, Series
from qa_app.domain.statistics.chart_choice import ChartKind, Stage, WhyChart
from qa_app.domain.statistics.variation import Assurance, PointType, Signal
from qa_app.domain.trends import series_of

JANUARY = 2024 * 12


def a_month(month: int, percent: int, version: int = 1, files: int = 5) -> MonthSum:
    return MonthSum(version, JANUARY + month, files, files, percent * files * MILLION // 100, files)


def monthly(*percents: int, start: int = 0, version: int = 1) -> list[MonthSum]:
    return [a_month(start + n, one, version) for n, one in enumerate(percents)]


CALM = (79, 80, 81, 80) * 3


def test_nothing_rated() -> None:
    assert stretches_of(Series(())) == ()
    assert stretch_now(()) is None
    assert stretches_of(series_of([a_month(0, 80, files=4)])) == ()


def test_few_points_have_no_limits() -> None:
    (one,) = stretches_of(series_of(monthly(*CALM[:5])))
    assert (one.choice.kind, one.choice.why, one.limits) == (
        ChartKind.DOTS,
        WhyChart.FEW_POINTS,
        None,
    )
    assert (one.signals, one.now, one.assurance) == ((), None, None)


def test_limits_on_trial_take_every_point_and_then_lock() -> None:
    (trial,) = stretches_of(series_of(monthly(*CALM[:6])))
    assert trial.choice.stage is Stage.TRIAL
    assert trial.limits is not None
    assert trial.limits.count == 6
    (locked,) = stretches_of(series_of(monthly(*CALM, 95)), target=Fraction(7, 10))
    assert (locked.choice.stage, locked.limits and locked.limits.count) == (Stage.LOCKED, 12)
    assert locked.signals[-1] is Signal.ABOVE_LIMIT
    assert locked.now is PointType.IMPROVEMENT_HIGH
    assert locked.assurance is Assurance.PASSES


def test_a_version_is_a_stretch_of_its_own() -> None:
    old, new = monthly(*CALM), monthly(*[60] * 6, start=12, version=2)
    first, second = stretches_of(series_of([*old, *new]))
    assert [(one.version_id, len(one.points), one.cut) for one in (first, second)] == [
        (1, 12, None),
        (2, 6, None),
    ]
    assert stretch_now((first, second)) is second


def test_a_cut_begins_anew_and_the_old_limits_stay() -> None:
    series = series_of(monthly(*CALM, *[90, 91] * 3))
    whole = stretches_of(series)[0]
    first, second = stretches_of(series, [Cut(JANUARY + 12, CutReason.REBASED)])
    assert first.limits == whole.limits
    assert (second.cut, second.limits and second.limits.mean) == (
        CutReason.REBASED,
        Fraction(905, 1000),
    )
    # before the first point there is nothing to cut
    (only,) = stretches_of(series, [Cut(JANUARY - 3, CutReason.DESIGN)])
    assert only.cut is None


def test_a_quarter_among_months_is_not_held_against_their_limits() -> None:
    thin = [a_month(12, 20, files=2), a_month(13, 20, files=3)]
    months = monthly(*CALM)
    (one,) = stretches_of(series_of([*months, *thin]))
    (alone,) = stretches_of(series_of(months))
    assert one.points[-1].period.grain is Grain.QUARTER
    assert (one.tested, one.limits, one.signals) == (alone.tested, alone.limits, alone.signals)
    assert (one.now, alone.now) == (None, PointType.COMMON)
    quarters = [a_month(3 * n, 80 + n % 2) for n in range(8)]
    thin_quarters = [a_month(3 * n, 80, files=3) for n in range(8)]
    (two,) = stretches_of(series_of([*quarters, *thin_quarters]))
    assert len(two.tested) == 8


@given(
    percents=st.lists(st.integers(0, 100), max_size=30),
    months=st.lists(st.integers(-3, 33), max_size=4),
)
def test_every_point_stands_in_one_stretch(percents: list[int], months: list[int]) -> None:
    series = series_of(monthly(*percents))
    cuts = [Cut(JANUARY + month, CutReason.READERS) for month in months]
    stretches = stretches_of(series, cuts)
    assert [point for one in stretches for point in one.points] == list(series.rated)
    assert all(
        len(one.signals) == len(one.types) == (len(one.tested) if one.limits else 0)
        for one in stretches
    )


def test_without_variation_there_are_no_limits() -> None:
    (one,) = stretches_of(series_of(monthly(*[80] * 8)), target=Fraction(8, 10))
    assert (one.choice.kind, one.choice.why) == (ChartKind.DOTS, WhyChart.UNVARIED)
    assert (one.limits, one.signals, one.now, one.assurance) == (None, (), None, None)


def test_of_two_versions_in_one_month_the_one_used_last_speaks() -> None:
    # the old version ends high, the new one begins low: what limits say is of the new one's point
    old, new = monthly(*CALM, 95), a_month(len(CALM), 40, version=2)
    series = series_of([*old, new])
    now = stretch_now(stretches_of(series))
    assert now is not None
    assert now.points[-1] is series.latest
    assert (now.version_id, now.limits) == (2, None)


def test_ten_thousand_points_with_gaps_and_versions() -> None:
    sums = [a_month(2 * n, 60 + n % 30, version=1 + n // 5_000) for n in range(10_000)]
    first, second = stretches_of(series_of(sums))
    assert (len(first.points), len(second.points)) == (5_000, 5_000)
    assert stretch_now((first, second)) is second


def test_two_versions_in_one_month_have_limits_of_their_own() -> None:
    both = [*monthly(*CALM), *monthly(*[60, 61] * 6, version=2)]
    first, second = stretches_of(series_of(both))
    assert (first.limits and first.limits.mean, second.limits and second.limits.mean) == (
        Fraction(8, 10),
        Fraction(605, 1000),
    )
