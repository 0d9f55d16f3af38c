"""Put a round on a day at several centres in one act, each by itself."""

from collections.abc import Callable, Mapping, Sequence

from qa_app.domain.errors import ConflictError, InvalidError


def plan_round_visits(
    centres: Sequence[int], plan_one: Callable[[int], object]
) -> Mapping[int, InvalidError | ConflictError]:
    """Plan the sessions of a round at several centres; what hinders one holds up no other.

    Args:
        centres: The centres.
        plan_one: Plans those at one centre, as `plan_round_visit` does.

    Returns:
        Centre to why nothing was planned there; what was planned there meanwhile is left out.

    Raises:
        OutOfReachError: There is no such round, or a centre of it lies out of reach.
    """
    refused: dict[int, InvalidError | ConflictError] = {}
    for centre in centres:
        try:
            plan_one(centre)
        except (InvalidError, ConflictError) as fault:
            if fault.code != "visit_planned":
                refused[centre] = fault
    return refused
