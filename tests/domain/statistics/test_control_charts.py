"""Control charts of shares and rates: edges and laws; published cases stand in verification."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.statistics.control_charts import (
    Baseline,
    ChartStatus,
    ControlChart,
    Kind,
    control_chart,
    prime_chart,
    screened,
)

KINDS = pytest.mark.parametrize("kind", Kind)
PAIRS = st.lists(
    st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1
)


@KINDS
@pytest.mark.parametrize("of", [control_chart, prime_chart])
@pytest.mark.parametrize(
    ("counted", "possible"), [([], []), ([None], [4]), ([3], [None]), ([0], [0])]
)
def test_nothing(kind: Kind, of: object, counted: list[int], possible: list[int]) -> None:
    chart = of(kind, counted, possible)  # type: ignore[operator]
    assert (chart.status, chart.centre) == (ChartStatus.NO_DATA, None)
    assert [point.value for point in chart.points] == [None] * len(counted)


def test_all_met_is_neither_achievement_nor_alarm() -> None:
    chart = control_chart(Kind.SHARE, [5, 7, 3], [5, 7, 4], Baseline(2))
    assert chart.status is ChartStatus.NO_VARIATION
    assert chart.centre == 1
    assert [(p.value, p.low, p.high, p.is_outside) for p in chart.points] == [
        (1, None, None, False),
        (1, None, None, False),
        (Fraction(3, 4), None, None, False),
    ]


def test_a_point_on_the_limit_is_inside() -> None:
    # centre 1/2, 9 files: the limit lies at exactly 1/2 + 3 * sqrt(1/4 / 9) = 1
    chart = control_chart(Kind.SHARE, [5, 5, 9], [10, 10, 9], Baseline(2))
    assert (chart.centre, chart.points[2].high) == (Fraction(1, 2), 1)
    assert not chart.points[2].is_outside
    assert control_chart(Kind.SHARE, [5, 5, 10], [10, 10, 10], Baseline(2)).points[2].is_outside


def test_one_point_gives_no_spread() -> None:
    chart = prime_chart(Kind.SHARE, [3, 4], [5, 0])
    assert (chart.status, chart.sigma_z) == (ChartStatus.TOO_FEW, None)
    assert [point.value for point in chart.points] == [Fraction(3, 5), None]


@KINDS
@given(
    st.lists(st.integers(1, 50), min_size=2, max_size=12),
    st.fractions(0, 1, max_denominator=9).filter(lambda one: 0 < one < 1),
    st.integers(0, 400),
)
def test_points_that_never_differ_make_no_alarm(
    kind: Kind, sizes: list[int], share: Fraction, later: int
) -> None:
    possible = [share.denominator * size for size in sizes]
    counted = [share.numerator * size for size in sizes]
    first = Baseline(len(sizes))
    chart = prime_chart(kind, [*counted, min(later, 360)], [*possible, 360], first)
    assert (chart.status, chart.centre, chart.sigma_z) == (ChartStatus.NO_VARIATION, share, 0)
    assert not any(one.is_outside or one.low is not None for one in chart.points)


def test_screening_leaves_the_one_large_jump_out() -> None:
    assert screened([1.0, 1.0, 1.0, 1.0, 20.0]) == [1.0] * 4
    assert screened([0.0, 0.0]) == [0.0, 0.0]
    jumps = [10, 11, 10, 12, 10, 11, 45, 10, 11, 10, 12, 11]
    wide = prime_chart(Kind.RATE, jumps, [1] * 12)
    tight = prime_chart(Kind.RATE, jumps, [1] * 12, is_screened=True)
    assert wide.sigma_z is not None
    assert tight.sigma_z is not None
    assert tight.sigma_z < wide.sigma_z


def limits_hold(chart: ControlChart) -> bool:
    return all(
        point.low is None
        or point.high is None
        or point.value is None
        or point.is_outside == (not point.low <= point.value <= point.high)
        or min(abs(point.low - point.value), abs(point.high - point.value)) < 1e-9
        for point in chart.points
    )


@KINDS
@given(pairs=PAIRS)
def test_outside_is_what_the_picture_shows(kind: Kind, pairs: list[tuple[int, int]]) -> None:
    counted, possible = zip(*pairs, strict=True)
    for chart in (control_chart(kind, counted, possible), prime_chart(kind, counted, possible)):
        assert limits_hold(chart)
        assert all(point.low is None or point.low >= 0 for point in chart.points)
        if kind is Kind.SHARE:
            assert all(point.high is None or point.high <= 1 for point in chart.points)


@given(pairs=PAIRS, place=st.integers(0, 20))
def test_an_empty_month_changes_nothing_else(pairs: list[tuple[int, int]], place: int) -> None:
    counted, possible = map(list, zip(*pairs, strict=True))
    before = control_chart(Kind.SHARE, counted, possible)
    at = min(place, len(pairs))
    after = control_chart(
        Kind.SHARE, [*counted[:at], 0, *counted[at:]], [*possible[:at], 0, *possible[at:]]
    )
    assert (after.status, after.centre) == (before.status, before.centre)
    assert (*after.points[:at], *after.points[at + 1 :]) == before.points
    assert after.points[at].value is None
