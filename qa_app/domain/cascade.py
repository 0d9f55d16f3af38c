"""The cascade of training of trainers: which event led to which, by who trained at it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """An event as far as the cascade goes.

    Attributes:
        id: It.
        held_on: When.
        makes_trainers: True for training of trainers.
        trainers: Workers who trained at it.
        attended: Workers who attended.
    """

    id: int
    held_on: date
    makes_trainers: bool
    trainers: frozenset[int] = frozenset()
    attended: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CascadeBranch:
    """An event with the events that followed from it.

    Attributes:
        event: It.
        through: Trainers of it who had attended the event above; empty at the top.
        below: Events at which people trained who attended this one.
        reached: Different workers who attended this event or one below it.
    """

    event: HeldEvent
    through: frozenset[int]
    below: tuple["CascadeBranch", ...]
    reached: frozenset[int] = field(default=frozenset())


def cascade(events: Iterable[HeldEvent]) -> tuple[CascadeBranch, ...]:
    """Build the trees.

    Args:
        events: Events, each once.

    Returns:
        Trees whose top is a training of trainers, oldest first. An event hangs below the earlier
        training of trainers that most of its trainers attended (the latest of those where they
        are equal), once in the whole forest; what follows from no training of trainers is left
        out.
    """
    ordered = sorted(events, key=lambda one: (one.held_on, one.id))
    below: dict[int | None, list[HeldEvent]] = defaultdict(list)
    for one in ordered:
        parent = _parent(one, ordered)
        below[None if parent is None else parent.id].append(one)
    tops = [one for one in below[None] if one.makes_trainers]
    return tuple(_branch(one, frozenset(), below) for one in tops)


def _parent(event: HeldEvent, ordered: Collection[HeldEvent]) -> HeldEvent | None:
    earlier = [
        one
        for one in ordered
        if one.makes_trainers and one.held_on < event.held_on and one.attended & event.trainers
    ]
    if not earlier:
        return None
    return max(earlier, key=lambda one: (len(one.attended & event.trainers), one.held_on, one.id))


def _branch(
    event: HeldEvent, through: frozenset[int], below: Mapping[int | None, list[HeldEvent]]
) -> CascadeBranch:
    parts = tuple(
        _branch(one, event.attended & one.trainers, below) for one in below.get(event.id, ())
    )
    reached = event.attended.union(*(one.reached for one in parts))
    return CascadeBranch(event, through, parts, reached)
