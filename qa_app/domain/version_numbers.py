"""Numbers of rubric versions: their order (semver.org 2.0.0 §11) and the next one to propose."""

import re
from enum import StrEnum

_NUMBER = re.compile(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})(?:-([0-9A-Za-z.-]+))?", re.ASCII)
_MOST = 32  # what a database keeps of it

_Part = tuple[int, int, str]
Order = tuple[int, int, int, int, tuple[_Part, ...]]
"""What version numbers are compared by."""


class Step(StrEnum):
    """How far a version moves from the one before.

    `wording`: only words differ. `composite`: items were added, left out or weighed anew, and
    the others stay comparable. `meaning`: some item can no longer be compared.
    """

    WORDING = "wording"
    COMPOSITE = "composite"
    MEANING = "meaning"


def order_of(version: str) -> Order | None:
    """Give what a version number is compared by.

    Args:
        version: Such as `1.2.0` or `2.0.0-rc.1`.

    Returns:
        Its place among the others; a version with a suffix stands before the one without.
        None when it is no version number.
    """
    match = _NUMBER.fullmatch(version)
    if match is None or len(version) > _MOST:
        return None
    major, minor, patch, suffix = match.groups()
    parts = tuple(_part(part) for part in suffix.split(".")) if suffix else ()
    return int(major), int(minor), int(patch), int(suffix is None), parts


def _part(part: str) -> _Part:
    # numbers stand before words, and are compared as numbers
    return (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part)


def is_higher(version: str, than: str) -> bool:
    """Tell whether a version number comes after another.

    Args:
        version: The new number.
        than: The number that stands.

    Returns:
        True when it does; False when one of them is no version number.
    """
    new, standing = order_of(version), order_of(than)
    return new is not None and standing is not None and new > standing


def highest(versions: list[str]) -> str | None:
    """Give the highest of some version numbers.

    Args:
        versions: Numbers of the versions of one rubric.

    Returns:
        The highest; None without one.
    """
    placed = [(order, version) for version in versions if (order := order_of(version)) is not None]
    return max(placed)[1] if placed else None


def next_version(standing: str, step: Step) -> str:
    """Propose the number of the next version.

    Args:
        standing: The highest number that stands.
        step: How far the new version moves from it.

    Returns:
        The third number up for `wording`, the second for `composite`, the first for
        `meaning`; a standing number with a suffix counts as the one without. `1.0.0` when
        `standing` is no version number.
    """
    order = order_of(standing)
    if order is None:
        return "1.0.0"
    major, minor, patch = order[:3]
    match step:
        case Step.WORDING:
            return f"{major}.{minor}.{patch + 1}"
        case Step.COMPOSITE:
            return f"{major}.{minor + 1}.0"
        case Step.MEANING:
            return f"{major + 1}.0.0"
