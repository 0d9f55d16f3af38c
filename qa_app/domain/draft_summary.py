"""What a draft comes to, before it is signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.draft import Draft
from qa_app.domain.rubric import Critical, Method, Rubric
from qa_app.domain.scoring_caps import gate_place
from qa_app.domain.scoring_result import ItemExplanation, State
from qa_app.domain.signing import place_in_scale

_DEAREST = 3


class SectionSays(StrEnum):
    """What the sentence of a section says."""

    OPEN = "open"
    NOT_ASSESSED = "not_assessed"
    NOTHING_SCORED = "nothing_scored"
    ALL_AT_BEST = "all_at_best"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class SectionSum:
    """One section of a draft.

    Attributes:
        code: Its code.
        says: What its sentence says.
        ratio: Share of its points, or its mean's place in the scale, 0..1; None without one.
        items: Items the sentence names: open ones, or those that lost most.
    """

    code: str
    says: SectionSays
    ratio: Fraction | None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cap:
    """An item whose failure lowers the band.

    Attributes:
        item: The item.
        critical: Red line or must-pass item.
        lowers: False when the band is that low anyway.
    """

    item: str
    critical: Critical
    lowers: bool


def section_sums(draft: Draft) -> tuple[SectionSum, ...]:
    """Sum a draft up by section.

    Args:
        draft: The draft.

    Returns:
        In the rubric's order; empty for rule rubrics.
    """
    return tuple(_sum(draft, section.code) for section in draft.rubric.sections)


def _sum(draft: Draft, code: str) -> SectionSum:
    told = [one for one in draft.told.values() if one.section == code]
    waiting = tuple(one.item for one in told if one.state is State.OPEN)
    if waiting:
        return SectionSum(code, SectionSays.OPEN, None, waiting)
    if code in draft.score.not_assessed:
        return SectionSum(code, SectionSays.NOT_ASSESSED, None)
    scored = [one for one in told if one.state is State.SCORED]
    if not scored:
        return SectionSum(code, SectionSays.NOTHING_SCORED, None)
    lost = tuple(one.item for one in _dearest(scored))
    says = SectionSays.LOST if lost else SectionSays.ALL_AT_BEST
    return SectionSum(code, says, _ratio(draft, code, scored), lost)


def _dearest(scored: list[ItemExplanation]) -> list[ItemExplanation]:
    below = [one for one in scored if one.value != 1]
    below.sort(key=lambda one: one.weight * (1 - (one.value or 0)), reverse=True)
    return below[:_DEAREST]


def _ratio(draft: Draft, code: str, scored: list[ItemExplanation]) -> Fraction | None:
    if draft.rubric.method is Method.LOWEST:
        return None
    if draft.rubric.method is Method.DIMENSION_PROFILE and code in draft.score.sections:
        scale = draft.rubric.sections[0].items[0].scale
        return place_in_scale(scale, draft.score.sections[code])
    if draft.rubric.method is Method.DEDUCTION:
        return 1 - _missing(scored) / _points_of(draft, code)
    weights = sum((one.weight for one in scored), Fraction(0))
    return sum((one.weight * (one.value or 0) for one in scored), Fraction(0)) / weights


def _missing(scored: list[ItemExplanation]) -> Fraction:
    return sum((one.weight * (1 - (one.value or 0)) for one in scored), Fraction(0))


def _points_of(draft: Draft, code: str) -> Fraction:
    items = draft.rubric.items.values()
    return sum((item.weight for item in items if item.section == code), Fraction(0))


def capped_band(rubric: Rubric) -> str:
    """Name the best band that a failed must-pass item leaves.

    Args:
        rubric: The rubric.

    Returns:
        Its code; empty for a rubric without bands.
    """
    codes = [band.code for band in rubric.bands]
    return codes[gate_place(len(codes))] if codes else ""


def caps_of(draft: Draft) -> tuple[Cap, ...]:
    """List red lines crossed and must-pass items failed.

    Args:
        draft: The draft.

    Returns:
        Red lines first; known whatever else is still open.
    """
    return tuple(_caps(draft))


def _caps(draft: Draft) -> Iterator[Cap]:
    score = draft.score
    lowers = score.band is not None and score.band != score.band_uncapped
    for critical, items in ((Critical.STOP, score.stop), (Critical.GATE, score.gate)):
        for item in items:
            yield Cap(item, critical, lowers)
