"""What each item of one file cost, in whole millionths that add up to what its score lacks."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from qa_app.domain.rounding import MILLION, millionths
from qa_app.domain.rubric import Method
from qa_app.domain.scoring_result import AuditScore, ItemExplanation, Ratio, SectionExplanation

CASES_TOP, CASES_HALF, CASES_BELOW = "cases_top", "cases_half", "cases_below"
BY_CASE: Mapping[Fraction, str] = {
    Fraction(1): CASES_TOP,
    Fraction(1, 2): CASES_HALF,
    Fraction(0): CASES_BELOW,
}
"""Value of an item answered case by case to what stands for its code, which it has none of."""


class Loss(NamedTuple):
    """What an item cost.

    Attributes:
        of_whole: Millionths of the whole file's score.
        of_section: Millionths of its section's own score.
    """

    of_whole: int
    of_section: int


NO_LOSS = Loss(0, 0)


def losses_of(score: AuditScore, method: Method) -> dict[str, Loss]:
    """Divide what a file's score lacks of the full score among the items that made it so.

    Every item gets what it lost by the weights that the file had, after what did not apply gave
    its weight to others. A score is kept in whole millionths, so that parts are made whole too:
    each is cut off, and what then lacks goes to the largest remainders, one millionth each
    (Hamilton's method). Red lines, must-pass items and caps lower a band and take no points.

    Args:
        score: A score with its explanation.
        method: The rubric's method.

    Returns:
        Item to what it cost, those that cost nothing left out. `of_whole` adds up to what the
        kept score lacks of a million, `of_section` of every section likewise. Nothing for what
        has no percentage.
    """
    if score.percent_ratio is None or score.explanation is None:
        return {}
    told = score.explanation
    short = [item for item in told.items if _is_short(item)]
    whole = _divided(
        ((item.item, _of_whole(item)) for item in short), _lacking(score.percent_ratio)
    )
    own: dict[str, int] = {}
    for section in told.sections:
        if section.value_ratio is not None:
            within = (
                (item.item, _of_section(item, section, method))
                for item in short
                if item.section == section.section
            )
            own |= _divided(within, _lacking(section.value_ratio))
    losses = {item.item: Loss(whole.get(item.item, 0), own.get(item.item, 0)) for item in short}
    return {code: loss for code, loss in losses.items() if loss != NO_LOSS}


def codes_by_case(score: AuditScore) -> dict[str, str]:
    """Tell what stands for the code of every item that was scored case by case.

    Args:
        score: A score with its explanation.

    Returns:
        Item to one of `BY_CASE`; nothing for what has no percentage.
    """
    if score.percent_ratio is None or score.explanation is None:
        return {}
    return {
        item.item: BY_CASE[item.value]
        for item in score.explanation.items
        if item.cases is not None and item.value is not None
    }


def _is_short(item: ItemExplanation) -> bool:
    value = item.value_ratio
    return value is not None and item.possible_ratio is not None and value[0] != value[1]


def _lacking(ratio: Ratio) -> int:
    return MILLION - _kept(*ratio)


@lru_cache(maxsize=4096)
def _kept(numerator: int, denominator: int) -> int:
    return millionths(Fraction(numerator, denominator))


def _of_whole(item: ItemExplanation) -> Ratio:
    possible, over = item.possible_ratio or (0, 1)
    earned, under = item.earned_ratio or (0, 1)
    return possible * under - earned * over, 100 * over * under


def _of_section(item: ItemExplanation, section: SectionExplanation, method: Method) -> Ratio:
    value, unit = item.value_ratio or (0, 1)
    # what a section counts by deduction does not shrink with what of it is not scored
    whole = section.full_weight if method is Method.DEDUCTION else section.scored_weight
    weight = item.weight
    return (
        (unit - value) * weight.numerator * whole.denominator,
        unit * weight.denominator * whole.numerator,
    )


def _divided(parts: Iterable[tuple[str, Ratio]], whole: int) -> dict[str, int]:
    cut = {code: _cut(*part) for code, part in parts}
    shares = {code: share for code, (share, _) in cut.items()}
    lacking = whole - sum(shares.values())
    # equal remainders in the order of the rubric
    for code in sorted(cut, key=lambda one: -cut[one][1])[:lacking]:
        shares[code] += 1
    return shares


@lru_cache(maxsize=4096)
def _cut(numerator: int, denominator: int) -> tuple[int, Fraction]:
    share, rest = divmod(numerator * MILLION, denominator)
    return share, Fraction(rest, denominator)
