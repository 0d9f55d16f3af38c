"""Charts as SVG and as figures: the same points, escaped, without a style of their own."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction

import plotly.graph_objects as go
import pytest

from qa_app.domain.charting import Cut, CutReason, stretches_of
from qa_app.domain.score_axis import PERCENT_AXIS, SHARE_AXIS
from qa_app.domain.series import MonthSum
from qa_app.domain.share_charting import share_stretches
from qa_app.domain.shares import Measure, share_series
from qa_app.domain.trends import series_of
from qa_app.reports.band_bar import BandPart, band_bar_svg
from qa_app.reports.chart_limits import Look
from qa_app.reports.charts import Chart, Mark, chart_svg, small
from qa_app.reports.plotly_figure import DOTS, LINKED, plotly_figure
from qa_app.reports.sparkline import Sparkline, SparkPoint, sparkline_svg
from qa_app.reports.trend_chart import Drawn, trend_chart
from qa_app.wording import Words

JAN = 2026 * 12
NASTY = "<script>alert(\"1\")</script> & 'x'"


def total(month: int, files: int, percent: int, version: int = 1, final: int | None = None):
    kept = files if final is None else final
    return MonthSum(version, month, files, files, files * percent * 10_000, kept)


def a_chart(*sums: MonthSum, language: str = "en", heading: str = "Legal aid") -> Chart:
    drawn = Drawn(series_of(sums), PERCENT_AXIS, {1: "1.0.0", 2: "2.0.0"})
    return trend_chart(Words(language), "trend", heading, drawn)


MIXED = (
    total(JAN - 3, 5, 80),
    total(JAN - 2, 5, 70, final=4),
    total(JAN, 3, 90),
    total(JAN + 3, 5, 90, version=2),
    total(JAN + 4, 5, 60, version=2),
)


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own


def parts(svg: str, name: str) -> list[ET.Element]:
    return [one for one in parsed(svg).iter() if one.tag == name]


def test_points_stand_where_their_numbers_say() -> None:
    svg = chart_svg(a_chart(*MIXED), height=200)
    # the chart covers whole quarters of at least a year: July 2025 to June 2026
    # October is the 4th month of 12: its middle is 3.5 / 12; 80 of 100 leaves 40 of 200 above
    dots = parts(svg, "circle")
    assert [(dot.get("cx"), dot.get("cy")) for dot in dots] == [
        ("29.17%", "68"),  # 28 + 200 x 0.2
        ("37.50%", "88"),
        ("79.17%", "48"),
        ("87.50%", "108"),
    ]


def test_a_provisional_point_is_hollow_and_says_how_many() -> None:
    dots = parts(chart_svg(a_chart(*MIXED)), "circle")
    assert ["pl-dot-open" in dot.get("class", "") for dot in dots] == [False, True, False, False]
    title = dots[1].find("title")
    assert title is not None
    assert title.text == "Nov 2025, 70.0 points, 5 files, 4 final, 1 provisional"


def test_no_line_runs_over_a_gap_or_a_new_version() -> None:
    lines = [
        one
        for one in parts(chart_svg(a_chart(*MIXED)), "line")
        if "pl-line" in one.get("class", "").split()
    ]
    assert [(one.get("x1"), one.get("x2")) for one in lines] == [
        ("29.17%", "37.50%"),
        ("79.17%", "87.50%"),
    ]


def test_a_new_version_is_a_rule_with_its_number() -> None:
    svg = chart_svg(a_chart(*MIXED))
    rules = [one for one in parts(svg, "line") if one.get("class") == "pl-break"]
    assert [one.get("x1") for one in rules] == ["75.00%"]  # April: 9 / 12
    assert ">version 2.0.0<" in svg
    assert ">90.0<" in svg
    assert ">60.0 (2.0.0)<" in svg


def test_the_number_of_a_high_dot_stands_clear_of_the_words_of_rules() -> None:
    def below(*sums: MonthSum) -> list[bool]:
        svg = chart_svg(a_chart(*sums), height=200)
        values = [one for one in parts(svg, "text") if "pl-value" in one.get("class", "")]
        dots = parts(svg, "circle")
        return [
            float(one.get("y", 0)) > float(dot.get("cy", 0))
            for one, dot in zip(values, dots, strict=True)
        ]

    ends = total(JAN, 5, 99), total(JAN + 1, 5, 85)
    assert below(*ends) == [False, False]
    # the words of the rule stand along the top
    assert below(*ends, total(JAN + 3, 5, 98, version=2)) == [True, False, True]


def test_lines_of_the_criterion_are_named() -> None:
    svg = chart_svg(a_chart(*MIXED))
    assert ">met 80<" in svg
    assert ">conditional 70<" in svg


def test_every_count_is_written_while_there_is_room() -> None:
    few = a_chart(*(total(JAN + n, 5 + n, 80) for n in range(16)))
    many = a_chart(*(total(JAN + n, 5 + n, 80) for n in range(17)))
    assert few.is_labelled
    assert not many.is_labelled
    assert ">20<" in chart_svg(few)
    assert not small(few).is_labelled


def test_words_of_points_that_stand_close_do_not_run_into_each_other() -> None:
    # sixteen months share the width, so that neighbours stand a fifteenth of it apart
    level = a_chart(*(total(JAN + n, 5, 80) for n in range(16)))
    steep = a_chart(*(total(JAN + n, 5, 20 if n % 2 else 90) for n in range(16)))
    (trace,) = plotly_figure(Words("en"), level, "All")["data"][:1]
    assert trace["textposition"] == ["top center", "bottom center"] * 8
    (trace,) = plotly_figure(Words("en"), steep, "All")["data"][:1]
    assert trace["textposition"] == "top center"


def test_words_of_points_at_the_top_stand_below_where_rules_have_words() -> None:
    months = [total(JAN + n, 5, 98 if n % 2 else 60) for n in range(8)]
    (trace,) = plotly_figure(Words("en"), a_chart(*months), "All")["data"][:1]
    assert trace["textposition"] == "top center"
    ruled = a_chart(*months, total(JAN + 8, 5, 98, version=2))
    before, after = plotly_figure(Words("en"), ruled, "All")["data"][:2]
    assert before["textposition"] == ["top center", "bottom center"] * 4
    assert after["textposition"] == ["bottom center"]


def test_a_chart_is_a_picture_with_words_and_no_style() -> None:
    svg = chart_svg(a_chart(*MIXED, heading=NASTY))
    root = parsed(svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "trend-title trend-desc"
    assert root[0].text == NASTY
    assert root[1].text == "May 2026: 60.0 points (5 files), 30.0 points down on Apr 2026"
    assert "style=" not in svg
    assert "<script" not in svg
    assert not re.search(r"(?:href|src|url)\s*=", svg)


def test_dots_lead_to_what_stands_behind_them() -> None:
    laid = Drawn(
        series_of(MIXED),
        PERCENT_AXIS,
        {1: "1.0.0", 2: "2.0.0"},
        behind=lambda one: f"/b?v={one.version_id}&p={one.period.first_month}",
    )
    chart = trend_chart(Words("en"), "trend", "Whole file", laid)
    root = parsed(chart_svg(chart))
    links = parts(chart_svg(chart), "a")
    assert [one.get("href") for one in links] == [
        f"/b?v={one.version_id}&p={one.period.first_month}" for one in series_of(MIXED).rated
    ]
    # each is named by its whole point, and the picture does not swallow them
    assert [one.get("aria-label") for one in links] == [one.words for one in chart.points]
    assert root.get("role") == "group"
    assert parts(chart_svg(chart), "circle")[0].get("class") == "pl-hit"


@pytest.mark.parametrize("count", [0, 1, 4, 10, 40])
def test_any_number_of_points_is_well_formed(count: int) -> None:
    chart = a_chart(*(total(JAN + n, 6, 50 + n) for n in range(count)))
    assert len(parts(chart_svg(chart), "circle")) == count


def test_ten_thousand_points_are_drawn() -> None:
    chart = with_limits(*(total(JAN + n, 5, 60 + n % 30) for n in range(10_000)))
    svg = chart_svg(chart)
    assert len(chart.points) == 10_000
    assert "nan" not in svg.lower()
    assert "NaN" not in json.dumps(plotly_figure(Words("zh"), chart, "整份案卷"))


def with_limits(*sums: MonthSum, cuts: tuple[Cut, ...] = ()) -> Chart:
    series = series_of(sums)
    stretches = stretches_of(series, cuts)
    drawn = Drawn(series, PERCENT_AXIS, {1: "1.0.0", 2: "2.0.0"}, stretches=stretches)
    return trend_chart(Words("en"), "trend", "Legal aid", drawn)


# twelve calm months: mean 80, mean range 1, limits 77.3 and 82.7
CALM = [total(JAN - 13 + n, 5, (79, 80, 81, 80)[n % 4]) for n in range(12)]


def test_limits_are_lines_over_their_stretch_and_named_once() -> None:
    chart = with_limits(*CALM, total(JAN - 1, 5, 90))
    (stretch,) = chart.segments[0].stretches
    assert stretch.words == "mean 80.0, limits 77.3 to 82.7, version 1.0.0"
    lines = [
        one
        for one in parts(chart_svg(chart, height=200), "line")
        if one.get("class") in {"pl-mean", "pl-bound"}
    ]
    assert [one.get("y1") for one in lines] == ["68", "73.32", "62.68"]
    assert {one.get("x1") for one in lines} == {f"{float(stretch.left) * 100:.2f}%"}
    assert chart.description.endswith("above what is expected: a real improvement")


def test_a_point_that_stands_out_has_a_shape_of_its_own() -> None:
    chart = with_limits(*CALM, total(JAN - 1, 5, 60, final=4))
    assert [point.look for point in chart.points] == [Look.PLAIN] * 12 + [Look.WORSE]
    svg = chart_svg(chart)
    (mark,) = parts(svg, "path")
    assert "pl-dot-worse" in mark.get("class", "")
    assert "pl-dot-open" in mark.get("class", "")
    title = mark.find("title")
    assert title is not None
    assert title.text is not None
    assert title.text.endswith("1 provisional, worse than chance explains")
    assert len(parts(svg, "circle")) == 12


def test_shapes_and_dashes_tell_apart_what_colours_tell() -> None:
    chart = with_limits(*CALM, total(JAN - 1, 5, 60), total(JAN, 5, 95))
    svg = chart_svg(chart)
    shapes = {
        look: {
            one.get("d", one.tag)
            for one in parsed(svg).iter()
            if one.tag in {"circle", "path"} and look in one.get("class", "").split()
        }
        for look in ("pl-dot-better", "pl-dot-worse")
    }
    (better,), (worse,) = shapes.values()
    assert better != worse
    assert len({better, worse, "circle"}) == 3
    # and each is named in words, for those who see neither
    titles = [title.text or "" for title in parsed(svg).iter("title")]
    assert sum(title.endswith("better than chance explains") for title in titles) == 1
    assert sum(title.endswith("worse than chance explains") for title in titles) == 1


def test_limits_of_shares_step_and_medians_are_dashed() -> None:
    def shared(*counts: tuple[int, int]) -> Chart:
        sums = [
            MonthSum(1, JAN + n, files, files, 0, files, (good, 0, files - good))
            for n, (files, good) in enumerate(counts)
        ]
        series = share_series(series_of(sums), Measure.BAND, {1})
        drawn = Drawn(series, SHARE_AXIS, {1: "1.0.0"}, stretches=share_stretches(series))
        return trend_chart(Words("en"), "trend", "Legal aid", drawn)

    stepped = shared(*[(50, 38), (50, 42)] * 6, (200, 160))
    (stretch,) = stepped.segments[0].stretches
    # twelve alike are one step, the larger month has limits of its own
    assert [one.low < one.high for one in stretch.steps] == [True, True]
    assert stretch.steps[0].right == stretch.steps[1].left
    assert stretch.steps[0].low < stretch.steps[1].low < stretch.steps[1].high
    assert chart_svg(stepped).count('class="pl-bound"') == 6  # two levels each and two rises
    median = shared(*[(12, 9), (12, 11)] * 6)
    svg = chart_svg(median)
    assert ('class="pl-median"' in svg, "pl-bound" in svg) == (True, False)
    (line,) = plotly_figure(Words("en"), median, "Share")["data"][1:]
    assert (line["line"]["dash"], line["y"]) == ("longdash", [833, 833])
    assert median.points[0].words == "Jan 2026, 75.0%, 12 files, 12 final"


def test_limits_on_trial_are_dashed() -> None:
    svg = chart_svg(with_limits(*CALM[:6]))
    assert svg.count("pl-bound pl-trial") == 2
    assert "pl-bound" not in chart_svg(with_limits(*CALM[:5]))


def test_a_cut_is_a_rule_with_its_reason_and_old_limits_stay() -> None:
    new = [total(JAN - 1 + n, 5, 90 + n % 2) for n in range(6)]
    chart = with_limits(*CALM, *new, cuts=(Cut(JAN - 1, CutReason.REBASED),))
    assert [one.is_trial for one in chart.segments[0].stretches] == [False, True]
    (mark,) = chart.breaks
    assert mark.words == "re-based"
    assert mark.why == "Limits begin anew in Dec 2025: a named person set a new baseline."


@pytest.mark.parametrize(
    ("places", "rows"),
    [
        # "version 2.0.0" takes some 97 of 300 pixels, left of a place in the second half
        ((Fraction(9, 10), Fraction(55, 100)), [0, 0]),
        ((Fraction(9, 10), Fraction(75, 100)), [0, 1]),
        ((Fraction(9, 10), Fraction(75, 100), Fraction(60, 100)), [0, 1, 2]),
        ((Fraction(1, 10), Fraction(9, 10)), [0, 0]),
    ],
)
def test_words_of_rules_that_would_meet_on_a_phone_stand_above_each_other(
    places: tuple[Fraction, ...], rows: list[int]
) -> None:
    chart = a_chart(total(JAN, 10, 80))
    ruled = replace(chart, breaks=tuple(Mark(at, "version 2.0.0") for at in places))
    figure = plotly_figure(Words("en"), ruled, "Whole file")
    told = figure["narrow"].get("annotations", [])
    assert [one["yshift"] // 17 for one in told] == (rows if any(rows) else [])
    top = figure["narrow"]["margin"]["t"] - figure["layout"]["margin"]["t"]
    assert top == 17 * max(rows)


def test_the_figure_carries_the_same_limits_and_shapes() -> None:
    chart = with_limits(*CALM, total(JAN - 1, 5, 90))
    figure = plotly_figure(Words("en"), chart, "Whole file")
    points, bounds, mean = figure["data"]
    assert points["marker"]["symbol"] == [0] * 12 + [5]
    assert points["marker"]["color"] == points["marker"]["line"]["color"] == [0] * 12 + [1]
    assert points["marker"]["colorscale"] == [[0, "#1d4e6b"], [1, "#0b5cad"]]
    assert bounds["y"] == pytest.approx([773, 773, None, 827, 827])
    assert mean["y"] == [800, 800]
    assert [one["showlegend"] for one in (points, bounds, mean)] == [True, True, False]
    go.Figure({"data": figure["data"], "layout": figure["layout"]})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_figures_pass_the_validators_of_plotly(language: str) -> None:
    months = tuple(total(JAN + n, 5, 70 + n, final=4) for n in range(12))
    for chart in (a_chart(*MIXED, language=language), a_chart(*months, language=language)):
        figure = plotly_figure(Words(language), chart, "Whole file")
        made = go.Figure({"data": figure["data"], "layout": figure["layout"]})
        assert len(made.data) == len(figure["data"])
        go.Figure({"data": [], "layout": figure["layout"] | figure["narrow"]})


def test_a_figure_holds_the_same_points_as_the_picture() -> None:
    figure = plotly_figure(Words("en"), a_chart(*MIXED), "Whole file")
    old, new = figure["data"]
    assert (old["y"], new["y"]) == ([800, 700], [900, 600])
    assert old["marker"]["color"] == [0, 1]
    assert [colour for _at, colour in old["marker"]["colorscale"]][1] == "#ffffff"
    assert new["marker"]["color"] != "#ffffff"
    assert (old["name"], new["name"]) == ("Whole file 1.0.0", "Whole file 2.0.0")
    assert all("hovertext" not in trace for trace in figure["data"])
    # words of two lines above a rule have room for both
    chart = a_chart(*MIXED)
    breaks = tuple(replace(one, below="cannot be joined") for one in chart.breaks)
    tall = plotly_figure(Words("en"), replace(chart, breaks=breaks), "Whole file")
    assert tall["layout"]["margin"]["t"] == figure["layout"]["margin"]["t"] + 20
    gap = plotly_figure(
        Words("en"), a_chart(total(JAN, 5, 80), total(JAN + 2, 5, 70)), "Whole file"
    )["data"][0]
    assert gap["y"] == [800, None, 700]
    assert gap["connectgaps"] is False


def test_the_words_of_points_stand_in_the_picture_in_the_order_of_the_figure() -> None:
    chart = a_linked_chart()
    chart = replace(chart, segments=(*with_limits(*CALM, total(JAN - 1, 5, 90)).segments,))
    svg = chart_svg(chart)
    for kind, segments in ((DOTS, chart.segments), (LINKED, chart.linked)):
        marks = [one for one in parsed(svg).iter() if kind[1:] in one.get("class", "").split()]
        said = [title.text for one in marks if (title := one.find("title")) is not None]
        assert said == [point.words for segment in segments for point in segment.points]
        traces = [
            trace
            for trace in plotly_figure(Words("en"), chart, "Whole file")["data"]
            if trace.get("meta") == kind
        ]
        # what says better and worse is never covered by the line over versions
        assert {trace.get("zorder", 0) for trace in traces} == {0 if kind == DOTS else -1}
        shown = [x for trace in traces for x in trace["x"] if x is not None]
        assert len(shown) == len(said) > 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("versions", [1, 6])
def test_ten_years_in_six_lines_with_limits_weigh_little(language: str, versions: int) -> None:
    sums = [
        total(
            JAN + month,
            5 + month % 7,
            60 + month * 7 % 40,
            version=1 + month * versions // 120,
            final=5 + month % 2,
        )
        for month in range(120)
    ]
    series, words = series_of(sums), Words(language)
    numbers = {number: f"{number}.0.0" for number in range(1, 7)}
    linked = () if versions > 1 else tuple((f"common items {n}", series) for n in range(5))
    drawn = Drawn(series, PERCENT_AXIS, numbers, linked=linked, stretches=stretches_of(series))
    figure = plotly_figure(words, trend_chart(words, "trend", "h", drawn), "整份案卷")
    assert sum(trace.get("meta") in {DOTS, LINKED} for trace in figure["data"]) == 6
    assert sum(name.get("mode") == "lines" for name in figure["data"]) == 2 * versions
    raw = json.dumps(figure, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(raw) <= 15_000, len(raw)


def test_a_figure_sends_nothing_away_and_runs_no_markup() -> None:
    figure = plotly_figure(Words("en"), a_chart(*MIXED), NASTY)
    assert (
        figure["config"]
        | {
            "showSendToCloud": False,
            "plotlyServerURL": "",
            "displayModeBar": False,
            "displaylogo": False,
        }
        == figure["config"]
    )
    assert "locale" not in figure
    assert not any("<script" in trace["name"] for trace in figure["data"])


def test_the_legend_names_what_is_drawn_and_nothing_else() -> None:
    chart = a_chart(*(total(JAN + month, 5, 80 + month) for month in range(8)))
    for language in ("zh", "en"):
        figure = plotly_figure(Words(language), chart, "Whole file")
        drawn = [trace for trace in figure["data"] if trace.get("visible", True) is True]
        assert drawn == figure["data"]
        assert all(trace["showlegend"] and trace["name"] for trace in drawn)
        assert [trace["name"] for trace in drawn] == ["Whole file"]
        # lines of the criterion: named beside them where there is room, else by the legend
        beside = [one["text"] for one in figure["layout"]["annotations"]]
        named = [one["name"] for one in figure["layout"]["shapes"] if one.get("name")]
        assert named == [mark.words for mark in chart.limits]
        assert set(named) <= set(beside)
        assert not any(one.get("showlegend") for one in figure["layout"]["shapes"])
        # the page's script drops what stands right of the chart where there is no room
        aside = [one for one in figure["layout"]["annotations"] if one.get("xref") == "paper"]
        assert [one["text"] for one in aside] == named


def test_the_figure_speaks_the_language_of_the_page() -> None:
    figure = plotly_figure(Words("zh"), a_chart(*MIXED, language="zh"), "整份案卷")
    assert figure["config"]["locale"] == figure["locale"]["name"] == "zh-CN"
    assert "第一季度<br>2026" not in figure["layout"]["xaxis"]["ticktext"]


def a_sparkline(*values: int | None, floor: int = 60) -> str:
    points = [
        SparkPoint(
            None if value is None else Fraction(value, 100),
            is_final=True,
            joins=True,
            words=f"{value}",
        )
        for value in values
    ]
    spark = Sparkline("s", "h", "d", points, Fraction(floor, 100), Fraction(80, 100), "end")
    return sparkline_svg(spark)


def test_a_sparkline_reaches_from_sixty_to_a_hundred() -> None:
    # 60 at the lower edge 44, 100 at the upper edge 8, 80 in the middle 26
    dots = parts(a_sparkline(60, 80, 100), "circle")
    assert [(dot.get("cx"), dot.get("cy")) for dot in dots] == [
        ("8", "44"),
        ("104", "26"),
        ("200", "8"),
    ]


def test_what_lies_below_a_sparkline_is_a_wedge_at_its_edge() -> None:
    svg = a_sparkline(40, 80)
    assert len(parts(svg, "circle")) == 1
    (wedge,) = parts(svg, "path")
    assert wedge.get("class") == "pl-dot"


def test_a_gap_in_a_sparkline_is_not_joined() -> None:
    svg = a_sparkline(80, None, 90)
    assert [one for one in parts(svg, "line") if one.get("class") == "pl-line"] == []
    assert len(parts(svg, "circle")) == 2


def test_a_bar_writes_letter_and_count_and_fills_its_width() -> None:
    svg = band_bar_svg(
        "b",
        "Files by band",
        "A 19",
        [BandPart("A", 19, 1), BandPart("B", 0, 2), BandPart("D", 1, 4)],
    )
    assert [one.text for one in parts(svg, "text")] == ["A 19", "1"]
    rects = [one for one in parts(svg, "rect") if one.get("class", "").startswith("pl-band-")]
    # 190 wide: 16 for each of two, the other 158 by 19 to 1
    assert [one.get("x") for one in rects] == ["0.5", "166.6"]
    assert sum(float(one.get("width", "0")) + 1 for one in rects) == 190
    assert [one.get("fill") for one in parts(svg, "rect") if one.get("fill")] == [
        "url(#pl-pattern-1)",
        "url(#pl-pattern-4)",
    ]


def a_linked_chart(language: str = "en", name: str = "common items") -> Chart:
    line = series_of([total(JAN - 2, 5, 75), total(JAN + 3, 5, 85, final=4), total(JAN + 4, 5, 65)])
    numbers = {1: "1.0.0", 2: "2.0.0"}
    drawn = Drawn(series_of(MIXED), PERCENT_AXIS, numbers, linked=((name, line),))
    return trend_chart(Words(language), "trend", "Legal aid", drawn)


def test_a_line_over_versions_is_drawn_apart_with_marks_of_its_own() -> None:
    plain, linked = chart_svg(a_chart(*MIXED)), chart_svg(a_linked_chart())
    marks = [one for one in parts(linked, "rect") if "pl-linked-mark" in one.get("class", "")]
    assert [(one.get("x"), "pl-dot-open" in one.get("class", "")) for one in marks] == [
        ("37.50%", False),
        ("79.17%", True),
        ("87.50%", False),
    ]
    title = marks[1].find("title")
    assert title is not None
    assert title.text == "Apr 2026, 85.0 points, 5 files, 4 final, 1 provisional"
    # cut over the gap, joined within the quarter
    lines = [one for one in parts(linked, "line") if one.get("class") == "pl-linked"]
    assert [(one.get("x1"), one.get("x2")) for one in lines] == [("79.17%", "87.50%")]
    # the versions' own dots and lines are the same as without it
    for name, look in (("circle", "pl-dot"), ("line", "pl-line")):
        own = [
            [ET.tostring(one) for one in parts(svg, name) if look in one.get("class", "").split()]
            for svg in (plain, linked)
        ]
        assert own[0] == own[1]
    assert "pl-linked" not in chart_svg(small(a_linked_chart()))


def test_a_line_over_versions_has_a_trace_and_a_name_of_its_own() -> None:
    figure = plotly_figure(Words("en"), a_linked_chart(name=NASTY), "Whole file")
    go.Figure(data=figure["data"], layout=figure["layout"])
    (trace,) = [one for one in figure["data"] if one["line"].get("dash") == "dot"]
    assert trace["name"] == "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#x27;x&#x27;"
    assert trace["showlegend"] is True
    assert trace["marker"]["symbol"] == "square"
    assert trace["y"] == [750, None, 850, 650]
    own = [one for one in figure["data"] if one["line"].get("dash") is None]
    assert [one["name"] for one in own] == ["Whole file 1.0.0", "Whole file 2.0.0"]


def strokes(svg: str) -> list[tuple[float, float]]:
    lines = [one for one in parts(svg, "line") if "pl-line" in one.get("class", "").split()]
    return [(float(one.get("x1", "")[:-1]), float(one.get("x2", "")[:-1])) for one in lines]


def rules(svg: str) -> list[float]:
    found = [one for one in parts(svg, "line") if one.get("class") == "pl-break"]
    return [float(one.get("x1", "")[:-1]) for one in found]


WITHIN_A_QUARTER = (
    total(JAN - 1, 5, 80),
    total(JAN, 3, 70),
    total(JAN + 2, 2, 70),
    total(JAN + 1, 5, 72, version=2),
    total(JAN + 2, 5, 90, version=2),
)
"""Version 1 has one point for the quarter, version 2 months of the same quarter."""


def test_an_old_line_ends_before_the_rule_of_the_new_version() -> None:
    svg = chart_svg(a_chart(*WITHIN_A_QUARTER))
    # April 2025 to March 2026: December is the 9th month, the quarter of version 1 has January
    # to itself (9.5 of 12), the rule stands at February (10), then 10.5 and 11.5
    assert rules(svg) == [83.33]
    assert strokes(svg) == [(70.83, 79.17), (87.5, 95.83)]
    old, new = plotly_figure(Words("en"), a_chart(*WITHIN_A_QUARTER), "Whole file")["data"]
    assert max(old["x"]) < 5_000 * 10 / 12 < min(new["x"])


def test_two_versions_of_one_period_stand_beside_each_other() -> None:
    shared = (total(JAN - 1, 5, 80), total(JAN, 5, 70), total(JAN, 5, 70, version=2))
    svg = chart_svg(a_chart(*shared, total(JAN + 1, 5, 75, version=2)))
    # January is the 10th of 12 months: old at a quarter, rule at half, new at three quarters
    assert rules(svg) == [79.17]
    assert strokes(svg) == [(70.83, 77.08), (81.25, 87.5)]


def test_what_an_old_version_still_rates_is_joined_by_no_line() -> None:
    late = (
        *(total(JAN + month, 5, 80 - month) for month in range(4)),
        *(total(JAN + month, 5, 80 - month, version=2) for month in range(1, 5)),
    )
    chart = a_chart(*late)
    # July 2025 to June 2026: January is the 7th month, the rule stands amid February
    assert [len(line) for line in chart.segments[0].lines] == [2]
    assert [float(12 * one.x) for one in chart.segments[0].strays] == pytest.approx(
        [8 + 1 / 6, 9 + 1 / 6]
    )
    assert all(end < rules(chart_svg(chart))[0] for _, end in strokes(chart_svg(chart))[:1])
    assert len(parts(chart_svg(chart), "circle")) == 8
    old = plotly_figure(Words("en"), chart, "Whole file")["data"][0]
    assert old["y"] == [800, 790, None, 780, None, 770]


def test_a_break_says_why_in_both_languages() -> None:
    late = (*WITHIN_A_QUARTER, total(JAN + 3, 5, 70), total(JAN + 4, 5, 70, version=2))
    for language, first, last in (
        (
            "en",
            "The line breaks at version 2.0.0 (first dot: Feb 2026): ",
            "Single dots of version 1.0.0",
        ),
        ("zh", "折线在2.0.0版（首个点：2026年2月）处断开", "1.0.0版的单点"),
    ):
        chart = a_chart(*late, language=language)
        (mark,) = chart.breaks
        assert mark.why.startswith(first)
        assert last in mark.why
        assert mark.why in chart_svg(chart)
        figure = plotly_figure(Words(language), chart, "Whole file")
        assert mark.why in {one.get("hovertext") for one in figure["layout"]["annotations"]}
        go.Figure(data=figure["data"], layout=figure["layout"])
