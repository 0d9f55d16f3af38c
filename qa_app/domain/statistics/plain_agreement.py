"""How often readers agree, before anything is taken off for chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.statistics.agreement_parts import (
    PAIR,
    Ratings,
    Weights,
    agreement_in,
    counts_of,
    seen_categories,
    weights_of,
)


@dataclass(frozen=True, slots=True)
class PlainAgreement:
    """Agreement as it was seen.

    Attributes:
        pairwise: Mean over files of the share of pairs of readers that agree, 0..1.
        unanimous: Share of files in which all readers agree, 0..1.
        units: Files that at least two readers rated, 1 or more.
    """

    pairwise: Fraction
    unanimous: Fraction
    units: int


def plain_agreement(ratings: Ratings) -> PlainAgreement | None:
    """Count how often readers agree.

    Args:
        ratings: For each file what each reader gave; None where one did not rate.

    Returns:
        The shares; None where no file has two readers.

    Source: docs/methods/agreement.md.
    """
    known = seen_categories(ratings)
    same = weights_of(Weights.UNWEIGHTED, known)
    rows = [row for row in counts_of(ratings, known) if sum(row) >= PAIR]
    if not rows:
        return None
    pairwise = sum((agreement_in(row, same) for row in rows), Fraction(0)) / len(rows)
    return PlainAgreement(pairwise, Fraction(sum(map(_is_unanimous, rows)), len(rows)), len(rows))


def _is_unanimous(row: Sequence[int]) -> bool:
    return max(row) == sum(row)
