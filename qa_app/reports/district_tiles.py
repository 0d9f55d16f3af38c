"""A map of districts as tiles: name, and how many centres work in which area; no outside server."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

_WIDTH, _HEAD, _LINE, _GAP, _PAD = 210, 30, 20, 12, 10


@dataclass(frozen=True, slots=True)
class Tile:
    """A district.

    Attributes:
        name: Its name.
        total: How many centres it has, in words.
        lines: Area and count, in words, of areas that it has.
        address: Where the tile leads.
        is_empty: True when it has no centre.
    """

    name: str
    total: str
    lines: tuple[str, ...]
    address: str
    is_empty: bool


def district_tiles(tiles: Sequence[Tile], title: str, told: str, columns: int = 4) -> str:
    """Draw the tiles.

    Args:
        tiles: The districts, in order.
        title: What it is.
        told: What it shows, in one sentence, for those who do not see it.
        columns: Tiles beside each other.

    Returns:
        An SVG element; it holds no number that the table beside it does not hold.
    """
    most = max((len(one.lines) for one in tiles), default=0)
    height = _HEAD + _LINE * (most + 1) + _PAD
    wide = min(columns, len(tiles)) or 1
    rows = ceil(len(tiles) / wide)
    box = f"0 0 {wide * (_WIDTH + _GAP)} {rows * (height + _GAP)}"
    parts = [
        (
            f'<svg class="pl-tiles" viewBox="{box}" role="group"'
            ' aria-labelledby="tiles-title tiles-told">'
        ),
        f'<title id="tiles-title">{escape(title)}</title>',
        f'<desc id="tiles-told">{escape(told)}</desc>',
    ]
    for at, one in enumerate(tiles):
        x, y = (at % wide) * (_WIDTH + _GAP), (at // wide) * (height + _GAP)
        look = "pl-tile pl-tile-empty" if one.is_empty else "pl-tile"
        parts.append(f'<a href="{escape(one.address, quote=True)}"><g class="{look}">')
        parts.append(f'<rect x="{x + 1}" y="{y + 1}" width="{_WIDTH}" height="{height}" rx="4"/>')
        parts.append(_text(x, y + _HEAD - _PAD, "pl-tile-name", one.name))
        parts.append(_text(x, y + _HEAD + _LINE - _PAD, "pl-tile-total", one.total))
        for line, words in enumerate(one.lines, 2):
            parts.append(_text(x, y + _HEAD + _LINE * line - _PAD, "pl-tile-line", words))
        parts.append("</g></a>")
    return "".join((*parts, "</svg>"))


def _text(x: int, y: int, look: str, words: str) -> str:
    return f'<text x="{x + _PAD}" y="{y}" class="{look}">{escape(words)}</text>'
