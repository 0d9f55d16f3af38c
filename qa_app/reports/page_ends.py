"""The last block of a paper never stands alone on the last page."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

_ENDLESS = 0xFFFFFF
_KEPT_MOST = 160.0
"""Points of the last block that are kept with what stands before it; a longer one goes on."""


def closed(story: Sequence[Any], end: Sequence[Any]) -> list[Any]:
    """Put the last block of a paper behind its story, on a page with some of it.

    Args:
        story: What stands before it, in order.
        end: The last block: flowables without a break of page.

    Returns:
        The whole story. Where the last block finds no room, the end of what stands before it goes
        along: the last rows of a table, the last lines of a text, with their heading.
    """
    whole, last = list(story), list(end)
    while whole and _is_gap(whole[-1]):
        last.insert(0, whole.pop())
    if not whole:
        return last
    kept = whole.pop()
    before = [whole.pop()] if whole and getattr(whole[-1], "is_heading", False) else []
    return [*whole, _closing_class()(before, kept, last)]


def _is_gap(flowable: Any) -> bool:
    from reportlab.platypus import CondPageBreak, Spacer

    return isinstance(flowable, Spacer) and not isinstance(flowable, CondPageBreak)


@lru_cache(maxsize=1)
def _closing_class() -> Any:
    # made here because reportlab is loaded only when a paper is printed
    from reportlab.platypus import Flowable

    class Closing(Flowable):  # type: ignore[misc]  # reportlab has no types
        """Never drawn itself: it is always split into what it holds."""

        def __init__(self, before: Sequence[Any], kept: Any, end: Sequence[Any]) -> None:
            super().__init__()
            self.before, self.kept, self.end = list(before), kept, list(end)

        def wrap(self, room: float, _tall: float) -> tuple[float, float]:
            return room, _ENDLESS

        def split(self, room: float, tall: float) -> list[Any]:
            head = _height(self.before, room)
            last = _height([self.kept], room)
            end = min(_height(self.end, room), _KEPT_MOST)
            if head + last + end <= tall:
                return [*self.before, self.kept, *self.end]
            parts = self.kept.split(room, min(tall - head, last - _kept_height(self.kept)))
            is_again = hasattr(self, "_postponed")  # set by the renderer
            if not parts[1:] and is_again and head + last > tall:
                parts = self.kept.split(room, tall - head)
            if parts[1:]:
                return [*self.before, *parts[:-1], Closing((), parts[-1], self.end)]
            # nothing of it can stay: all of it goes to the next page, where it is tried once more
            return [*self.before, self.kept, *self.end] if is_again else []

    return Closing


def _height(flowables: Sequence[Any], room: float) -> float:
    return sum(
        float(one.getSpaceBefore() + one.wrap(room, _ENDLESS)[1] + one.getSpaceAfter())
        for one in flowables
    )


def _kept_height(flowable: Any) -> float:
    rows = getattr(flowable, "_rowHeights", None)
    if rows:
        return float(sum(rows[-2:]))
    return 2 * float(flowable.style.leading) if hasattr(flowable, "style") else 0.0
