"""The installation's notice on every page of a paper, such as that all of it is invented."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from qa_app.reports.fonts import REGULAR, drawable, register_fonts

_TOP = 5.5 * 72 / 25.4
"""Points from the upper edge to the line of writing: above what any paper prints."""
_SIZE = 8.0
_HEADER_MOST = 255


def _no_notice(_language: str) -> str:
    return ""


PRINTED_NOTICE: ContextVar[Callable[[str], str]] = ContextVar("printed_notice", default=_no_notice)
"""Gives the notice in a language, empty where there is none; doors set it.

It stands on each page, because pages of a paper are copied and passed on singly.
"""


NOTICE_SHEET = "说明 Notice"
"""Name of the sheet of a workbook that holds the notice; the last one, so that whatever reads the
first finds its table."""


def notice_lines() -> tuple[str, ...]:
    """Give the notice for what has no language of its own.

    Returns:
        In Chinese and in English, each once; empty where there is none.
    """
    told = (PRINTED_NOTICE.get()(language) for language in ("zh", "en"))
    return tuple(dict.fromkeys(line for line in told if line))


def sheet_header(lines: tuple[str, ...]) -> str:
    """Write the notice as the head of each printed page of a sheet.

    Args:
        lines: `notice_lines`.

    Returns:
        Its code, centred; a workbook holds 255 signs of it.

    Source: ECMA-376, 18.3.1.46.
    """
    return ("&C" + " ".join(lines).replace("&", "&&"))[:_HEADER_MOST] if lines else ""


def draw_notice(canvas: Any, language: str, size: tuple[float, float]) -> None:
    """Write the notice above everything else on the page that is being drawn.

    Args:
        canvas: The renderer's canvas, before the page is shown.
        language: `zh` or `en`.
        size: Width and height of the page in points.
    """
    told = PRINTED_NOTICE.get()(language)
    if not told:
        return
    register_fonts()
    runs = drawable(told, REGULAR)
    width, height = size
    x = (width - sum(canvas.stringWidth(run, face, _SIZE) for run, face in runs)) / 2
    canvas.setFillGray(0)
    for run, face in runs:
        canvas.setFont(face, _SIZE)
        canvas.drawString(x, height - _TOP, run)
        x += canvas.stringWidth(run, face, _SIZE)
