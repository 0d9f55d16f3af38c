"""Items before and after a training: two samples side by side, and never a cause."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from qa_app.domain.defaults import AFTER_TRAINING_FILES_LEAST
from qa_app.domain.statistics.differences import Difference, newcombe


class SampleChange(StrEnum):
    """What two samples say about each other."""

    HIGHER = "higher"
    LOWER = "lower"
    NO_CLEAR = "no_clear"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class TrainingSide:
    """Files of one side of a training.

    Attributes:
        met: Files in which the item was answered with the top option.
        files: Files in which it was answered at all.
    """

    met: int = 0
    files: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """One item before and after.

    Attributes:
        key: Rubric and item.
        before: Files read before.
        after: Files read after.
        change: What they say.
        difference: Share after less share before; None below the least numbers.
    """

    key: tuple[str, str]
    before: TrainingSide
    after: TrainingSide
    change: SampleChange
    difference: Difference | None


def compared(key: tuple[str, str], before: TrainingSide, after: TrainingSide) -> Compared:
    """Hold the files after a training beside those before it.

    Args:
        key: Rubric and item.
        before: Files read before.
        after: Files read after.

    Returns:
        `cannot_tell` with fewer than `AFTER_TRAINING_FILES_LEAST` files on either side; higher or
        lower only when the interval of 95 % of the difference leaves zero out.
    """
    if min(before.files, after.files) < AFTER_TRAINING_FILES_LEAST:
        return Compared(key, before, after, SampleChange.CANNOT_TELL, None)
    found = newcombe((before.met, before.files), (after.met, after.files))
    change = SampleChange.NO_CLEAR
    if found is not None and found.low > 0:
        change = SampleChange.HIGHER
    elif found is not None and found.high < 0:
        change = SampleChange.LOWER
    return Compared(key, before, after, change, found)


def in_order(found: Iterable[Compared]) -> tuple[Compared, ...]:
    """Put items in the order in which they are read.

    Args:
        found: Items.

    Returns:
        Those that tell something first, then by rubric and item.
    """
    last = (SampleChange.NO_CLEAR, SampleChange.CANNOT_TELL)
    places = {change: place for place, change in enumerate(last, 1)}
    return tuple(sorted(found, key=lambda one: (places.get(one.change, 0), one.key)))
