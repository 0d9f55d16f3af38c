"""What rubric files lean on: shared scales, bands, the register of sources."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Library:
    """The shared files a rubric is read together with, in plain form.

    Attributes:
        scales: Scale name to its plain definition.
        bands: Name to its list of plain bands, best first.
        sources: Source id to its plain entry; None when no register was found.
        steps: Procedure id to the ids of its steps; None when none were found.
    """

    scales: Mapping[str, Plain] = field(default_factory=dict)
    bands: Mapping[str, list[Plain]] = field(default_factory=dict)
    sources: Mapping[str, Plain] | None = None
    steps: Mapping[str, frozenset[str]] | None = None


def with_inline(plain: Plain, library: Library) -> Library:
    """Put the scales and bands that a file brings along before the shared ones.

    Args:
        plain: A file's data; its own `scales` and `bands` are of the right shape.
        library: The shared files.

    Returns:
        The library that the file means.
    """
    scales, bands = plain.get("scales"), plain.get("bands")
    if not scales and not bands:
        return library
    return replace(
        library,
        scales={**library.scales, **(scales or {})},
        bands={**library.bands, **(bands or {})},
    )
