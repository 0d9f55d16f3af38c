"""Draw several samples in one act, each by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qa_app.domain.errors import ConflictError, InvalidError


@dataclass(frozen=True, slots=True)
class DrawnSamples:
    """What became of several draws.

    Attributes:
        drawn: Sessions whose files were drawn.
        refused: Session to why it was not drawn; what somebody else drew meanwhile is in neither.
    """

    drawn: tuple[int, ...]
    refused: Mapping[int, InvalidError | ConflictError]


def draw_samples(
    readers: Mapping[int, int], draw_one: Callable[[int, int], object]
) -> DrawnSamples:
    """Draw several sessions of a round, each from its own frame with its own seed.

    Each draw stands by itself, in the two transactions of `draw_sample`: a seed may only be made
    once its frame is committed, and what hinders one centre must not undo or hold up the others.
    What was interrupted is drawn when it is asked for again.

    Args:
        readers: Session to the account that reads its files.
        draw_one: Draws one session for one reader, as `draw_sample` does.

    Returns:
        What was drawn, and what was not, with its reason.

    Raises:
        OutOfReachError: There is no such session where the actor may draw; sessions before it
            in order of their numbers are drawn.
    """
    drawn: list[int] = []
    refused: dict[int, InvalidError | ConflictError] = {}
    for one, reader in sorted(readers.items()):
        try:
            draw_one(one, reader)
        except (InvalidError, ConflictError) as fault:
            if fault.code != "already_drawn":
                refused[one] = fault
        else:
            drawn.append(one)
    return DrawnSamples(tuple(drawn), refused)
