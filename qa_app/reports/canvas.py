"""A4 pages drawn place by place, for papers that are cut, ticked or read by a machine."""

from bisect import bisect_right
from io import BytesIO
from typing import Any

from qa_app.reports.fonts import drawable, register_fonts
from qa_app.reports.notices import draw_notice

MM = 72 / 25.4
"""Points to a millimetre."""
TALL = 297 * MM


def new_canvas(title: str, language: str) -> tuple[Any, BytesIO]:
    """Begin a paper.

    Args:
        title: Title in the file's properties.
        language: `zh` or `en`.

    Returns:
        A canvas, and where its bytes are when it was saved; the same for the same drawing.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    class NoticedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
        """Writes the installation's notice on every page."""

        def showPage(self) -> None:  # noqa: N802 - the library's name
            draw_notice(self, language, A4)
            super().showPage()

    register_fonts()
    out = BytesIO()
    canvas = NoticedCanvas(
        out, pagesize=A4, invariant=1, lang="zh-CN" if language == "zh" else "en", pageCompression=1
    )
    canvas.setTitle(title)
    canvas.setAuthor("Plumbline 准绳")
    return canvas, out


def put(canvas: Any, text: str, left: float, top: float, face: str, size: float) -> None:
    """Write one line.

    Args:
        canvas: The canvas.
        text: The line; what no face has is replaced.
        left: Millimetres from the left edge.
        top: Millimetres of the line of writing from the upper edge.
        face: Name of the face.
        size: In points.
    """
    from reportlab.pdfbase.pdfmetrics import stringWidth

    x = left * MM
    for run, used in drawable(text, face):
        canvas.setFont(used, size)
        canvas.drawString(x, TALL - top * MM, run)
        x += stringWidth(run, used, size)


def lines_of(text: str, face: str, size: float, width: float, most: int) -> list[str]:
    """Break a text into lines; words of letters stay whole where they can.

    Args:
        text: The text.
        face: Name of the face.
        size: In points.
        width: Millimetres of a line.
        most: How many lines there is room for; the last one then ends in an ellipsis.

    Returns:
        The lines.
    """
    from reportlab.pdfbase.pdfmetrics import stringWidth

    room = width * MM
    lines: list[str] = []
    line = ""
    for part in _parts(text):
        if stringWidth(line + part.rstrip(), face, size) <= room or not line:
            line += part
        else:
            lines, line = [*lines, line.rstrip()], part
        # nobody sees what comes after the last line, however long it is
        while len(lines) <= most and stringWidth(line.rstrip(), face, size) > room:
            fits = bisect_right(
                range(1, len(line)), room, key=lambda at: stringWidth(line[:at], face, size)
            )
            cut = max(fits, 1)
            lines, line = [*lines, line[:cut]], line[cut:]
        if len(lines) > most:
            break
    lines.append(line.rstrip())
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and stringWidth(last + "…", face, size) > room:
        last = last[:-1]
    return [*lines[: most - 1], last + "…"]


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    for sign in " ".join(text.split()):
        last = parts[-1][-1] if parts else " "
        is_word = sign.isascii() and last.isascii() and last != " "
        if parts and (is_word or sign in " ，。；：！？、）》”’…"):
            parts[-1] += sign
        else:
            parts.append(sign)
    return parts


def put_code(canvas: Any, text: str, left: float, top: float, side: float) -> None:
    """Draw a QR code in black, with the quiet border that it needs inside its square.

    Args:
        canvas: The canvas.
        text: What it says, ASCII.
        left: Millimetres from the left edge.
        top: Millimetres of its upper edge from the upper edge.
        side: Its side in millimetres.
    """
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.renderPDF import draw
    from reportlab.graphics.shapes import Drawing

    size = side * MM
    code = QrCodeWidget(text, barLevel="M", barBorder=2, barWidth=size, barHeight=size)
    drawing = Drawing(size, size)
    drawing.add(code)
    draw(drawing, canvas, left * MM, TALL - (top + side) * MM)
