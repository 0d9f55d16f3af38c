"""Where a line of a paper may end: between words and Hanzi, never in a date or before a unit."""

import re
from collections.abc import Sequence

_NEVER_FIRST = frozenset("，。、；：？！）》」』】〉”’…—·％%,.;:?!)]}")
_NEVER_LAST = frozenset("（《「『【〈“‘([{")
_KEPT_SPACES = frozenset("\u00a0\u202f\u2007")
_FIRST_WIDE = "\u2e80"
_PERCENT = frozenset("%％")
_DAY_AND_MONTH = re.compile(r"[0-9]{1,2} [A-Z][a-z]{2}$")
_LONGEST_DAY = len("30 Sep")


def may_end(text: str) -> list[bool]:
    """Tell after which characters of a text a line may end.

    Args:
        text: One paragraph without line breaks.

    Returns:
        For each character whether a line may end after it; a number stays with the word, the
        sign or the Hanzi that follows it, the parts of a date stay together, punctuation with what
        it closes or opens.
    """
    return [
        place + 1 == len(text) or _may_part(text, place, text[place + 1])
        for place in range(len(text))
    ]


def _may_part(text: str, place: int, following: str) -> bool:
    here = text[place]
    if here in _KEPT_SPACES or following in _KEPT_SPACES:
        return False
    if following in _NEVER_FIRST or here in _NEVER_LAST:
        return False
    if here == " ":
        before = text[place - 1] if place else ""
        if following.isdigit() and _DAY_AND_MONTH.search(
            text[max(0, place - _LONGEST_DAY) : place]
        ):
            return False
        return following != " " and not (before.isdigit() and following.isalpha())
    if here in "年月" and following.isdigit() and place and text[place - 1].isdigit():
        return False
    if here.isdigit() or here in _PERCENT:
        return False
    return here >= _FIRST_WIDE or following >= _FIRST_WIDE


def broken(text: str, widths: Sequence[float], room: Sequence[float]) -> list[tuple[int, int]]:
    """Break a paragraph into lines, each as full as it can be.

    Args:
        text: One paragraph without line breaks.
        widths: Width of each character.
        room: Width of each line; the last one stands for all that follow.

    Returns:
        Start and end of each line in the text; a word that fits no line is cut where it must be.
        Blanks at the end of a line may stand beyond its width.
    """
    ends = may_end(text)
    lines: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = _line_end(text, widths, ends, start, room[min(len(lines), len(room) - 1)])
        lines.append((start, end))
        start = end
    return lines


def _line_end(
    text: str, widths: Sequence[float], ends: Sequence[bool], start: int, room: float
) -> int:
    used, last = 0.0, 0
    for place in range(start, len(text)):
        used += widths[place]
        if used > room + 1e-6 and text[place] != " ":
            # at least one character, so that there is an end to it
            return last or max(place, start + 1)
        if ends[place]:
            last = place + 1
    return len(text)
