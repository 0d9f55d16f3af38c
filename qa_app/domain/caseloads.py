"""Cases in hand per full-time worker, and the percentile that is shown of them."""

from collections.abc import Iterable
from fractions import Fraction

from qa_app.domain.defaults import CASELOAD_PERCENTILE

_WHOLE = 100


def per_full_time(open_count: int, full_time_percent: int) -> Fraction:
    """Give the cases that somebody would have in a full-time post.

    Args:
        open_count: Cases in hand.
        full_time_percent: Share of a full-time post, 1 to 100.

    Returns:
        Cases per full-time worker, exact.
    """
    return Fraction(open_count * _WHOLE, full_time_percent)


def nearest_rank(values: Iterable[Fraction], percent: int = CASELOAD_PERCENTILE) -> Fraction | None:
    """Give a percentile by the nearest rank: always a value that was found.

    Args:
        values: Any values.
        percent: 1 to 100.

    Returns:
        The smallest value that at least so many per cent of the values do not exceed; None
        without values.

    Source: Hyndman and Fan 1996, definition 1.
    """
    ordered = sorted(values)
    if not ordered:
        return None
    rank = -(-percent * len(ordered) // _WHOLE)
    return ordered[rank - 1]
