"""How far the items of each rubric rest on clauses, in numbers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from qa_app.domain.answer_counts import ItemUse
from qa_app.domain.citations import citations_of, gaps_of
from qa_app.domain.coverage import is_proposal
from qa_app.domain.rubric import Item
from qa_app.domain.text import BilingualText


class Ground(StrEnum):
    """What an item stands on: clauses; a clause that is still to be filled in; a proposal."""

    CLAUSES = "clauses"
    OPEN = "open"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class RubricSum:
    """A rubric in force and its items by what they stand on.

    Attributes:
        rubric: Its code.
        title: Its title.
        area: Its area.
        items: All its items; the three that follow add up to it.
        resting: Items that rest on clauses, with none to be filled in.
        open_items: Items with a clause to be filled in.
        proposals: Items that the product proposes itself.
    """

    rubric: str
    title: BilingualText
    area: str
    items: int
    resting: int
    open_items: int
    proposals: int


def ground_of(item: Item) -> Ground:
    """Tell what an item stands on.

    Args:
        item: The item.

    Returns:
        An item that rests on one clause and names another document without one is open.
    """
    if is_proposal(item):
        return Ground.PROPOSAL
    if gaps_of(item.sources) or not citations_of(item.sources):
        return Ground.OPEN
    return Ground.CLAUSES


def sums_by_rubric(uses: Iterable[ItemUse]) -> tuple[RubricSum, ...]:
    """Count the items of each rubric by what they stand on.

    Args:
        uses: Items of the versions in force.

    Returns:
        One for each rubric, in the order given.
    """
    heads: dict[str, ItemUse] = {}
    counts: dict[str, Counter[Ground]] = {}
    for use in uses:
        heads.setdefault(use.rubric, use)
        counts.setdefault(use.rubric, Counter())[ground_of(use.item)] += 1
    return tuple(
        RubricSum(
            rubric=code,
            title=head.title,
            area=head.area,
            items=counts[code].total(),
            resting=counts[code][Ground.CLAUSES],
            open_items=counts[code][Ground.OPEN],
            proposals=counts[code][Ground.PROPOSAL],
        )
        for code, head in heads.items()
    )
