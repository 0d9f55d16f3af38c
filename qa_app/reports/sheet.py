"""An A4 sheet: paragraph styles, tables with hairlines, the foot of every page."""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from typing import Any

from qa_app.reports.fonts import BOLD, REGULAR, markup
from qa_app.reports.line_breaks import broken
from qa_app.reports.notices import draw_notice
from qa_app.reports.palette import INK, INK_2, INK_3, LINE, LINE_SOFT

MARGIN = 56.69
"""20 mm in points."""

WIDTH = 481.89
"""Points between the margins of A4."""

_FOOT_SIZE = 8.0
_HEAD_MOST = 58  # characters of a title that fit one line in either language
_DESCENT = -0.2  # of the size, as the renderer takes it
_ROOM_BELOW_HEADING = 90.0
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
RESULT = Look(BOLD, 18, 26, after=3)
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
    head = f'<font name="{BOLD}">{markup(strong, BOLD)}</font> ' if strong else ""
    said = markup(text, look.face)
    set_text = f"<strike>{said}</strike>" if look.is_struck else said
    return _paragraph_class()(head + set_text, _style(look))


@lru_cache(maxsize=1)
def _paragraph_class() -> Any:
    # made here because reportlab is loaded only when a paper is printed
    from reportlab.platypus import Paragraph

    def break_lines(self: Any, room: Any) -> Any:
        if hasattr(self, "blPara") and getattr(self, "_splitpara", False):
            return Paragraph.breakLinesCJK(self, room)  # the rest of a page before
        widths = list(room) if isinstance(room, (list, tuple)) else [room]
        return _set_lines(self.frags, widths)

    return type("KeptParagraph", (Paragraph,), {"breakLinesCJK": break_lines})


def _set_lines(frags: list[Any], room: list[float]) -> Any:
    from reportlab.platypus import paragraph as renderer

    glyphs: list[Any] = []
    lines: list[Any] = []
    for frag in frags:
        if hasattr(frag, "lineBreak"):
            lines += _of_one_paragraph([*glyphs, renderer.cjkU("", frag, "utf8")], room)
            glyphs = []
        else:
            # a paragraph that goes on from the page before holds its text as lines
            text = frag.text if hasattr(frag, "text") else "".join(frag.words)
            glyphs += [renderer.cjkU(one, frag, "utf8") for one in text]
    lines += _of_one_paragraph(glyphs, room) if glyphs or not lines else []
    if len(frags) == 1:
        plain = [(spare, ["".join(line)]) for line, spare, _is_broken in lines]
        size = frags[0].fontSize
        return frags[0].clone(kind=0, lines=plain, ascent=size, descent=_DESCENT * size)
    width = room[-1]
    made = [
        renderer.makeCJKParaLine(line, width, width - spare, spare, is_broken, calcBounds=False)
        for line, spare, is_broken in lines
    ]
    return renderer.ParaLines(kind=1, lines=made)


def _of_one_paragraph(glyphs: list[Any], room: list[float]) -> list[tuple[list[Any], float, bool]]:
    is_broken = bool(glyphs) and glyphs[-1] == ""
    marks = glyphs[-1:] if is_broken else []
    glyphs = glyphs[:-1] if is_broken else glyphs
    text, widths = "".join(glyphs), [float(one.width) for one in glyphs]
    found = broken(text, widths, room) or [(0, 0)]
    lines = []
    for number, (first, last) in enumerate(found):
        printed = first + len(text[first:last].rstrip(" "))
        spare = room[-1] - sum(widths[first:printed])
        is_last = number == len(found) - 1
        lines.append(
            (glyphs[first:last] + (marks if is_last else []), spare, is_broken and is_last)
        )
    return lines


def heading(text: str, room: float = _ROOM_BELOW_HEADING) -> tuple[Any, Any]:
    """Set a heading that is never left alone at the end of a page.

    Args:
        text: The heading.
        room: Points that what follows needs at least.

    Returns:
        A break where too little room is left, and a paragraph.
    """
    from reportlab.platypus import CondPageBreak

    return CondPageBreak(room), closing_heading(text)


def closing_heading(text: str) -> Any:
    """Set a heading without a break of page, for a block that `page_ends.closed` keeps.

    Args:
        text: The heading.

    Returns:
        A paragraph that is known as a heading.
    """
    made = paragraph(text, HEADING)
    made.is_heading = True
    return made


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


def _no_anchor(_language: str) -> str:
    return ""


PRINTED_ANCHOR: ContextVar[Callable[[str], str]] = ContextVar("printed_anchor", default=_no_anchor)
"""Gives the head of the journal in words of a language, once for each paper; doors set it.

It stands at the foot of every page, so that paper in other hands vouches for the journal up to
then (docs/adr/0049).
"""


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
        title: Title in the file's properties, and at the head of each page but the first, which
            opens with it.
        language: `zh` or `en`.
        foot: The foot of every page.

    Returns:
        The file; the same bytes for the same story and anchor, because no time or chance enters it.
    """
    anchor = PRINTED_ANCHOR.get()(language)
    if anchor:
        foot = replace(foot, left=f"{foot.left} · {anchor}")
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
    height = A4[1]
    frame = Frame(
        MARGIN, MARGIN, WIDTH, height - 2 * MARGIN,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document.addPageTemplates(PageTemplate("sheet", [frame]))
    document.build(list(story), canvasmaker=_canvas_with(foot, title, language, A4))
    return out.getvalue()


def _canvas_with(foot: Foot, title: str, language: str, size: tuple[float, float]) -> Any:
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
                if number > 1:
                    _draw_head(self, title, size)
                _draw_foot(self, foot, size[0], number, len(self.kept))
                draw_notice(self, language, size)
                super().showPage()
            super().save()

    return FootedCanvas


def _draw_head(canvas: Any, title: str, size: tuple[float, float]) -> None:
    width, height = size
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    bottom = height - MARGIN + 8
    canvas.line(MARGIN, bottom, width - MARGIN, bottom)
    # one line: a subject may be as long as somebody typed it
    shown = title if len(title) <= _HEAD_MOST else f"{title[:_HEAD_MOST]}…"
    said = paragraph(shown, Look(size=_FOOT_SIZE, leading=12, colour=INK_3))
    said.wrap(WIDTH, MARGIN)
    said.drawOn(canvas, MARGIN, bottom + 2)


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
