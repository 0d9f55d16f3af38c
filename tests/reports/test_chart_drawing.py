"""A chart for paper: everything of the chart is drawn, hollow and shaped as on the page."""

from dataclasses import replace
from fractions import Fraction

from qa_app.reports.chart_drawing import BETTER, WORSE, chart_flowable
from qa_app.reports.chart_limits import ChartStretch, Look, Step
from qa_app.reports.charts import Chart, ChartPoint, ChartSegment, Mark
from qa_app.reports.fonts import register_fonts

HALF = Fraction(1, 2)


class Pen:
    """Notes what is drawn."""

    def __init__(self) -> None:
        self.calls: list[tuple] = []

    def __getattr__(self, name: str):
        def note(*args: object, **kwargs: object) -> "Pen":
            self.calls.append((name, args, tuple(sorted(kwargs.items()))))
            return self

        return note

    def of(self, name: str) -> list[tuple]:
        return [args for called, args, _more in self.calls if called == name]


def point(
    x: Fraction, y: Fraction, look: Look = Look.PLAIN, *, is_final: bool = True
) -> ChartPoint:
    return ChartPoint(x, y, is_final, "80", "5", "", look)


def a_chart(*points: ChartPoint, **fields: object) -> Chart:
    stretch = ChartStretch(
        Fraction(0),
        Fraction(1),
        HALF,
        (Step(Fraction(0), Fraction(1), Fraction(1, 4), Fraction(3, 4)),),
        False,
        "",
    )
    segment = ChartSegment("1.0.0", (points,), (stretch,))
    chart = Chart(
        "k", "h", "d", (segment,), (Mark(HALF, "1.1.0"),), (Mark(Fraction(4, 5), "80"),),
        (Mark(Fraction(0), "0"), Mark(Fraction(1), "100")), (HALF,), ((Mark(HALF, "2026"),),), "n",
    )  # fmt: skip
    return replace(chart, **fields)  # type: ignore[arg-type]


def drawn(chart: Chart, *, is_small: bool = False) -> Pen:
    register_fonts()
    flowable = chart_flowable(chart, 400, 100, is_small=is_small)
    assert flowable.wrap(500, 500) == (flowable.width, flowable.height)
    flowable.canv = Pen()
    flowable.draw()
    return flowable.canv


def test_points_lines_limits_and_words_are_drawn() -> None:
    pen = drawn(a_chart(point(Fraction(0), HALF), point(Fraction(1), HALF)))
    assert len(pen.of("circle")) == 2
    texts = [
        args[2]
        for name in ("drawRightString", "drawCentredString", "drawString")
        for args in pen.of(name)
    ]
    assert {"80", "1.1.0", "0", "100", "2026", "n", "5"} <= set(texts)
    # mean and both limits run over the whole width, at half, a quarter and three quarters
    wide = {(round(args[1]), round(args[3])) for args in pen.of("line") if args[0] != args[2]}
    assert len(wide) >= 5


def test_provisional_points_are_hollow_and_standing_out_has_a_shape_and_an_ink() -> None:
    pen = drawn(
        a_chart(
            point(Fraction(0), HALF, is_final=False),
            point(HALF, HALF, Look.BETTER),
            point(Fraction(1), HALF, Look.WORSE),
        )
    )
    assert len(pen.of("circle")) == 1
    assert len(pen.of("drawPath")) == 2
    fills = [args[0] for args in pen.of("setFillColor")]
    assert {"#FFFFFF", BETTER, WORSE} <= set(fills)
    moves = [args[1] for args in pen.of("moveTo")]
    assert moves[0] > moves[1]  # one tip up, one down


def test_a_small_one_writes_its_last_value_only() -> None:
    chart = a_chart(point(Fraction(0), HALF), point(Fraction(1), HALF), count_words="", breaks=())
    pen = drawn(chart, is_small=True)
    assert [args[2] for args in pen.of("drawString") if args[2] == "80"].count("80") == 2
    assert drawn(replace(chart, segments=())).of("circle") == []
