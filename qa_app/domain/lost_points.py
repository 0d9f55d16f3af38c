"""What moved a score: the points that each item cost in a period, and how that changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.common_items import share_of_weight
from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.rubric import Method, Rubric
from qa_app.domain.scoring_compile import option_values

_WITH_POINTS = frozenset({Method.WEIGHTED_SECTIONS, Method.DEDUCTION})


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


def takes_points(rubric: Rubric) -> bool:
    """Tell whether an item of a version costs points at all.

    Args:
        rubric: The version.

    Returns:
        True for a weighted mean and for points taken off; False where the result is a level,
        a profile or a rating, of which no part belongs to one item.
    """
    return rubric.method in _WITH_POINTS


def lost_points(
    rubric: Rubric, answers: Iterable[AnswerCount], *, file_count: int = 0, section: str = ""
) -> tuple[LostPoints, ...]:
    """Tell what each item cost in a period.

    Weighted mean: an item costs its share of the weight times what its answers fell short of the
    top on the average. Where every item was scored in every file, all of it together is exactly
    what the files' mean score lacks of 100. Where something did not apply, its weight went to
    other items of its file, which totals do not tell, so that the sum differs a little.
    Points taken off: an item costs its points times what its answers fell short, over all files;
    what does not apply takes nothing off, so that the sum is always exact.

    Args:
        rubric: A version that `takes_points`.
        answers: Totals of its items in the months of the period; others are left out.
        file_count: Files of the period; 0 = those of the item that was scored most often.
        section: Costs of the score of this section alone; empty for the whole file.

    Returns:
        Items with a scored answer, the dearest first, then in the rubric's order; those that cost
        nothing are left out. Nothing for other methods, whose items have no points.

    Source: docs/methods/trends.md, "what moved it".
    """
    every = _every(rubric, answers, file_count, section)
    return tuple(sorted((one for one in every.values() if one.lost), key=lambda one: -one.lost))


def what_moved(
    rubric: Rubric,
    before: Iterable[AnswerCount],
    after: Iterable[AnswerCount],
    *,
    file_counts: tuple[int, int] = (0, 0),
    section: str = "",
) -> tuple[Moved, ...]:
    """Tell which items moved a score from one period to the next.

    Args:
        rubric: The version of both periods.
        before: Totals of items in the earlier period.
        after: Those in the later one.
        file_counts: Files of both periods, as for `lost_points`.
        section: As for `lost_points`.

    Returns:
        Items scored in both periods whose cost changed, the largest change first, then in the
        rubric's order.
    """
    earlier = _every(rubric, before, file_counts[0], section)
    later = _every(rubric, after, file_counts[1], section)
    moved = [
        Moved(code, earlier[code].lost - told.lost, earlier[code], told)
        for code, told in later.items()
        if code in earlier and earlier[code].lost != told.lost
    ]
    return tuple(sorted(moved, key=lambda one: -abs(one.change)))


def is_exact(
    rubric: Rubric, answers: Iterable[AnswerCount], file_count: int, section: str = ""
) -> bool:
    """Tell whether costs add up to exactly what the mean score lacks.

    Args:
        rubric: A version that `takes_points`.
        answers: Totals of its items in the months of a period.
        file_count: Files of the period.
        section: As for `lost_points`.

    Returns:
        For a weighted mean, True when every item was scored in every file; items answered case
        by case are not in totals of items and make it False for either method.
    """
    shares = _shares(rubric, section)
    if any(rubric.items[code].per_case for code in shares):
        return False
    if rubric.method is Method.DEDUCTION:
        return True
    every = _every(rubric, answers, file_count, section)
    return all(
        code in every and every[code].scored_count == file_count
        for code, share in shares.items()
        if share
    )


def _shares(rubric: Rubric, section: str) -> dict[str, Fraction]:
    if not takes_points(rubric):
        return {}
    items = [one for one in rubric.items.values() if section in {"", one.section}]
    if rubric.method is Method.DEDUCTION:
        of_section = sum((one.weight for one in items), Fraction(0))
        whole = of_section if section or rubric.total is None else rubric.total
    elif section:
        whole = sum((one.weight for one in items), Fraction(0))
    else:
        return share_of_weight(rubric)
    return {one.code: one.weight / whole if whole else Fraction(0) for one in items}


def _every(
    rubric: Rubric, answers: Iterable[AnswerCount], file_count: int, section: str
) -> dict[str, LostPoints]:
    shares = _shares(rubric, section)
    counts: dict[str, dict[str, int]] = {}
    for one in answers:
        if one.item_code in shares:
            codes = counts.setdefault(one.item_code, {})
            codes[one.code] = codes.get(one.code, 0) + one.file_count
    files = 0
    if rubric.method is Method.DEDUCTION:
        files = file_count or max((sum(codes.values()) for codes in counts.values()), default=0)
    found = {
        code: _of_item(rubric, code, share, counts.get(code, {}), files)
        for code, share in shares.items()
    }
    return {code: told for code, told in found.items() if told is not None}


def _of_item(
    rubric: Rubric, code: str, share: Fraction, counts: Mapping[str, int], files: int
) -> LostPoints | None:
    values = option_values(rubric.items[code].scale)
    answered = [
        (value, n) for option, n in counts.items() if (value := values.get(option)) is not None
    ]
    scored = sum(n for _value, n in answered)
    if not scored:
        return None
    short = sum(((1 - value) * n for value, n in answered), Fraction(0))
    below = sum(n for value, n in answered if value != 1)
    apart = sum(counts.values()) - scored
    return LostPoints(code, share * short / (files or scored), below, scored, apart)
