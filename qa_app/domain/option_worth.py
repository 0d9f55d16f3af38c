"""Which answers to an item are the best it has, and which fall short of that."""

from collections.abc import Mapping
from fractions import Fraction

from qa_app.domain.rubric import Item, Rubric


def worths(item: Item) -> dict[str, Fraction]:
    """Give what the options of an item score.

    Args:
        item: The item.

    Returns:
        Option code to score, in the scale's order; options without a score left out.
    """
    return {one.code: one.score for one in item.scale.options if one.score is not None}


def is_best(item: Item, code: str | None) -> bool | None:
    """Tell whether an answer is the best that an item has.

    Args:
        item: The item.
        code: The code that it came to; None where it was not in force.

    Returns:
        True for an option that scores the most, False for any other that scores; None for what
        does not apply, is not due yet or says nothing.
    """
    known = worths(item)
    mine = None if code is None else known.get(code)
    return None if mine is None else mine == max(known.values())


def failing_items(rubric: Rubric, codes: Mapping[str, str]) -> frozenset[str]:
    """Name the items whose answer falls short of the best.

    Args:
        rubric: The version that was read against.
        codes: Item to the code that it came to; codes of other rubrics say nothing.

    Returns:
        Their codes; what does not apply or is not due is not among them.
    """
    return frozenset(
        one
        for one, code in codes.items()
        if one in rubric.items and is_best(rubric.items[one], code) is False
    )
