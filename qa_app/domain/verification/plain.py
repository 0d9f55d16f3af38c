"""What adapters of reference cases share: plain values in, plain values out."""

from fractions import Fraction
from typing import Any

Plain = dict[str, Any]


def exact(number: float | str) -> Fraction:
    """Read a number of a case as it is written.

    Args:
        number: From JSON.

    Returns:
        The decimal that stands there, and not the binary number next to it.
    """
    return Fraction(str(number))


def exactly(numbers: list[Any]) -> list[Fraction | None]:
    """Read a row of numbers of a case.

    Args:
        numbers: From JSON; None where one is missing.

    Returns:
        Each exactly.
    """
    return [None if one is None else exact(one) for one in numbers]
