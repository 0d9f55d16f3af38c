from fractions import Fraction

from qa_app.domain.statistics.funnel import limits_at
from qa_app.reports.chart_limits import Look
from qa_app.reports.funnel_plot import (
    FunnelPlot,
    FunnelPoint,
    funnel_figure,
    funnel_svg,
    sizes_drawn,
)
from qa_app.reports.interval_plot import IntervalPlot, IntervalRow, interval_plot_svg
from qa_app.wording import Words

EIGHTY = Fraction(4, 5)


def a_plot(*points: FunnelPoint) -> FunnelPlot:
    sizes = sizes_drawn(max(one.count for one in points))
    curve = [(size, limits_at(EIGHTY, size)) for size in sizes]
    return FunnelPlot(
        "funnel", "<h>", "d", points, EIGHTY, curve, "middle", "look", "act", "files", "share", "x"
    )


def a_point(look: Look = Look.PLAIN, count: int = 20, *, is_near: bool = False) -> FunnelPoint:
    return FunnelPoint(count, Fraction(1, 2), look, is_near, "甲 & 乙", "甲 & 乙: 50 %")


def test_a_funnel_tells_points_apart_by_shape_and_escapes_names() -> None:
    svg = funnel_svg(a_plot(a_point(), a_point(Look.WORSE), a_point(Look.BETTER, 40)))
    assert "pl-dot-worse" in svg
    assert "pl-dot-better" in svg
    assert "甲 &amp; 乙" in svg
    assert "<h>" not in svg
    assert "nan" not in svg.lower()


def test_names_stand_at_those_below_the_outer_limit_only() -> None:
    assert funnel_svg(a_plot(a_point())).count("pl-value") == 0
    assert funnel_svg(a_plot(a_point(Look.WORSE))).count("pl-value") == 1
    assert funnel_svg(a_plot(a_point(Look.BETTER))).count("pl-value") == 0
    # names over each other would be none
    assert funnel_svg(a_plot(*[a_point(Look.WORSE)] * 30)).count("pl-value") == 1
    apart = [a_point(Look.WORSE, 20 * number) for number in range(1, 5)]
    assert funnel_svg(a_plot(*apart)).count("pl-value") > 1


def test_limits_are_drawn_at_whole_numbers_of_files_that_end_beyond_the_largest() -> None:
    assert sizes_drawn(1) == (1, 2, 3)
    for most in (10, 60, 5_000):
        sizes = sizes_drawn(most)
        assert sizes[0] >= 1
        assert sizes[-1] > most
        assert list(sizes) == sorted(set(sizes))
        assert len(sizes) <= 60


def test_the_interactive_form_has_the_same_points_and_its_words_escaped() -> None:
    plot = a_plot(a_point(Look.WORSE), a_point(is_near=True))
    figure = funnel_figure(Words("zh"), plot)
    points = figure["data"][-1]
    assert (points["x"], points["y"]) == ([20, 20], [0.5, 0.5])
    assert points["marker"]["symbol"] == ["triangle-down", "square"]
    svg = funnel_svg(plot)
    assert svg.count('<rect class="pl-dot"') == 1
    assert "pl-dot-open" not in svg
    assert points["hovertext"][0] == "甲 &amp; 乙: 50 %"
    assert figure["config"]["locale"] == "zh-CN"
    assert "locale" not in funnel_figure(Words("en"), plot)


def test_an_interval_plot_draws_what_there_is() -> None:
    half = Fraction(1, 2)
    rows = [
        IntervalRow("A", half, Fraction(2, 5), Fraction(3, 5), Look.PLAIN, True, "50 %"),
        IntervalRow("B", None, None, None, Look.PLAIN, True, "7 of 9 files"),
        IntervalRow("C", half, half, half, Look.WORSE, False, "50 %"),
    ]
    svg = interval_plot_svg(IntervalPlot("k", "h", "d", rows, [(half, "50 %")], EIGHTY))
    assert svg.count("pl-whisker") == 3  # the bar of A and its two caps
    assert svg.count("pl-dot") - svg.count("pl-dot-") == 2
    assert "pl-dot-open pl-dot-worse" in svg
    assert svg.count("pl-limit") == 1
    assert "7 of 9 files" in svg
