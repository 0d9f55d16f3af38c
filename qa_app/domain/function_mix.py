"""Functions of supervision that were agreed and yet left out."""

from collections.abc import Collection, Mapping, Sequence

from qa_app.domain.session_blocks import Function

_TWICE = 2


def missing_twice(
    agreed: Mapping[Function, int], covered: Sequence[Collection[str]]
) -> tuple[Function, ...]:
    """Tell which agreed functions were left out twice running.

    Args:
        agreed: Function to its share of the time, whole per cents.
        covered: What sessions covered, by code, the latest first; only the first two count.

    Returns:
        In the order of functions; nothing before there are two sessions.
    """
    last = covered[:_TWICE]
    if len(last) < _TWICE:
        return ()
    return tuple(
        one
        for one in Function
        if agreed.get(one, 0) > 0 and all(one.value not in each for each in last)
    )
