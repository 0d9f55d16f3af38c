"""An A4 sheet: paragraph styles, tables with hairlines, the foot of every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from qa_app.reports.fonts import BOLD, REGULAR, markup
from qa_app.reports.palette import INK, INK_2, INK_3, LINE, LINE_SOFT

MARGIN = 56.69
"""20 mm in points."""

WIDTH = 481.89
"""Points between the margins of A4."""

_FOOT_SIZE = 8.0
_ROOM_BELOW_HEADING = 80.0
_ROW_PART = 100.0
"""Least height of a part of a row that is split over two pages."""


@dataclass(frozen=True, slots=True)
class Look:
    """Face, size, leading and colour of a paragraph, in points."""

    face: str = REGULAR
    size: float = 10.5
    leading: float = 17.0
    colour: str = INK
    before: float = 0.0
    after: float = 0.0
    indent: float = 0.0
    is_right: bool = False
    is_struck: bool = False


BODY = Look()
TITLE = Look(BOLD, 18, 26)
SUBJECT = Look(REGULAR, 12, 19, INK_2)
HEADING = Look(BOLD, 12, 19, before=12, after=3)
LABEL = Look(size=9, leading=15, colour=INK_3)
SMALL = Look(size=9, leading=14, colour=INK_2)
SMALL_RIGHT = Look(size=9, leading=17, colour=INK_2, is_right=True)
RESULT = Look(BOLD, 18, 24)
STRONG = Look(BOLD)
RIGHT = Look(is_right=True)
NOTE = Look(size=9.5, leading=15, colour=INK)


@lru_cache(maxsize=64)
def _style(look: Look) -> Any:
    from reportlab.lib.enums import TA_LEFT, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(
        "look",
        fontName=look.face,
        fontSize=look.size,
        leading=look.leading,
        textColor=look.colour,
        spaceBefore=look.before,
        spaceAfter=look.after,
        leftIndent=look.indent,
        alignment=TA_RIGHT if look.is_right else TA_LEFT,
        bulletFontName=REGULAR,
        wordWrap="CJK",
    )


def paragraph(text: str, look: Look = BODY, *, strong: str = "") -> Any:
    """Set a text; nothing in it is taken for markup.

    Args:
        text: The text.
        look: How it is set.
        strong: Words in the bold face before it.

    Returns:
        A paragraph.
    """
    from reportlab.platypus import Paragraph

    head = f'<font name="{BOLD}">{markup(strong, BOLD)}</font> ' if strong else ""
    said = markup(text, look.face)
    return Paragraph(head + (f"<strike>{said}</strike>" if look.is_struck else said), _style(look))


def heading(text: str) -> tuple[Any, Any]:
    """Set a heading that is never left alone at the end of a page.

    Args:
        text: The heading.

    Returns:
        A break where too little room is left, and a paragraph.
    """
    from reportlab.platypus import CondPageBreak

    return CondPageBreak(_ROOM_BELOW_HEADING), paragraph(text, HEADING)


def kept_with_next(flowable: Any) -> Any:
    """Keep something on the page of what follows it, where that is possible.

    Args:
        flowable: What comes first.

    Returns:
        The same flowable.
    """
    flowable.keepWithNext = 1
    return flowable


def table(
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    *,
    commands: Sequence[tuple[Any, ...]] = (),
    has_head: bool = False,
    is_loose: bool = False,
) -> Any:
    """Set a table with hairlines and no vertical lines.

    Args:
        rows: Cells are flowables, lists of them, or empty text.
        widths: Column widths in points.
        commands: Further table commands.
        has_head: True repeats the first row on every page.
        is_loose: True lets rows be split anywhere.

    Returns:
        A table; a row is split only where a good part of it fits on the page.
    """
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import Table, TableStyle

    style: list[tuple[Any, ...]] = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("LEFTPADDING", (1, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    if has_head:
        style.append(("LINEBELOW", (0, 0), (-1, 0), 0.6, HexColor(INK)))
    return Table(
        [list(row) for row in rows],
        colWidths=list(widths),
        repeatRows=int(has_head),
        splitByRow=1,
        splitInRow=1 if is_loose else _ROW_PART,
        style=TableStyle([*style, *commands]),
        hAlign="LEFT",
    )


def hairline(first: int, last: int, *, is_soft: bool = True) -> tuple[Any, ...]:
    """Draw a line below rows.

    Args:
        first: First row.
        last: Last row; negative counts from the end.
        is_soft: False for a line between parts.

    Returns:
        A table command.
    """
    from reportlab.lib.colors import HexColor

    return ("LINEBELOW", (0, first), (-1, last), 0.4, HexColor(LINE_SOFT if is_soft else LINE))


def too_tall() -> type[Exception]:
    """Name what is raised when something fits no page.

    Returns:
        The renderer's error.
    """
    from reportlab.platypus.doctemplate import LayoutError

    error: type[Exception] = LayoutError
    return error


def gap(points: float) -> Any:
    """Leave room.

    Args:
        points: How much.

    Returns:
        A spacer.
    """
    from reportlab.platypus import Spacer

    return Spacer(1, points)


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of every page.

    Attributes:
        left: What stands on the left.
        page: `%(page)s` and `%(pages)s` in words.
        right: The class mark.
    """

    left: str
    page: str
    right: str


def bound(story: Sequence[Any], title: str, language: str, foot: Foot) -> bytes:
    """Bind flowables into a PDF file.

    Args:
        story: The flowables.
        title: Title in the file's properties.
        language: `zh` or `en`.
        foot: The foot of every page.

    Returns:
        The file; the same bytes for the same story, because no time or chance enters it.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        title=title,
        author="Plumbline 准绳",
        invariant=1,
        initialFontName=REGULAR,
        lang="zh-CN" if language == "zh" else "en",
        pageCompression=1,
    )
    width, height = A4
    frame = Frame(
        MARGIN, MARGIN, WIDTH, height - 2 * MARGIN,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document.addPageTemplates(PageTemplate("sheet", [frame]))
    document.build(list(story), canvasmaker=_canvas_with(foot, width))
    return out.getvalue()


def _canvas_with(foot: Foot, width: float) -> Any:
    from reportlab.pdfgen.canvas import Canvas

    class FootedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
        """Keeps its pages until their number is known."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.kept: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - the library's name
            self.kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, state in enumerate(self.kept, 1):
                self.__dict__.update(state)
                _draw_foot(self, foot, width, number, len(self.kept))
                super().showPage()
            super().save()

    return FootedCanvas


def _draw_foot(canvas: Any, foot: Foot, width: float, page: int, pages: int) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    top = MARGIN - 14
    canvas.line(MARGIN, top, width - MARGIN, top)
    words = foot.page % {"page": page, "pages": pages}
    left = paragraph(f"{foot.left} · {words}", Look(size=_FOOT_SIZE, leading=12, colour=INK_3))
    right = paragraph(foot.right, Look(size=_FOOT_SIZE, leading=12, colour=INK_3, is_right=True))
    for one, share, x in ((left, 0.72, MARGIN), (right, 0.28, MARGIN + WIDTH * 0.72)):
        _, tall = one.wrap(WIDTH * share, MARGIN)
        one.drawOn(canvas, x, top - 4 - tall)
