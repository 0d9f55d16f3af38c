"""The caps that a rubric puts on its band, beside red lines and must-pass items."""

from collections.abc import Iterable
from dataclasses import replace

from qa_app.domain.case_input import CaseInput
from qa_app.domain.condition_truth import Scene, deciding
from qa_app.domain.conditions import (
    AnswerIs,
    Condition,
    FactCompares,
    FactEverIn,
    FactHas,
    FactIs,
    leaves_of,
)
from qa_app.domain.scoring_compile import CompiledCap, CompiledRubric
from qa_app.domain.scoring_result import AppliedCap
from qa_app.domain.scoring_walk import Walk

THIRD_BAND = 2


def gate_place(band_count: int) -> int:
    """Tell how good a band a failed must-pass item leaves.

    Args:
        band_count: How many bands there are.

    Returns:
        Its place, the best one being 0: the third, or the last when there are fewer.
    """
    return min(THIRD_BAND, band_count - 1)


def hold_open(compiled: CompiledRubric, case: CaseInput, walk: Walk) -> None:
    """Keep items open whose cap nobody can judge yet, because a fact is unknown.

    Args:
        compiled: A rubric with caps.
        case: What the reader entered.
        walk: A walk with nothing open; of the items that such a cap names, those that count are
            opened in it. An answer that does not count (not in force, or others') makes no cap
            hold and keeps nothing open.
    """
    scene = _scene(case, walk)
    held: dict[str, tuple[str, ...]] = {}
    for cap in compiled.caps:
        if cap.test(scene) is None:
            facts = _facts(deciding(cap.when, scene))
            if facts:
                named = _answers(leaves_of(cap.when))
                held |= {code: facts for code in named if code in walk.codes}
    walk.held = held
    walk.open = [code for code in compiled.rubric.items if code in held]


def applied_caps(
    compiled: CompiledRubric, case: CaseInput, walk: Walk, uncapped: int
) -> list[AppliedCap]:
    """List the caps that hold.

    Args:
        compiled: A rubric with caps.
        case: What the reader entered.
        walk: A walk with nothing open.
        uncapped: Place of the band of the percentage alone, the best one being 0.

    Returns:
        In the rubric's order; a cap whose condition is unknown does not hold.
    """
    scene = _scene(case, walk)
    return [
        _applied(place, cap, scene, uncapped)
        for place, cap in enumerate(compiled.caps)
        if cap.test(scene)
    ]


def _applied(place: int, cap: CompiledCap, scene: Scene, uncapped: int) -> AppliedCap:
    causes = list(deciding(cap.when, scene))
    lowers = cap.place > uncapped
    return AppliedCap(place, cap.at_most, _answers(causes), _facts(causes), lowers)


def _scene(case: CaseInput, walk: Walk) -> Scene:
    # the codes that count, found ones too, and not what was once chosen for an item out of force
    return Scene(replace(case, answers=walk.codes))


def _facts(leaves: Iterable[Condition]) -> tuple[str, ...]:
    kinds = FactIs | FactCompares | FactHas | FactEverIn
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves if isinstance(leaf, kinds)))


def _answers(leaves: Iterable[Condition]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf.answer for leaf in leaves if isinstance(leaf, AnswerIs)))
