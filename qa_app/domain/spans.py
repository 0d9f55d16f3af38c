"""Limits and thresholds as rubric files write them."""

import re
from fractions import Fraction

SPAN = re.compile(r"(\d{1,4})(h|d|wd)", re.ASCII)
THRESHOLD = re.compile(r"\s*(>=|<=|==|>|<)\s*(-?\d{1,9}(?:\.\d{1,9})?)\s*", re.ASCII)


def parse_span(value: str) -> tuple[int, str]:
    """Read a limit such as `24h`, `7d` or `5wd`.

    Args:
        value: A checked span.

    Returns:
        Count and unit.

    Raises:
        ValueError: It is no span.
    """
    match = SPAN.fullmatch(value)
    if match is None:
        raise ValueError(value)
    return int(match[1]), match[2]


def parse_threshold(value: str) -> tuple[str, Fraction]:
    """Read a threshold such as `>=0.9`.

    Args:
        value: A checked threshold.

    Returns:
        Operator and number.

    Raises:
        ValueError: It is no threshold.
    """
    match = THRESHOLD.fullmatch(value)
    if match is None:
        raise ValueError(value)
    return match[1], Fraction(match[2])
