"""The report of a quarter or a year on paper: A4, one language, the same bytes again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qa_app.reports.chart_drawing import chart_flowable
from qa_app.reports.chart_key import key_flowable
from qa_app.reports.fonts import register_fonts
from qa_app.reports.interval_drawing import interval_flowables
from qa_app.reports.interval_plot import IntervalPlot
from qa_app.reports.page_ends import closed
from qa_app.reports.palette import INK_2
from qa_app.reports.period_charts import AreaCharts, captions_of
from qa_app.reports.printed import paper_end, paper_head, paper_table
from qa_app.reports.sheet import (
    BODY,
    LABEL,
    SMALL,
    WIDTH,
    Foot,
    bound,
    gap,
    heading,
    kept_with_next,
    paragraph,
    table,
)
from qa_app.wording.said_period import SaidBlock, SaidPeriod

_HEIGHT, _SMALL_HEIGHT = 84.0, 30.0
_ROOM, _ROW_ROOM = 190.0, 80.0
_TIGHT = (("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5))
_ABREAST = 3
_TEXT, _WHOLE_TABLE, _ENDLESS = 60.0, 260.0, 0xFFFFFF
_TINTS = ("#FFFFFF", "#F6E3D0", "#EBEFF2", "#CFE3F3")


def period_pdf(
    said: SaidPeriod,
    charts: Mapping[str, AreaCharts],
    plots: Mapping[str, IntervalPlot] | None = None,
) -> bytes:
    """Draw a report.

    Args:
        said: The report in words.
        charts: Rubric to its charts.
        plots: Rubric to its centres with their intervals; None without any.

    Returns:
        A PDF file; the same bytes for the same words and charts.
    """
    register_fonts()
    paper = said.paper
    foot = Foot(paper.foot, paper.page, paper.class_mark)
    story: list[Any] = [*paper_head(paper)]
    for block in said.blocks:
        story += _block(block, charts.get(block.area), (plots or {}).get(block.centres))
    return bound(
        closed(story, list(paper_end(paper))),
        f"{paper.title} {paper.subject}",
        paper.language,
        foot,
    )


def _block(block: SaidBlock, drawn: AreaCharts | None, plot: IntervalPlot | None) -> Iterable[Any]:
    from reportlab.platypus import CondPageBreak

    made, room = _table(block)
    yield from heading(block.part.heading, _ROOM if drawn else room)
    sentences = block.part.paragraphs
    for one in sentences[:1]:
        yield paragraph(one, SMALL if block.is_explained else BODY)
    if drawn is not None:
        yield kept_with_next(paragraph(drawn.names[0], LABEL))
        yield kept_with_next(chart_flowable(drawn.whole, WIDTH, _HEIGHT))
        yield key_flowable(drawn.key, WIDTH)
        for line in captions_of(drawn.whole):
            yield paragraph(line, LABEL)
    for one in sentences[1:]:
        yield paragraph(one, SMALL)
    if drawn is not None and drawn.sections:
        yield CondPageBreak(_ROW_ROOM)
        yield paragraph(drawn.names[1], LABEL)
        yield _small(drawn.sections)
    if plot is not None:
        yield kept_with_next(paragraph(plot.heading, LABEL))
        yield from interval_flowables(plot, WIDTH)
    if made is not None:
        # it stays whole where it is short, and never leaves its head or a single row behind
        yield CondPageBreak(room - _TEXT)
        yield made
        yield gap(6)


def _table(block: SaidBlock) -> tuple[Any, float]:
    if block.part.table is None:
        return None, _TEXT
    made = paper_table(block.part.table, commands=[*_TIGHT, *_tinted(block)])
    _width, tall = made.wrap(WIDTH, _ENDLESS)
    return made, min(tall, _WHOLE_TABLE) + _TEXT


def _small(sections: Sequence[tuple[str, Any]]) -> Any:
    part = WIDTH / _ABREAST
    cells = [
        [paragraph(title, LABEL), chart_flowable(chart, part - 10, _SMALL_HEIGHT, is_small=True)]
        for title, chart in sections
    ]
    cells += [[] for _none in range(-len(cells) % _ABREAST)]
    rows = [cells[at : at + _ABREAST] for at in range(0, len(cells), _ABREAST)]
    return table(rows, [part] * _ABREAST)


def _tinted(block: SaidBlock) -> list[tuple[Any, ...]]:
    from reportlab.lib.colors import HexColor

    breaks = [("LINEBEFORE", (at, 0), (at, -1), 1.2, HexColor(INK_2)) for at in block.breaks]
    return breaks + [
        ("BACKGROUND", (column, row), (column, row), HexColor(_TINTS[tint]))
        for row, tints in enumerate(block.tints, 1)
        for column, tint in enumerate(tints, 1)
        if tint is not None
    ]
