"""Numbers of rows as people write them."""

from collections.abc import Sequence


def row_spans(numbers: Sequence[int]) -> tuple[str, ...]:
    """Write numbers of rows as people do.

    Args:
        numbers: The numbers, in order.

    Returns:
        Such as `4–9` and `12`.
    """
    spans: list[tuple[int, int]] = []
    for one in numbers:
        if spans and spans[-1][1] == one - 1:
            spans[-1] = (spans[-1][0], one)
        else:
            spans.append((one, one))
    return tuple(str(first) if first == last else f"{first}–{last}" for first, last in spans)
