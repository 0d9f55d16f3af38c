"""What else tells how far readers agree: two people who read the same files, and alpha by item."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.agreement_table import DoubleRead
from qa_app.domain.defaults import AGREEMENT_FILES_LEAST
from qa_app.domain.option_worth import worths
from qa_app.domain.rubric import Item, Rubric
from qa_app.domain.statistics.agreement_parts import (
    Coefficient,
    Matrix,
    Weights,
    counts_of,
    weights_of,
)
from qa_app.domain.statistics.cohen import cohen_kappa
from qa_app.domain.statistics.intraclass import icc2_1
from qa_app.domain.statistics.krippendorff import alpha_with_spread

_GRADES = 2
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ItemOfTwo:
    """How far two people agree on one item.

    Attributes:
        code: The item.
        scored: Files in which both gave a scored answer.
        alike: Those of them in which both gave the same.
        kappa: Cohen's kappa of these; None below the floor of files.
        is_weighted: True on graded scales, whose steps are weighted quadratically.
    """

    code: str
    scored: int
    alike: int
    kappa: Coefficient | None
    is_weighted: bool


@dataclass(frozen=True, slots=True)
class TwoReaders:
    """Two people who read the same files.

    Attributes:
        readers: Their accounts, the smaller first.
        files: Files that both read.
        items: In the order of the rubric.
        totals: ICC(2,1) of their scores; None below the floor of files with two scores.
        scores: Files with two scores.
    """

    readers: tuple[int, int]
    files: int
    items: tuple[ItemOfTwo, ...]
    totals: Coefficient | None
    scores: int


def two_readers(
    rubric: Rubric, files: Sequence[DoubleRead], readers: tuple[int, int]
) -> TwoReaders:
    """Hold two people against each other who both read the same files.

    Each of them has a place of their own in the figures, which readers who change from file to
    file have not (ADR 0022).

    Args:
        rubric: The version all were read against.
        files: Files read twice; only those that these two read count.
        readers: The two, the smaller account first.

    Returns:
        Counts, and figures from `AGREEMENT_FILES_LEAST` files on.

    Source: docs/methods/agreement.md.
    """
    theirs = [_in_order(one, readers) for one in files if set(one.readers) == set(readers)]
    items = [item for section in rubric.sections for item in section.items]
    scores = [one.scores for one in theirs if None not in one.scores]
    return TwoReaders(
        readers,
        len(theirs),
        tuple(_of_two(item, _scored(item, theirs)) for item in items),
        icc2_1(scores) if len(scores) >= AGREEMENT_FILES_LEAST else None,
        len(scores),
    )


def alpha_by_item(rubric: Rubric, files: Sequence[DoubleRead]) -> Mapping[str, Coefficient | None]:
    """Compute Krippendorff's alpha of each item, with its spread over the files.

    Args:
        rubric: The version all were read against.
        files: Files read twice.

    Returns:
        Item to alpha, with the weights of AC1 or AC2; None below the floor of files.

    Source: docs/methods/agreement.md.
    """
    found: dict[str, Coefficient | None] = {}
    for section in rubric.sections:
        for item in section.items:
            scored, (scale, weights) = _scored(item, files), _scale(item)
            found[item.code] = None
            if len(scored) >= AGREEMENT_FILES_LEAST:
                found[item.code] = alpha_with_spread(
                    counts_of(_worth(item, scored), scale), weights
                )
    return found


def _in_order(one: DoubleRead, readers: tuple[int, int]) -> DoubleRead:
    if one.readers == readers:
        return one
    return DoubleRead(readers, (one.codes[1], one.codes[0]), (one.scores[1], one.scores[0]))


def _scale(item: Item) -> tuple[list[Fraction], Matrix]:
    scale = sorted(set(worths(item).values()))
    is_graded = len(scale) > _GRADES
    return scale, weights_of(Weights.QUADRATIC if is_graded else Weights.UNWEIGHTED, scale)


def _scored(item: Item, files: Sequence[DoubleRead]) -> list[Pair]:
    worth = worths(item)
    both = [(one.codes[0].get(item.code, ""), one.codes[1].get(item.code, "")) for one in files]
    return [(a, b) for a, b in both if a in worth and b in worth]


def _worth(item: Item, scored: Sequence[Pair]) -> list[tuple[Fraction, Fraction]]:
    worth = worths(item)
    return [(worth[a], worth[b]) for a, b in scored]


def _of_two(item: Item, scored: Sequence[Pair]) -> ItemOfTwo:
    scale, weights = _scale(item)
    kappa = None
    if len(scored) >= AGREEMENT_FILES_LEAST:
        counted = Counter(_worth(item, scored))
        table = [[counted[a, b] for b in scale] for a in scale]
        kappa = cohen_kappa(table, weights)
    alike = sum(a == b for a, b in scored)
    return ItemOfTwo(item.code, len(scored), alike, kappa, len(scale) > _GRADES)
