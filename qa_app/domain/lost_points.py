"""What moved a score: the points that each item cost in a period, and how that changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.common_items import share_of_weight
from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.rubric import Method, Rubric
from qa_app.domain.scoring_compile import option_values


@dataclass(frozen=True, slots=True)
class LostPoints:
    """What one item cost.

    Attributes:
        item_code: The item.
        lost: Of the overall, 0 to its share of the weight, as a ratio 0..1.
        below_count: Files that did not get its top option.
        scored_count: Files with a scored answer, 1 or more.
        apart_count: Files in which it did not apply.
    """

    item_code: str
    lost: Fraction
    below_count: int
    scored_count: int
    apart_count: int


@dataclass(frozen=True, slots=True)
class Moved:
    """How what an item cost changed from one period to the next.

    Attributes:
        item_code: The item.
        change: Points gained (above 0) or lost (below 0), as a ratio.
        before: What it cost before.
        after: What it costs now.
    """

    item_code: str
    change: Fraction
    before: LostPoints
    after: LostPoints


def lost_points(rubric: Rubric, answers: Iterable[AnswerCount]) -> tuple[LostPoints, ...]:
    """Tell what each item cost in a period.

    An item costs its share of the weight times what its answers fell short of the top on the
    average. Where every item was scored in every file, all of it together is exactly what the
    files' mean score lacks of 100. Where something did not apply, its weight went to other items
    of its file, which totals do not tell, so that the sum differs a little.

    Args:
        rubric: A version whose result is a weighted mean.
        answers: Totals of its items in the months of the period; others are left out.

    Returns:
        Items with a scored answer, the dearest first, then in the rubric's order; those that cost
        nothing are left out. Nothing for rubrics without a weighted mean, whose items have no
        points.

    Source: docs/methods/trends.md, "what moved it".
    """
    found = [one for one in _every(rubric, answers).values() if one.lost]
    return tuple(sorted(found, key=lambda one: -one.lost))


def what_moved(
    rubric: Rubric, before: Iterable[AnswerCount], after: Iterable[AnswerCount]
) -> tuple[Moved, ...]:
    """Tell which items moved a score from one period to the next.

    Args:
        rubric: The version of both periods.
        before: Totals of items in the earlier period.
        after: Those in the later one.

    Returns:
        Items scored in both periods whose cost changed, the largest change first, then in the
        rubric's order.
    """
    earlier, later = (_every(rubric, answers) for answers in (before, after))
    moved = [
        Moved(code, earlier[code].lost - told.lost, earlier[code], told)
        for code, told in later.items()
        if code in earlier and earlier[code].lost != told.lost
    ]
    return tuple(sorted(moved, key=lambda one: -abs(one.change)))


def _every(rubric: Rubric, answers: Iterable[AnswerCount]) -> dict[str, LostPoints]:
    if rubric.method is not Method.WEIGHTED_SECTIONS:
        return {}
    counts: dict[str, dict[str, int]] = {}
    for one in answers:
        codes = counts.setdefault(one.item_code, {})
        codes[one.code] = codes.get(one.code, 0) + one.file_count
    found = {
        code: _of_item(rubric, code, share, counts.get(code, {}))
        for code, share in share_of_weight(rubric).items()
    }
    return {code: told for code, told in found.items() if told is not None}


def _of_item(
    rubric: Rubric, code: str, share: Fraction, counts: Mapping[str, int]
) -> LostPoints | None:
    values = option_values(rubric.items[code].scale)
    scored = [
        (value, n) for option, n in counts.items() if (value := values.get(option)) is not None
    ]
    files = sum(n for _value, n in scored)
    if not files:
        return None
    short = sum(((1 - value) * n for value, n in scored), Fraction(0))
    below = sum(n for value, n in scored if value != 1)
    return LostPoints(code, share * short / files, below, files, sum(counts.values()) - files)
