"""What items and criteria cite: one clause after the other, or a source without one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qa_app.domain.rubric import SourceRef

OWN_PROPOSAL = "EXPERT"
"""Source of what the product itself proposes; there is no clause of it to be filled in."""

_RANGE = re.compile(r"(\d{1,4})-(\d{1,4})", re.ASCII)
_RANGE_MOST = 50


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """One clause of one document.

    Attributes:
        document: Code of the document.
        locus: Number of the clause.
    """

    document: str
    locus: str


def loci_of(locus: str) -> tuple[str, ...]:
    """Split what stands behind the `#` of a citation.

    Args:
        locus: Such as `11`, `62,130`, `54-56` or `37-1`.

    Returns:
        Single clauses. `54-56` are three; `37-1` is one, article 37-1, because a range
        does not run backwards.
    """
    found: list[str] = []
    for part in (piece.strip() for piece in locus.split(",")):
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2])) if match else (0, 0)
        if match and first < last <= first + _RANGE_MOST:
            found += [str(number) for number in range(first, last + 1)]
        elif part:
            found.append(part)
    return tuple(dict.fromkeys(found))


def source_ref(reference: str) -> SourceRef:
    """Read what a file names as a source.

    Args:
        reference: A document, or a document and a clause after `#`, such as `LAW#11`.

    Returns:
        The document and its clause; None for the clause where it has still to be filled in.
    """
    source, _, locus = reference.partition("#")
    return SourceRef(source, locus or None)


def citations_of(sources: Iterable[SourceRef]) -> tuple[Citation, ...]:
    """List the clauses that an item or criterion cites.

    Args:
        sources: What it rests on.

    Returns:
        Each once, in order; sources without a clause are left out.
    """
    cited = [
        Citation(source.source, locus)
        for source in sources
        if source.locus is not None
        for locus in loci_of(source.locus)
    ]
    return tuple(dict.fromkeys(cited))


def gaps_of(sources: Iterable[SourceRef]) -> tuple[str, ...]:
    """List the sources that are named without a clause.

    Args:
        sources: What an item or criterion rests on.

    Returns:
        Codes of documents; the product's own proposals are no gap.
    """
    return tuple(
        source.source
        for source in sources
        if source.locus is None and source.source != OWN_PROPOSAL
    )
