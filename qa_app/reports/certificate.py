"""The paper about a decision: one page of A4, a code, room for the seal, its signed data inside."""

from typing import Any, Final

from qa_app.reports.attachments import attach
from qa_app.reports.canvas import MM, TALL, lines_of, new_canvas, put
from qa_app.reports.fonts import BOLD, REGULAR
from qa_app.wording.register_papers import SaidCertificate

CODE_MM: Final = 34.0
"""Side of the code with its quiet border, of which the code itself is at least 25 mm."""
SEAL_MM: Final = 42.0
"""Diameter of the circle that is left for the seal."""
FILE: Final = "certificate.json"
"""Name of the file inside."""

_LEFT, _RIGHT, _WIDE = 25.0, 185.0, 160.0
_VALUES = 37.0
_CODE_TOP, _LINES_MOST = 218.0, 4
_QUIET = 4


def certificate_pdf(said: SaidCertificate, address: str, file: str) -> bytes:
    """Draw a paper.

    Args:
        said: The paper in words.
        address: Where anyone sees how it stands; ASCII.
        file: The signed JSON that travels inside.

    Returns:
        A PDF file; the same bytes for the same words.
    """
    canvas, out = new_canvas(said.title, said.language)
    attach(canvas, FILE, file.encode())
    canvas.setLineWidth(0.4)
    canvas.rect(12 * MM, 12 * MM, 186 * MM, 273 * MM)
    _middle(canvas, said.title, 48, BOLD, 24)
    top = 66.0
    for line in lines_of(said.register, REGULAR, 12, _WIDE, 2):
        _middle(canvas, line, top, REGULAR, 12)
        top += 7
    top = _paragraph(canvas, said.sentence, top + 12, 13, 8.5)
    top += 6
    values = _LEFT + max(_VALUES, *(_width(one.label, BOLD, 10.5) + 4 for one in said.lines))
    for one in said.lines:
        put(canvas, one.label, _LEFT, top, BOLD, 10.5)
        # long names leave less room for reasons: nothing runs into the code
        most = max(1, min(_LINES_MOST, int((_CODE_TOP - top) / 6.5)))
        for part in lines_of(one.value, REGULAR, 10.5, _RIGHT - values, most):
            put(canvas, part, values, top, REGULAR, 10.5)
            top += 6.5
        top += 2
    _code(canvas, address)
    _seal(canvas, said.seal)
    canvas.setLineWidth(0.3)
    canvas.line(_LEFT * MM, 30 * MM, _RIGHT * MM, 30 * MM)
    _paragraph(canvas, said.closing, 272, 8.5, 4.5)
    put(canvas, said.foot, _LEFT, 281.5, REGULAR, 8)
    _beside(canvas, said, address)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _middle(canvas: Any, text: str, top: float, face: str, size: float) -> None:
    put(canvas, text, 105 - _width(text, face, size) / 2, top, face, size)


def _width(text: str, face: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    width: float = stringWidth(text, face, size)
    return width / MM


def _paragraph(canvas: Any, text: str, top: float, size: float, step: float) -> float:
    for line in lines_of(text, REGULAR, size, _WIDE, _LINES_MOST):
        put(canvas, line, _LEFT, top, REGULAR, size)
        top += step
    return top


def _code(canvas: Any, address: str) -> None:
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.renderPDF import draw
    from reportlab.graphics.shapes import Drawing

    side = CODE_MM * MM
    code = QrCodeWidget(address, barLevel="M", barBorder=_QUIET, barWidth=side, barHeight=side)
    drawing = Drawing(side, side)
    drawing.add(code)
    draw(drawing, canvas, (_LEFT - 3) * MM, TALL - (_CODE_TOP + CODE_MM) * MM)


def _beside(canvas: Any, said: SaidCertificate, address: str) -> None:
    left = _LEFT + CODE_MM
    top = 224.0
    for text, face in (
        (said.online, BOLD),
        (said.scan, REGULAR),
        (address.rsplit("/", 1)[0], REGULAR),
        (said.check, REGULAR),
    ):
        for line in lines_of(text, face, 9, 72, 3):
            put(canvas, line, left, top, face, 9)
            top += 5


def _seal(canvas: Any, word: str) -> None:
    radius = SEAL_MM / 2 * MM
    x, y = 160 * MM, TALL - 236 * MM
    canvas.setLineWidth(0.3)
    canvas.setDash(2, 2)
    canvas.circle(x, y, radius)
    canvas.setDash()
    # the circle stays empty: nothing is printed where the seal goes
    put(canvas, word, 156, 262, REGULAR, 9)
