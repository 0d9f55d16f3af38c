"""Words that were added and removed between two texts: English by word, Chinese by character."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:['’.,%-][A-Za-z0-9]+)*%?|\s+|.", re.DOTALL)
_HANZI = re.compile(r"[\u3400-\u9fff]")
_SENTENCE = re.compile(r".+?(?:[。；！？\n]|[.;!?](?=\s)|$)\s*", re.DOTALL)
MOST_STEPS = 1_500_000
"""Work that one comparison may cost, as `steps_of` counts it: 0.1 s on a slow machine."""
PAGE_STEPS = 15_000_000
"""Work that all comparisons of a page may cost together."""
_LOOK = 3  # to look at a word costs as much as three pairs of equal words


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


def word_diff(before: str, after: str, most: int = MOST_STEPS) -> tuple[Segment, ...]:
    """Compare two texts.

    Args:
        before: The earlier text.
        after: The later text.
        most: Steps that it may cost, as `steps_of` counts them; never more than `MOST_STEPS`.

    Returns:
        Pieces in reading order, what was removed before what was added in its place. Kept and
        removed pieces together are `before`, kept and added ones together are `after`. A
        blank or a single Chinese character that stayed between two changes is counted with
        them, because nobody reads confetti. What would cost more steps is compared sentence
        by sentence, and what would cost more even so is told apart as a whole.
    """
    if before == after:
        return (Segment(SegmentKind.KEPT, after),) if after else ()
    limit = min(most, MOST_STEPS)
    parts = _between(_TOKEN, before, after)
    if parts.steps > limit:
        parts = _between(_SENTENCE, before, after)
    steps = parts.found() if parts.steps <= limit else parts.apart()
    return tuple(_joined(_without_confetti(steps)))


def steps_of(before: str, after: str) -> int:
    """Bound the work of a comparison word by word before it is begun.

    Args:
        before: The earlier text.
        after: The later text.

    Returns:
        0 for equal texts. Otherwise, of what lies between the words that both begin and end
        with: at most as many pieces are found as there are equal words, and for each of them
        all words and all pairs of equal words may be looked at again.
    """
    return 0 if before == after else _between(_TOKEN, before, after).steps


_Step = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class _Between:
    # what both begin with, what each has then, what both end with
    start: list[str]
    old: list[str]
    new: list[str]
    end: list[str]

    @property
    def steps(self) -> int:
        old, new = Counter(self.old), Counter(self.new)
        pairs = sum(count * new[token] for token, count in old.items())
        return (pairs + _LOOK * len(self.old)) * (old & new).total()

    def found(self) -> list[_Step]:
        codes = SequenceMatcher(None, self.old, self.new, autojunk=False).get_opcodes()
        return self._within(
            ("".join(self.old[low:high]), "".join(self.new[first:last]), tag == "equal")
            for tag, low, high, first, last in codes
        )

    def apart(self) -> list[_Step]:
        return self._within([("".join(self.old), "".join(self.new), False)])

    def _within(self, steps: Iterable[_Step]) -> list[_Step]:
        start, end = "".join(self.start), "".join(self.end)
        return [(start, start, True), *steps, (end, end, True)]


def _between(token: re.Pattern[str], before: str, after: str) -> _Between:
    old, new = token.findall(before), token.findall(after)
    least = min(len(old), len(new))
    start = next((at for at in range(least) if old[at] != new[at]), least)
    rest = least - start
    end = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    return _Between(
        old[:start],
        old[start : len(old) - end],
        new[start : len(new) - end],
        old[len(old) - end :],
    )


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
        if new:
            yield Segment(SegmentKind.KEPT, new)
    yield from _change(removed, added)


def _change(removed: str, added: str) -> Iterator[Segment]:
    if removed:
        yield Segment(SegmentKind.REMOVED, removed)
    if added:
        yield Segment(SegmentKind.ADDED, added)
