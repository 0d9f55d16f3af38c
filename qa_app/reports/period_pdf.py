"""The report of a quarter or a year on paper: A4, one language, the same bytes again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qa_app.reports.chart_drawing import chart_flowable
from qa_app.reports.fonts import register_fonts
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
    paragraph,
    table,
)
from qa_app.wording.said_period import SaidBlock, SaidPeriod

_HEIGHT, _SMALL_HEIGHT = 118.0, 44.0
_ROOM = 190.0
_TINTS = ("#FFFFFF", "#F6E3D0", "#EBEFF2", "#CFE3F3")


def period_pdf(said: SaidPeriod, charts: Mapping[str, AreaCharts]) -> bytes:
    """Draw a report.

    Args:
        said: The report in words.
        charts: Rubric to its charts.

    Returns:
        A PDF file; the same bytes for the same words and charts.
    """
    register_fonts()
    paper = said.paper
    foot = Foot(paper.foot, paper.page, paper.class_mark)
    story: list[Any] = [*paper_head(paper)]
    for block in said.blocks:
        story += _block(block, charts)
    return bound(
        closed(story, list(paper_end(paper))),
        f"{paper.title} {paper.subject}",
        paper.language,
        foot,
    )


def _block(block: SaidBlock, charts: Mapping[str, AreaCharts]) -> Iterable[Any]:
    drawn = charts.get(block.area)
    yield from heading(block.part.heading, _ROOM if drawn else 90.0)
    sentences = block.part.paragraphs
    for one in sentences[:1]:
        yield paragraph(one, BODY)
    if drawn is not None:
        yield chart_flowable(drawn.whole, WIDTH, _HEIGHT)
        for line in captions_of(drawn.whole):
            yield paragraph(line, LABEL)
    for one in sentences[1:]:
        yield paragraph(one, BODY if drawn is None else SMALL)
    if drawn is not None and drawn.sections:
        yield _small(drawn.sections)
    if block.part.table is not None:
        yield paper_table(block.part.table, commands=_tinted(block))
        yield gap(6)


def _small(sections: Sequence[tuple[str, Any]]) -> Any:
    half = WIDTH / 2
    cells = [
        [paragraph(title, LABEL), chart_flowable(chart, half - 12, _SMALL_HEIGHT, is_small=True)]
        for title, chart in sections
    ]
    if len(cells) % 2:
        cells.append([])
    rows = [cells[at : at + 2] for at in range(0, len(cells), 2)]
    return table(rows, (half, half))


def _tinted(block: SaidBlock) -> list[tuple[Any, ...]]:
    from reportlab.lib.colors import HexColor

    breaks = [("LINEBEFORE", (at, 0), (at, -1), 1.2, HexColor(INK_2)) for at in block.breaks]
    return breaks + [
        ("BACKGROUND", (column, row), (column, row), HexColor(_TINTS[tint]))
        for row, tints in enumerate(block.tints, 1)
        for column, tint in enumerate(tints, 1)
        if tint is not None
    ]
