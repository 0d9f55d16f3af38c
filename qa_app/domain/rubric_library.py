"""What rubric files lean on: shared scales, bands, the register of sources."""

from collections.abc import Callable, Mapping
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
        clauses: Document to its clauses, each with its quoted words; None when none were found,
            and nothing can be said of a document without any.
        knows: Tells whether somebody here goes by a name; None where nobody can tell.
        is_place: Tells whether a region such as `CN-5301` is a place here; None likewise.
    """

    scales: Mapping[str, Plain] = field(default_factory=dict)
    bands: Mapping[str, list[Plain]] = field(default_factory=dict)
    sources: Mapping[str, Plain] | None = None
    steps: Mapping[str, frozenset[str]] | None = None
    clauses: Mapping[str, Mapping[str, str]] | None = None
    knows: Callable[[str], bool] | None = None
    is_place: Callable[[str], bool] | None = None


def with_shelf(
    library: Library,
    shelf: Mapping[str, Mapping[str, str]],
    knows: Callable[[str], bool],
    is_place: Callable[[str], bool] | None = None,
) -> Library:
    """Put the library of an installation before the files.

    Args:
        library: Shared files.
        shelf: Document to its clauses with their quoted words, as the installation keeps them.
        knows: Tells whether an account of the installation goes by a name.
        is_place: Tells whether a region is a place of it; None where nobody can tell.

    Returns:
        The same with these documents; of a document that stands in both, clauses of either are
        known, and where both quote one the installation's words count.
    """
    steps, clauses = library.steps or {}, library.clauses or {}
    return replace(
        library,
        sources={**{code: {} for code in shelf}, **(library.sources or {})},
        steps={code: found | frozenset(shelf.get(code, {})) for code, found in steps.items()},
        clauses={**clauses, **{code: {**clauses.get(code, {}), **shelf[code]} for code in shelf}},
        knows=knows,
        is_place=is_place,
    )


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
