"""Words that were added and removed between two texts: English by word, Chinese by character."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:['’.,%-][A-Za-z0-9]+)*%?|\s+|.", re.DOTALL)
_HANZI = re.compile(r"[\u3400-\u9fff]")
_LONG = 4_000  # beyond, whole texts are told apart and nothing inside them


class SegmentKind(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text and what became of it."""

    kind: SegmentKind
    text: str


def word_diff(before: str, after: str) -> tuple[Segment, ...]:
    """Compare two texts.

    Args:
        before: The earlier text.
        after: The later text.

    Returns:
        Pieces in reading order, what was removed before what was added in its place. Kept and
        removed pieces together are `before`, kept and added ones together are `after`. A
        blank or a single Chinese character that stayed between two changes is counted with
        them, because nobody reads confetti.
    """
    if before == after:
        return (Segment(SegmentKind.KEPT, after),) if after else ()
    if len(before) + len(after) > _LONG:
        return tuple(_joined([(before, after, False)]))
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    steps = [
        ("".join(old[low:high]), "".join(new[first:last]), tag == "equal")
        for tag, low, high, first, last in SequenceMatcher(
            None, old, new, autojunk=False
        ).get_opcodes()
    ]
    return tuple(_joined(_without_confetti(steps)))


_Step = tuple[str, str, bool]


def _without_confetti(steps: list[_Step]) -> Iterator[_Step]:
    for place, (old, new, is_kept) in enumerate(steps):
        is_between = 0 < place < len(steps) - 1
        yield old, new, is_kept and not (is_between and _is_crumb(old))


def _is_crumb(text: str) -> bool:
    return not text.strip() or (len(text) == 1 and _HANZI.fullmatch(text) is not None)


def _joined(steps: Iterable[_Step]) -> Iterator[Segment]:
    removed = added = ""
    for old, new, is_kept in steps:
        if not is_kept:
            removed, added = removed + old, added + new
            continue
        yield from _change(removed, added)
        removed = added = ""
        yield Segment(SegmentKind.KEPT, new)
    yield from _change(removed, added)


def _change(removed: str, added: str) -> Iterator[Segment]:
    if removed:
        yield Segment(SegmentKind.REMOVED, removed)
    if added:
        yield Segment(SegmentKind.ADDED, added)
