"""What a centre's head says: areas at or above band B, never one number for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from qa_app.domain.defaults import SHARE_DENOMINATOR
from qa_app.domain.series import Point
from qa_app.domain.statistics.disclosure import is_told

WHOLE_CENTRE_KINDS = frozenset({"site", "practice", "system"})
"""Kinds of rubric of which one audit covers the whole centre."""


@dataclass(frozen=True, slots=True)
class Head:
    """How many areas stand where.

    Attributes:
        reached: Areas whose mean is at or above band B in each of their rubrics.
        rated: Areas with a rated period against a rubric that has bands.
    """

    reached: int
    rated: int


def head_of(standings: Iterable[tuple[str, bool | None]]) -> Head:
    """Count the areas.

    Args:
        standings: Area code and `second_band.reaches_second` of each of its rubrics.

    Returns:
        The counts.
    """
    by_area: dict[str, list[bool]] = {}
    for area, reaches in standings:
        if reaches is not None:
            by_area.setdefault(area, []).append(reaches)
    return Head(sum(all(each) for each in by_area.values()), len(by_area))


def bands_shown(point: Point) -> tuple[int, ...] | None:
    """Decide whether a period's files may be shown by band.

    Args:
        point: The period.

    Returns:
        Files by place of the band, best first; None when the period is not rated, no
        file has a band, or those that the reader may not read are fewer than
        `SHARE_DENOMINATOR`.

    Source: docs/methods/trends.md, "files by band".
    """
    if point.value is None or not any(point.bands):
        return None
    return point.bands if is_told(point.closed.banded, SHARE_DENOMINATOR) else None
