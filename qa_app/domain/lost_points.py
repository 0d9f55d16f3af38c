"""What moved a score: the points that each item cost in a period, and how that changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from qa_app.domain.file_losses import BY_CASE
from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.rounding import MILLION
from qa_app.domain.rubric import Item, Method, Rubric
from qa_app.domain.scoring_compile import option_values

_WITH_POINTS = frozenset({Method.WEIGHTED_SECTIONS, Method.DEDUCTION})
_VALUES_BY_CASE: Mapping[str, Fraction] = {code: value for value, code in BY_CASE.items()}


@dataclass(frozen=True, slots=True)
class ItemLoss:
    """What an item cost the files of a month in which one code of it stood.

    Attributes:
        version_id: The version they were read against.
        month: As `totals.month_of` gives it.
        item_code: The item.
        code: The code that stood, or what stands for it (`file_losses.BY_CASE`).
        rated_count: Files with a score.
        lost_sum: What it cost them, in millionths of the whole score.
        section_lost_sum: The same, in millionths of its section's own score.
    """

    version_id: int
    month: int
    item_code: str
    code: str
    rated_count: int
    lost_sum: int = 0
    section_lost_sum: int = 0


@dataclass(frozen=True, slots=True)
class LostPoints:
    """What one item cost.

    Attributes:
        item_code: The item.
        lost: Of the mean score, as a ratio 0..1; nothing where no item has points.
        below_count: Files with a score that did not get its top option.
        scored_count: Files with a score in which it was scored; none where it cost nothing
            because it applied nowhere.
    """

    item_code: str
    lost: Fraction
    below_count: int
    scored_count: int


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
    rubric: Rubric, losses: Iterable[ItemLoss], rated_count: int, section: str = ""
) -> tuple[LostPoints, ...]:
    """Tell what each item cost in a period.

    Every file divided what its score lacks of 100 among its items, by the weights that it had
    itself (`file_losses.losses_of`); here the files are only added up. So all items together cost
    exactly what the mean score lacks of 100, whatever did not apply, was answered case by case or
    crossed a red line. A file without a score enters neither side.

    Args:
        rubric: A version that `takes_points`.
        losses: What its items cost in the months of the period.
        rated_count: Files of the period with a score; with a score of the section, for one.
        section: Costs of the score of this section alone; empty for the whole file.

    Returns:
        The items that cost something, the dearest first, then in the rubric's order. Nothing
        without a file that has a score, and for other methods, whose items have no points.

    Source: docs/methods/trends.md, "what moved it".
    """
    every = _every(rubric, losses, rated_count, section)
    return tuple(sorted((one for one in every.values() if one.lost), key=lambda one: -one.lost))


def what_moved(
    rubric: Rubric,
    before: Iterable[ItemLoss],
    after: Iterable[ItemLoss],
    rated_counts: tuple[int, int],
    section: str = "",
) -> tuple[Moved, ...]:
    """Tell which items moved a score from one period to the next.

    Args:
        rubric: The version of both periods.
        before: What its items cost in the earlier period.
        after: The same of the later one.
        rated_counts: Files of both periods with a score, as for `lost_points`.
        section: As for `lost_points`.

    Returns:
        Items whose cost changed, the largest change first, then in the rubric's order; one that
        applied in one of the periods only cost nothing in the other. All changes together are
        exactly the change of the mean score. Nothing where a period has no file with a score.
    """
    earlier = _every(rubric, before, rated_counts[0], section)
    later = _every(rubric, after, rated_counts[1], section)
    moved = [
        Moved(code, earlier[code].lost - told.lost, earlier[code], told)
        for code, told in later.items()
        if code in earlier and earlier[code].lost != told.lost
    ]
    return tuple(sorted(moved, key=lambda one: -abs(one.change)))


def most_moved(moved: Iterable[Moved]) -> tuple[Moved, ...]:
    """Pick the items that words name.

    Args:
        moved: Items whose cost changed, the largest change first.

    Returns:
        The one that gained most and the one that fell most, as far as there are any.
    """
    every = tuple(moved)
    gained = [one for one in every if one.change > 0]
    fell = [one for one in every if one.change < 0]
    return (*gained[:1], *fell[:1])


def often_short(
    rubric: Rubric, answers: Iterable[AnswerCount], section: str = ""
) -> tuple[LostPoints, ...]:
    """Tell which items fell short most often: what can be told where no item has points.

    Args:
        rubric: A version.
        answers: How often each code of its items stood in a period.
        section: Items of this section alone; empty for all.

    Returns:
        Items that did not get their top option somewhere, by the share of their scored answers
        that did not, the largest first, then in the rubric's order; they cost no points. Items
        without a scale that scores are left out, and those answered case by case.
    """
    sums = {one.code: _Sum() for one in rubric.items.values() if section in {"", one.section}}
    for one in answers:
        if one.item_code in sums:
            codes = sums[one.item_code].codes
            codes[one.code] = codes.get(one.code, 0) + one.file_count
    found = [_of_item(rubric, code, total, 1) for code, total in sums.items()]
    short = (one for one in found if one.below_count)
    return tuple(sorted(short, key=lambda one: -Fraction(one.below_count, one.scored_count)))


def is_exact(lost: Iterable[LostPoints], mean: Fraction) -> bool:
    """Tell whether costs add up to exactly what a mean score lacks.

    Args:
        lost: What every item cost, from `lost_points`.
        mean: The mean score that is shown beside them, as a ratio 0..1.

    Returns:
        True unless the totals of items and those of files were counted at two moments, or one of
        them is wrong.
    """
    return sum((one.lost for one in lost), Fraction(0)) == 1 - mean


@dataclass(slots=True)
class _Sum:
    lost: int = 0
    codes: dict[str, int] = field(default_factory=dict)


def _every(
    rubric: Rubric, losses: Iterable[ItemLoss], rated_count: int, section: str
) -> dict[str, LostPoints]:
    if not takes_points(rubric) or not rated_count:
        return {}
    sums = {one.code: _Sum() for one in rubric.items.values() if section in {"", one.section}}
    for one in losses:
        if one.item_code in sums:
            total = sums[one.item_code]
            total.lost += one.section_lost_sum if section else one.lost_sum
            total.codes[one.code] = total.codes.get(one.code, 0) + one.rated_count
    return {code: _of_item(rubric, code, total, rated_count) for code, total in sums.items()}


def item_values(item: Item) -> Mapping[str, Fraction | None]:
    """Give what the answers to an item are worth.

    Args:
        item: The item.

    Returns:
        Code to 0..1, 1 the best; None for codes without a score. An item that is answered case
        by case has codes of its own.
    """
    return _VALUES_BY_CASE if item.per_case else option_values(item.scale)


def _of_item(rubric: Rubric, code: str, total: _Sum, rated_count: int) -> LostPoints:
    item = rubric.items[code]
    values = item_values(item)
    scored = [
        (value, n) for option, n in total.codes.items() if (value := values.get(option)) is not None
    ]
    return LostPoints(
        code,
        Fraction(total.lost, MILLION * rated_count),
        sum(n for value, n in scored if value != 1),
        sum(n for _value, n in scored),
    )
