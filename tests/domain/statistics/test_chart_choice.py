"""Which chart: every branch of docs/methods/charts.md at its edge."""

import pytest

from qa_app.domain.statistics.chart_choice import (
    ChartKind,
    Choice,
    Measured,
    Share,
    Stage,
    WhyChart,
    score_chart,
    share_chart,
    stage_of,
)

FILES, ITEMS, RARE = Measured.SHARE_OF_FILES, Measured.SHARE_OF_ITEMS, Measured.RARE
DOTS = Choice(ChartKind.DOTS, WhyChart.FEW_POINTS, Stage.NONE, None)


@pytest.mark.parametrize(
    ("points", "stage"),
    [
        (0, Stage.NONE),
        (5, Stage.NONE),
        (6, Stage.TRIAL),
        (11, Stage.TRIAL),
        (12, Stage.LOCKED),
        (99, Stage.LOCKED),
    ],
)
def test_stages(points: int, stage: Stage) -> None:
    assert stage_of(points) is stage


def test_scores() -> None:
    assert score_chart(5) == DOTS
    assert score_chart(6) == Choice(ChartKind.XMR, WhyChart.ONE_NUMBER, Stage.TRIAL, None)
    assert score_chart(12) == Choice(ChartKind.XMR, WhyChart.ONE_NUMBER, Stage.LOCKED, 12)


def shares(count: int, *found: int) -> list[Share]:
    return [Share(one, count) for one in found]


@pytest.mark.parametrize(
    ("measured", "given", "kind", "why", "stage"),
    [
        (RARE, shares(50, *[1] * 20), ChartKind.EACH_CASE, WhyChart.RARE, Stage.NONE),
        (FILES, shares(50, *[40] * 5), ChartKind.DOTS, WhyChart.FEW_POINTS, Stage.NONE),
        (FILES, shares(50, *[50] * 8), ChartKind.RUN, WhyChart.NO_VARIATION, Stage.NONE),
        # 25 files at 80 %: five are expected on the rarer side
        (FILES, shares(25, *[19, 21] * 4), ChartKind.P, WhyChart.ENOUGH_FILES, Stage.TRIAL),
        (FILES, shares(24, *[19, 19, 20] * 4), ChartKind.RUN, WhyChart.FEW_FILES, Stage.NONE),
        (FILES, shares(50, *[30, 45] * 6), ChartKind.P_PRIME, WhyChart.SPREADS_MORE, Stage.LOCKED),
        # on trial the plain chart stays
        (FILES, shares(50, *[30, 45] * 5), ChartKind.P, WhyChart.ENOUGH_FILES, Stage.TRIAL),
        (ITEMS, shares(500, *[400, 410] * 6), ChartKind.P_PRIME, WhyChart.ITEMS_CLUSTER, Stage.LOCKED),
        (ITEMS, shares(500, *[500] * 6), ChartKind.RUN, WhyChart.NO_VARIATION, Stage.NONE),
        # the same share throughout: p' would have no width, p has that of chance
        (ITEMS, shares(500, *[400] * 6), ChartKind.RUN, WhyChart.NO_VARIATION, Stage.NONE),
        (FILES, shares(50, *[40] * 12), ChartKind.P, WhyChart.ENOUGH_FILES, Stage.LOCKED),
    ],
)  # fmt: skip
def test_shares(
    measured: Measured, given: list[Share], kind: ChartKind, why: WhyChart, stage: Stage
) -> None:
    found = share_chart(measured, given)
    assert (found.kind, found.why, found.stage) == (kind, why, stage)
    assert found.lock == (12 if stage is Stage.LOCKED else None)


def test_locked_limits_stay_when_files_get_fewer() -> None:
    many = shares(50, *[40, 42] * 6)
    for few in (0, 12, 24):
        found = share_chart(FILES, [*many, *shares(20, *[16] * few)])
        assert (found.kind, found.lock) == (ChartKind.P, 12)


def test_half_of_the_points_is_not_most() -> None:
    mixed = shares(25, *[19, 21] * 3) + shares(3, *[2, 3] * 3)
    assert share_chart(FILES, mixed).kind is ChartKind.RUN
