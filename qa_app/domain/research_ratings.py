"""Ratings of rule rubrics in tables for research: what is counted, what is held back together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qa_app.domain.conditions import Condition, Count, ItemIs, leaves_of
from qa_app.domain.defaults import SMALL_COUNT
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_rules import Outcome, RuleItem, item_name, outcome_name
from qa_app.domain.rule_summary import counted_names
from qa_app.domain.scoring_rules import NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class RatedPart:
    """An outcome or item whose ratings are counted.

    Attributes:
        name: As `signing.counted_parts` names it.
        code: Its code.
        is_outcome: True for an outcome, False for an item.
        ratings: Every rating it can have, the best first as the rules have them.
    """

    name: str
    code: str
    is_outcome: bool
    ratings: tuple[str, ...]


RatedBlock = tuple[RatedPart, ...]
"""Outcomes and items of which one follows from the others."""


class RatingShown(NamedTuple):
    """How many files have a rating; None where that is held back."""

    part: RatedPart
    rating: str
    files: int | None


def rated_blocks(rubric: Rubric) -> tuple[RatedBlock, ...]:
    """Put together what of a rule rubric is rated from one another.

    Args:
        rubric: A version.

    Returns:
        Every outcome with its items, every other item alone, and in one block what shares an item
        or looks at the rating of one in its rules; only what the rubric counts, and nothing where
        it sums nothing up.
    """
    counted = counted_names(rubric)
    if not counted:
        return ()
    tied: list[set[str]] = []
    for names in _ties(rubric):
        apart = [one for one in tied if one.isdisjoint(names)]
        tied = [*apart, names.union(*(one for one in tied if one not in apart))]
    parts = [_part(outcome_name(one.code), one) for one in rubric.outcomes]
    parts += [_part(item_name(one.code), one) for one in rubric.rule_items]
    kept = [one for one in parts if one.name in counted]
    blocks = [tuple(one for one in kept if one.name in names) for names in tied]
    return tuple(sorted((one for one in blocks if one), key=lambda one: parts.index(one[0])))


def _ties(rubric: Rubric) -> Iterator[set[str]]:
    # what looks at a part of an item looks at the item
    owners = {
        part.code: item_name(one.code)
        for one in rubric.rule_items
        for part in (*one.sub_items, one)
    }
    for outcome in rubric.outcomes:
        seen = {*outcome.items, *_looked_at(_whens(outcome))}
        yield {outcome_name(outcome.code), *(owners[code] for code in seen & owners.keys())}
    for item in rubric.rule_items:
        parts = (item, *item.sub_items)
        conditions = [when for one in parts for when in (one.applies_if, *_whens(one))]
        seen = set(_looked_at(conditions))
        yield {item_name(item.code), *(owners[code] for code in seen & owners.keys())}


def _whens(part: Outcome | RuleItem) -> Iterator[Condition | None]:
    return (one.when for one in part.rules)


def _looked_at(conditions: Iterable[Condition | None]) -> Iterator[str]:
    for condition in conditions:
        for leaf in () if condition is None else leaves_of(condition):
            if isinstance(leaf, ItemIs):
                yield leaf.item
            elif isinstance(leaf, Count) and leaf.of_items:
                yield from leaf.ids


def _part(name: str, one: Outcome | RuleItem) -> RatedPart:
    ratings = dict.fromkeys((*(rule.rate for rule in one.rules), NOT_APPLICABLE))
    return RatedPart(name, one.code, isinstance(one, Outcome), tuple(ratings))


def shown_ratings(block: RatedBlock, files: Sequence[Mapping[str, str]]) -> Iterator[RatingShown]:
    """Count the ratings of a block, or hold all of them back.

    An outcome follows from its items, so a small number could be worked out from the larger ones
    beside it: together they are shown or not.

    Args:
        block: What is rated from one another.
        files: What each file was rated, by name.

    Yields:
        Every rating of every part. All are held back where one of them, or the files without a
        rating, are fewer than `SMALL_COUNT` and not nought.

    Source: docs/methods/disclosure.md.
    """
    counts = {
        (part, rating): sum(one.get(part.name) == rating for one in files)
        for part in block
        for rating in part.ratings
    }
    left = [len(files) - sum(counts[part, one] for one in part.ratings) for part in block]
    is_shown = not any(0 < one < SMALL_COUNT for one in (*counts.values(), *left))
    for (part, rating), count in counts.items():
        yield RatingShown(part, rating, count if is_shown else None)
