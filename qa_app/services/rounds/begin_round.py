"""Put a round on a day at several centres and draw what can be drawn there, in one act."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa_app.domain.errors import ConflictError, InvalidError

Fault = InvalidError | ConflictError


@dataclass(frozen=True, slots=True)
class BegunRound:
    """What became of it.

    Attributes:
        drawn: Sessions whose files were drawn.
        not_planned: Centre to why nothing was planned there.
        not_drawn: Session to why it was not drawn; it is planned all the same.
    """

    drawn: tuple[int, ...]
    not_planned: Mapping[int, Fault]
    not_drawn: Mapping[int, Fault]


def begin_round(
    centres: Sequence[int],
    plan_one: Callable[[int], Iterable[int]],
    readers_of: Callable[[Sequence[int]], Mapping[int, int]],
    draw_one: Callable[[int, int], object],
) -> BegunRound:
    """Plan the sessions of a round at several centres, then draw those that can be drawn.

    Each plan and each draw stands by itself, as in `draw_samples`: what hinders one centre holds
    up no other, and a session that is not drawn stays planned. What somebody else planned or drew
    meanwhile is in none of the three.

    Args:
        centres: The centres.
        plan_one: Plans the sessions at one centre and gives them, as `plan_round_visit` does.
        readers_of: Of the sessions planned, those that are to be drawn, with who reads their
            files.
        draw_one: Draws one session for one reader, as `draw_sample` does.

    Returns:
        What was drawn, and what was not planned or not drawn, with its reason.

    Raises:
        OutOfReachError: There is no such round, or a centre of it lies out of reach; centres
            before it are planned.
    """
    planned: list[int] = []
    not_planned: dict[int, Fault] = {}
    for centre in centres:
        try:
            planned += plan_one(centre)
        except (InvalidError, ConflictError) as fault:
            if fault.code != "visit_planned":
                not_planned[centre] = fault
    drawn: list[int] = []
    not_drawn: dict[int, Fault] = {}
    for session_id, reader in sorted(readers_of(planned).items()):
        try:
            draw_one(session_id, reader)
        except (InvalidError, ConflictError) as fault:
            if fault.code != "already_drawn":
                not_drawn[session_id] = fault
        else:
            drawn.append(session_id)
    return BegunRound(tuple(drawn), not_planned, not_drawn)
