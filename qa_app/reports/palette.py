"""Colours and shapes of papers: the tokens of the pages, drawn as vectors."""

from fractions import Fraction
from typing import Any

from qa_app.domain.rubric import OptionRole
from qa_app.reports.fonts import BOLD

INK, INK_2, INK_3 = "#17212B", "#4A5763", "#5F6B76"
LINE, LINE_SOFT, LINE_STRONG, TRACK = "#D5DBE1", "#E8ECF0", "#7F8C98", "#EBEFF2"
BRAND, ACCENT = "#1D4E6B", "#A3271B"
ROLE_INK = {
    OptionRole.MET: BRAND,
    OptionRole.PART: "#8F5F00",
    OptionRole.UNMET: "#761510",
    OptionRole.NO_RECORD: "#5D4688",
    OptionRole.NOT_APPLICABLE: INK_3,
}
_BANDS = (
    ("#E2EFF9", "#0B3A5E", "#1D4E6B"),
    ("#5FA0D0", "#06192A", "#2C6A98"),
    ("#B06000", "#FFFFFF", "#7D4300"),
    ("#5E0E0A", "#FFFFFF", "#5E0E0A"),
)
"""Fill, text and edge of a band by its place; lower places look like the fourth."""

_MARK = 8.0


def role_mark(role: OptionRole) -> Any:
    """Draw the shape of an answer.

    Args:
        role: The look.

    Returns:
        A small drawing.
    """
    from reportlab.graphics.shapes import Circle, Drawing, Line, Wedge

    drawing, ink = Drawing(_MARK, _MARK), _colour(ROLE_INK[role])
    middle, radius = _MARK / 2, _MARK * 0.42
    outline = {"strokeColor": ink, "strokeWidth": _MARK / 9, "fillColor": None}
    near, far = _MARK * 0.15, _MARK * 0.85
    match role:
        case OptionRole.MET:
            drawing.add(Circle(middle, middle, radius, fillColor=ink, strokeColor=None))
        case OptionRole.PART:
            drawing.add(Circle(middle, middle, radius, **outline))
            half = Wedge(middle, middle, radius, 90, 270, fillColor=ink, strokeColor=None)
            drawing.add(half)
        case OptionRole.UNMET:
            for low, high in ((near, far), (far, near)):
                line = Line(near, low, far, high, strokeColor=ink, strokeWidth=_MARK / 6)
                drawing.add(line)
        case OptionRole.NO_RECORD:
            ring = Circle(middle, middle, radius, strokeDashArray=[1.6, 1.1], **outline)
            drawing.add(ring)
        case OptionRole.NOT_APPLICABLE:
            drawing.add(Line(near, middle, far, middle, strokeColor=ink, strokeWidth=1))
    return drawing


def standing_mark(*, is_final: bool) -> Any:
    """Draw the point of a result: hollow while it is provisional.

    Args:
        is_final: True for a final result.

    Returns:
        A small drawing.
    """
    from reportlab.graphics.shapes import Circle, Drawing

    drawing, ink = Drawing(_MARK, _MARK), _colour(BRAND)
    point = Circle(_MARK / 2, _MARK / 2, _MARK * 0.4, strokeColor=ink, strokeWidth=1.2)
    point.fillColor = ink if is_final else None
    drawing.add(point)
    return drawing


def bar(fill: Fraction, width: float, height: float) -> Any:
    """Draw a bar on its track.

    Args:
        fill: How far it reaches, 0..1.
        width: Length of the track, points.
        height: Its height, points.

    Returns:
        A drawing.
    """
    from reportlab.graphics.shapes import Drawing, Rect

    drawing = Drawing(width, height)
    drawing.add(Rect(0, 0, width, height, fillColor=_colour(TRACK), strokeColor=None))
    reach = float(fill) * width
    if reach:
        drawing.add(Rect(0, 0, reach, height, fillColor=_colour(BRAND), strokeColor=None))
    return drawing


def band_box(code: str, position: int, size: float) -> Any:
    """Draw the letter of a band in its box.

    Args:
        code: The letter.
        position: Its place, 1 is best.
        size: Width and height, points.

    Returns:
        A drawing.
    """
    from reportlab.graphics.shapes import Drawing, Rect, String

    fill, ink, edge = (_colour(one) for one in _BANDS[min(position, len(_BANDS)) - 1])
    drawing = Drawing(size, size)
    drawing.add(Rect(0.5, 0.5, size - 1, size - 1, rx=2, ry=2, fillColor=fill, strokeColor=edge))
    letter = String(size / 2, size * 0.29, code, fontName=BOLD, fontSize=size * 0.58)
    letter.textAnchor, letter.fillColor = "middle", ink
    drawing.add(letter)
    return drawing


def _colour(code: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(code)
