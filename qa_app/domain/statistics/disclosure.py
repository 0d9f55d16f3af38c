"""Small numbers: which counts and shares are shown, so that none can be worked out from others."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.defaults import SHARE_DENOMINATOR, SMALL_COUNT

_PAIR = 2


@dataclass(frozen=True, slots=True)
class ShownCounts:
    """Counts as they may be shown.

    Attributes:
        cells: Name to its count; None where it is hidden.
        total: All of them together; None where showing it would give a hidden one away.
    """

    cells: Mapping[str, int | None]
    total: int | None


class WhyHidden(StrEnum):
    """Why a share is not shown."""

    NO_DATA = "no_data"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class ShownRate:
    """A share as it may be shown.

    Attributes:
        value: 0..1, exact; None where it is not shown.
        why_hidden: Why; None where it is shown.
    """

    value: Fraction | None
    why_hidden: WhyHidden | None = None


def is_told(closed: int, least: int) -> bool:
    """Decide whether a number of some files is told to a reader who may not read all of them.

    What the reader knows of their own files can be taken off, so only the others protect.

    Args:
        closed: How many of the files the reader may not read.
        least: How many of these a number needs.

    Returns:
        True where the reader may read every one of them, and from `least` closed ones on.

    Source: docs/methods/disclosure.md, "what decides".
    """
    return closed == 0 or closed >= least


def shown_counts(
    counts: Mapping[str, int], least: int = SMALL_COUNT, *, has_total: bool = True
) -> ShownCounts:
    """Hide small counts of children's features, and as many more as would give them away.

    Args:
        counts: Name to its count, 0 or more.
        least: Counts from 1 to one less are hidden; zeros stay.
        has_total: True when the total is shown beside them.

    Returns:
        The counts. Beside a total at least two cells are hidden, and those make up `least` or
        more together: the smallest of the others join them, by name among equals. Where there are
        not enough others the total goes.

    Source: docs/methods/disclosure.md; after the rules of the Office for National Statistics.
    """
    hidden = {name for name, count in counts.items() if 0 < count < least}
    if not has_total:
        return _shown(counts, hidden, None)
    total = sum(counts.values())
    if not hidden:
        return _shown(counts, hidden, total)
    others = sorted((count, name) for name, count in counts.items() if count >= least)
    for _count, name in others:
        if _is_safe(counts, hidden, least):
            break
        hidden.add(name)
    return _shown(counts, hidden, total if _is_safe(counts, hidden, least) else None)


def _is_safe(counts: Mapping[str, int], hidden: set[str], least: int) -> bool:
    return len(hidden) >= _PAIR and sum(counts[name] for name in hidden) >= least


def _shown(counts: Mapping[str, int], hidden: set[str], total: int | None) -> ShownCounts:
    cells = {name: None if name in hidden else count for name, count in counts.items()}
    return ShownCounts(cells, total)


def shown_rate(found: int, count: int, least: int = SHARE_DENOMINATOR) -> ShownRate:
    """Decide whether a centre's share is shown.

    A single file that failed is not hidden by it: that would hide what the share is for.

    Args:
        found: What conforms, 0..count.
        count: What it is counted over.
        least: No share is shown of fewer.

    Returns:
        The share, or why not.
    """
    if not count:
        return ShownRate(None, WhyHidden.NO_DATA)
    if count < least:
        return ShownRate(None, WhyHidden.TOO_FEW)
    return ShownRate(Fraction(found, count))
