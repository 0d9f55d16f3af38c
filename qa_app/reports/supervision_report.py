"""The supervision report of a quarter on paper: A4, one language, the same bytes again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qa_app.reports.charts import Chart
from qa_app.reports.coverage_chart import chart_drawing
from qa_app.reports.fonts import register_fonts
from qa_app.reports.sheet import (
    BODY,
    LABEL,
    SMALL,
    SMALL_RIGHT,
    SUBJECT,
    TITLE,
    WIDTH,
    Foot,
    bound,
    gap,
    hairline,
    heading,
    paragraph,
    table,
)
from qa_app.wording.said_coverage import SaidCoverage, SaidTable

_NAME = 150.0
_PEOPLE = (52.0, 34.0, 34.0, 38.0, 34.0, 40.0, 118.0, 50.0, WIDTH - 400)
_MEASURES = (150.0, 50.0, 40.0, WIDTH - 240)
_COLUMNS = 7
_LABEL_RIGHT = replace(LABEL, is_right=True)


@dataclass(frozen=True, slots=True)
class PaperWords:
    """Words around the report.

    Attributes:
        title: What the paper is.
        subject: Whose, and which quarter.
        chart: Heading of the run chart.
        made: When it was made, for the foot.
        page: `%(page)s` and `%(pages)s` in words.
        mark: The class mark.
    """

    title: str
    subject: str
    chart: str
    made: str
    page: str
    mark: str


def supervision_pdf(said: SaidCoverage, chart: Chart | None, paper: PaperWords) -> bytes:
    """Draw the report.

    Args:
        said: Its sentences and tables.
        chart: Its run chart; None where there is nothing to draw.
        paper: The words around it.

    Returns:
        A PDF file; the same bytes for the same arguments.
    """
    register_fonts()
    foot = Foot(paper.made, paper.page, paper.mark)
    story = list(_story(said, chart, paper))
    return bound(story, f"{paper.title} {paper.subject}", said.language, foot)


def _story(said: SaidCoverage, chart: Chart | None, paper: PaperWords) -> Iterable[Any]:
    yield paragraph(paper.title, TITLE)
    yield paragraph(paper.subject, SUBJECT)
    yield gap(6)
    yield paragraph(said.headline, BODY)
    yield from (paragraph(one, SMALL) for one in said.paragraphs)
    yield from heading(paper.chart)
    if chart is not None:
        yield chart_drawing(chart, WIDTH)
    yield paragraph(said.run, SMALL)
    yield from heading(said.functions_heading)
    yield paragraph(said.functions, BODY)
    for one in (*said.tables, said.months):
        yield from _table(one)


def _table(one: SaidTable) -> Iterable[Any]:
    yield from heading(one.heading)
    if one.note:
        yield paragraph(one.note, SMALL)
    if not one.rows:
        return
    # a head stands over its figures
    are_words = one.key in {"people", "unseen", "measures"}
    look, head_look = (SMALL, LABEL) if are_words else (SMALL_RIGHT, _LABEL_RIGHT)
    first, *rest = one.heads
    rows: list[Sequence[Any]] = [
        [paragraph(first, LABEL), *(paragraph(head, head_look) for head in rest)]
    ]
    for row in one.rows:
        first, *rest = row.cells
        rows.append([paragraph(first, SMALL), *(paragraph(cell, look) for cell in rest)])
    yield table(rows, _widths(one), commands=[hairline(1, -1)], has_head=True)


def _widths(one: SaidTable) -> Sequence[float]:
    if one.key == "people":
        return _PEOPLE
    if one.key == "measures":
        return _MEASURES
    columns = len(one.heads)
    if columns == _COLUMNS:
        return (_NAME, *[(WIDTH - _NAME) / (columns - 1)] * (columns - 1))
    return [WIDTH / columns] * columns
