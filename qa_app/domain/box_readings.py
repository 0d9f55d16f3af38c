"""What the ink in the boxes of a row says, and when a person has to look."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

# thousandths of the inner area of a box; found on synthetic pages, see tests/scans
EMPTY_STRONG: Final = 8
"""Dark ink up to which a box is empty."""
EMPTY_WEAK: Final = 45
"""Grey up to which it is; above it something was wiped or rubbed out."""
TICKED_LEAST: Final = 75
"""Dark ink from which a box is ticked."""
TICKED_MOST: Final = 560
"""Dark ink above which it may be blacked out."""
AROUND_MOST: Final = 30
"""Dark ink around an empty box, where nothing is printed."""


class BoxState(StrEnum):
    """What a box looks like."""

    EMPTY = "empty"
    TICKED = "ticked"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class BoxInk:
    """What was measured in a box, in thousandths; `strong` is -1 where no box was found."""

    option: str
    strong: int
    weak: int
    around: int


@dataclass(frozen=True, slots=True)
class RowReading:
    """What a row says.

    Attributes:
        item: Code of the item.
        option: The one answer that is ticked, all others being empty; None for nothing.
        is_sure: False when a person has to say.
        states: Each box, in order.
    """

    item: str
    option: str | None
    is_sure: bool
    states: tuple[BoxState, ...]


def box_state(ink: BoxInk) -> BoxState:
    """Judge one box.

    Args:
        ink: What was measured.

    Returns:
        Ticked or empty only well within the bounds, unsure between them.
    """
    if ink.strong < 0:
        return BoxState.UNSURE
    if ink.strong <= EMPTY_STRONG and ink.weak <= EMPTY_WEAK:
        return BoxState.EMPTY if ink.around <= AROUND_MOST else BoxState.UNSURE
    is_ticked = TICKED_LEAST <= ink.strong <= TICKED_MOST
    return BoxState.TICKED if is_ticked else BoxState.UNSURE


def row_reading(item: str, inks: Sequence[BoxInk]) -> RowReading:
    """Judge a row.

    Args:
        item: Code of the item.
        inks: Its boxes.

    Returns:
        An answer where exactly one box is ticked and every other is empty; nothing where all
        are empty; otherwise unsure.
    """
    states = tuple(map(box_state, inks))
    ticked = [
        ink.option for ink, state in zip(inks, states, strict=True) if state is BoxState.TICKED
    ]
    if BoxState.UNSURE in states or len(ticked) > 1:
        return RowReading(item, None, is_sure=False, states=states)
    return RowReading(item, ticked[0] if ticked else None, is_sure=True, states=states)


def plain_rows(rows: Sequence[RowReading]) -> list[list[object]]:
    """Write readings as JSON values.

    Args:
        rows: The readings.

    Returns:
        Item, answer or None, whether it is sure, states.
    """
    return [[row.item, row.option, row.is_sure, [*map(str, row.states)]] for row in rows]


def rows_of(plain: Sequence[Sequence[Any]]) -> tuple[RowReading, ...]:
    """Read what `plain_rows` wrote.

    Args:
        plain: The JSON values.

    Returns:
        The readings.
    """
    return tuple(
        RowReading(item, option, is_sure=is_sure, states=tuple(map(BoxState, states)))
        for item, option, is_sure, states in plain
    )
