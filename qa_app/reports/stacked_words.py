"""Words above a narrow chart, one above the other where they would meet."""

from collections.abc import Sequence
from typing import Final

from qa_app.reports.charts import Mark

ROW: Final = 17
"""Pixels of a line of words."""
_NARROW, _CJK = 300, 0x2E80
"""Pixels of a chart on a phone; where wide characters begin."""


def rows_above(breaks: Sequence[Mark]) -> list[int]:
    """Choose how far above a chart on a phone the words of its breaks begin.

    Args:
        breaks: Marks with words, from left to right.

    Returns:
        Lines above the lowest, of each; words of two lines take two.
    """
    ends: list[list[tuple[float, float]]] = []
    found = []
    for mark in breaks:
        wide = max(map(_pixels, (mark.words, mark.below)))
        at = float(mark.at) * _NARROW
        span = (at - wide, at) if mark.at > 0.5 else (at, at + wide)  # noqa: PLR2004 - the middle
        free = (
            place
            for place, row in enumerate(ends)
            if all(span[1] <= low or high <= span[0] for low, high in row)
        )
        row = next(free, len(ends))
        if row == len(ends):
            ends.append([])
        ends[row].append(span)
        found.append(row * (2 if any(one.below for one in breaks) else 1))
    return found


def _pixels(words: str) -> int:
    return sum(7 if ord(one) < _CJK else 13 for one in words) + 6
