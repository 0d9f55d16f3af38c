"""The two embedded faces of every paper, and what happens to characters they lack."""

import logging
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from xml.sax.saxutils import escape

REGULAR, BOLD = "QA-Regular", "QA-Bold"
MISSING = "〓"
"""Drawn for a character that no face has."""

_NEVER_FIRST = "，；：！？”’》…—·"
"""Characters that begin no line in Chinese and that the renderer's own list lacks."""

_FOLDER = Path(__file__).parent / "fonts"
_FILES = {REGULAR: "NotoSansSC-Regular-QA.ttf", BOLD: "NotoSansSC-Bold-QA.ttf"}
_log = logging.getLogger(__name__)
_registering = Lock()


def register_fonts() -> None:
    """Make both faces known to the renderer; harmless when repeated, also by several threads."""
    with _registering:
        _register()


@lru_cache(maxsize=1)
def _register() -> None:
    # the renderer is loaded with the first paper
    from reportlab import rl_config
    from reportlab.lib import textsplit
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import paragraph

    # otherwise pages and drawings start in Helvetica, which is not embedded
    rl_config.canvas_basefontname = rl_config.defaultGraphicsFontName = REGULAR
    for name, file in _FILES.items():
        font = TTFont(name, str(_FOLDER / file))
        _let_one_read(font.face)
        pdfmetrics.registerFont(font)
    # two modules hold the list, each under its own name
    textsplit.ALL_CANNOT_START += _NEVER_FIRST
    paragraph.ALL_CANNOT_START = textsplit.ALL_CANNOT_START
    for is_italic in (0, 1):
        addMapping(REGULAR, 0, is_italic, REGULAR)
        addMapping(REGULAR, 1, is_italic, BOLD)
        addMapping(BOLD, 0, is_italic, BOLD)
        addMapping(BOLD, 1, is_italic, BOLD)


def _let_one_read(face: Any) -> None:
    # a face keeps its place in its file: papers made at the same time would move it for each other
    make, reading = face.makeSubset, Lock()

    def make_alone(subset: Any) -> Any:
        with reading:
            return make(subset)

    face.makeSubset = make_alone


@lru_cache(maxsize=2)
def _characters(face: str) -> frozenset[int]:
    from reportlab.pdfbase import pdfmetrics

    register_fonts()
    return frozenset(pdfmetrics.getFont(face).face.charToGlyph)


def drawable(text: str, face: str) -> list[tuple[str, str]]:
    """Split a text into runs that a face can draw.

    Args:
        text: Any text.
        face: The face wanted.

    Returns:
        Runs of text with the face of each: the one wanted, or the regular one where only
        that one has the character; characters that neither has are replaced. Control
        characters become blanks.
    """
    runs: list[tuple[str, str]] = []
    for character in text:
        shown, used = _drawn(" " if character < " " else character, face)
        if runs and runs[-1][1] == used:
            runs[-1] = (runs[-1][0] + shown, used)
        else:
            runs.append((shown, used))
    return runs


def _drawn(character: str, face: str) -> tuple[str, str]:
    if ord(character) in _characters(face):
        return character, face
    if ord(character) in _characters(REGULAR):
        return character, REGULAR
    _log.warning("no face has U+%04X", ord(character))
    return MISSING, face if ord(MISSING) in _characters(face) else REGULAR


def markup(text: str, face: str = REGULAR) -> str:
    """Write a text so that the renderer prints it literally.

    Args:
        text: Any text, also one that looks like markup.
        face: The face wanted.

    Returns:
        Escaped text; runs in another face are marked as such, line breaks are kept.
    """
    return "<br/>".join(_line(line, face) for line in text.splitlines())


def _line(line: str, face: str) -> str:
    return "".join(
        escape(run) if used == face else f'<font name="{used}">{escape(run)}</font>'
        for run, used in drawable(line, face)
    )
