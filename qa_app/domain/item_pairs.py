"""Pairs of a file and an item: how many were due, kept, missed or left open."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from qa_app.domain.option_worth import is_best, worths
from qa_app.domain.rubric import Item

_NOT_DUE, _NOT_APPLICABLE, _NO_RECORD = "not_due", "na", "no_record"


class Kept(StrEnum):
    """What an answer says of the duty that an item asks about."""

    TOP = "top"
    FAILED = "failed"
    UNCLEAR = "unclear"
    UNSCORED = "unscored"
    LEFT_OUT = "left_out"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a file and an item of one tag.

    Attributes:
        has_item: True when a rubric that was read asks such an item.
        due_count: Pairs in force, without those answered "not applicable" by choice.
        scored_count: Those with a scored answer.
        top_count: Those at the top option.
        failed_count: Those whose answer says that the duty was not kept.
        left_out_count: Pairs answered "not applicable" by choice.
    """

    has_item: bool = False
    due_count: int = 0
    scored_count: int = 0
    top_count: int = 0
    failed_count: int = 0
    left_out_count: int = 0


NO_PAIRS = Pairs()


def what_it_says(item: Item, code: str) -> Kept:
    """Tell what one answer says of a duty.

    Args:
        item: The item.
        code: The code that stood at signing.

    Returns:
        `failed` for a code that trips the item, for anything late or not often enough by
        dates, and for the lowest option unless it only says that there is no record;
        `unclear` for other scored options below the top.
    """
    if code in {_NOT_DUE, _NOT_APPLICABLE}:
        return Kept.NOT_DUE if code == _NOT_DUE else Kept.LEFT_OUT
    known = worths(item)
    if code not in known:
        return Kept.UNSCORED
    if is_best(item, code):
        return Kept.TOP
    is_lowest = known[code] == min(known.values()) and code != _NO_RECORD
    is_failed = code in item.critical_fail or item.scale.auto is not None or is_lowest
    return Kept.FAILED if is_failed else Kept.UNCLEAR


def pairs_of(answers: Iterable[tuple[Item, str, int]], *, has_item: bool) -> Pairs:
    """Add up the answers to items of one tag.

    Args:
        answers: Item, code and how many files had it.
        has_item: True when a rubric that was read asks such an item.

    Returns:
        The pairs.
    """
    found = dict.fromkeys(Kept, 0)
    for item, code, count in answers:
        found[what_it_says(item, code)] += count
    scored = found[Kept.TOP] + found[Kept.FAILED] + found[Kept.UNCLEAR]
    return Pairs(
        has_item=has_item,
        due_count=scored + found[Kept.UNSCORED],
        scored_count=scored,
        top_count=found[Kept.TOP],
        failed_count=found[Kept.FAILED],
        left_out_count=found[Kept.LEFT_OUT],
    )
