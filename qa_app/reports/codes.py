"""QR codes as drawings for pages that load nothing."""

from typing import Final

QUIET: Final = 4
"""Empty modules round a code."""


def code_svg(text: str) -> str:
    """Draw a QR code.

    Args:
        text: What it says.

    Returns:
        An SVG element in black, level M, with its quiet zone.
    """
    from reportlab.graphics.barcode.qr import QrCodeWidget

    code = QrCodeWidget(text, barLevel="M", barBorder=QUIET).qr
    code.make()
    count = code.getModuleCount()
    side = count + 2 * QUIET
    squares = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y in range(count)
        for x in range(count)
        if code.isDark(y, x)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img"'
        f' aria-label="QR"><path d="M0 0h{side}v{side}h-{side}z" fill="#fff"/>'
        f'<path d="{squares}" fill="#000"/></svg>'
    )
