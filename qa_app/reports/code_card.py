"""A card of one-time codes: one page of A4 with a grid, to be cut out and crossed out."""

from collections.abc import Iterable
from typing import Any

from qa_app.reports.fonts import BOLD, register_fonts
from qa_app.reports.sheet import (
    BODY,
    LABEL,
    NOTE,
    TITLE,
    WIDTH,
    Foot,
    Look,
    bound,
    gap,
    paragraph,
    table,
)
from qa_app.wording.code_cards import SaidCard

_LABEL_WIDTH = 110.0
_FIRST = 28.0
_CODE = Look(size=13, leading=20)
_HEAD = Look(BOLD, 11, 18)


def code_card_pdf(card: SaidCard) -> bytes:
    """Draw a card.

    Args:
        card: The card in words.

    Returns:
        A PDF file.
    """
    register_fonts()
    foot = Foot(card.foot, card.page, card.class_mark)
    return bound(list(_story(card)), card.title, card.language, foot)


def _story(card: SaidCard) -> Iterable[Any]:
    yield paragraph(card.title, TITLE)
    yield gap(6)
    rows = [[paragraph(one.label, LABEL), paragraph(one.value, NOTE)] for one in card.identity]
    tight = [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
    yield table(rows, (_LABEL_WIDTH, WIDTH - _LABEL_WIDTH), commands=tight)
    yield gap(10)
    wide = (WIDTH - _FIRST) / (len(card.heads) - 1)
    grid = [[paragraph(one, _HEAD) for one in card.heads]]
    grid += [
        [paragraph(one, _HEAD if not place else _CODE) for place, one in enumerate(row)]
        for row in card.rows
    ]
    lines = [
        ("LEFTPADDING", (0, 0), (0, -1), 6),
        ("GRID", (0, 0), (-1, -1), 0.4, "#000000"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    yield table(grid, (_FIRST, *([wide] * (len(card.heads) - 1))), commands=lines)
    yield gap(10)
    for one in card.rules:
        yield paragraph(f"· {one}", BODY)
