"""Run charts: the two rules at their edges, laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.statistics.run_chart import (
    RunChart,
    RunStatus,
    TrendDirection,
    anhoej_limits,
    longest_trend,
    run_chart,
)


def test_no_figures() -> None:
    assert run_chart([None, None]) == RunChart(RunStatus.NO_DATA, None, 0, 0)
    assert run_chart([]).status is RunStatus.NO_DATA
    assert run_chart([None, 3.0], baseline=1).status is RunStatus.NO_DATA


def test_no_limits_without_a_point() -> None:
    with pytest.raises(ValueError, match="no useful point"):
        anhoej_limits(0)


def test_missing_figures_are_passed_over() -> None:
    whole = [1.0, 5.0, 2.0, 6.0, 1.0, 7.0]
    gaps = [1.0, None, 5.0, 2.0, None, 6.0, 1.0, 7.0]
    assert run_chart(gaps) == run_chart(whole)


def test_trend_of_too_few() -> None:
    assert longest_trend([]) == (0, None)
    assert longest_trend([4.0, 4.0, None]) == (1, None)
    assert longest_trend([4.0, 3.0]) == (2, TrendDirection.DOWN)


FIGURES = st.lists(st.none() | st.integers(0, 6).map(float), max_size=40)


@given(FIGURES)
def test_turned_upside_down_it_says_the_same(values: list[float | None]) -> None:
    one = run_chart(values, centre=3.0)
    other = run_chart([None if value is None else 6 - value for value in values], centre=3.0)
    assert one == other


@given(FIGURES, st.integers(1, 12))
def test_points_on_the_centre_change_no_rule(values: list[float | None], place: int) -> None:
    one = run_chart(values, centre=2.5)
    more = [*values[:place], 2.5, *values[place:]]
    other = run_chart(more, centre=2.5)
    assert (one.useful, one.longest_run, one.crossings) == (
        other.useful,
        other.longest_run,
        other.crossings,
    )
    assert one.has_signal == other.has_signal


@given(FIGURES)
def test_runs_and_crossings_fit_together(values: list[float | None]) -> None:
    chart = run_chart(values)
    if chart.longest_run is not None and chart.crossings is not None:
        assert chart.longest_run + chart.crossings <= chart.useful
        assert chart.useful <= chart.longest_run * (chart.crossings + 1)
