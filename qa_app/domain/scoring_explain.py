"""Puts a score into its parts: what every item could earn, did earn, and why not."""

from fractions import Fraction

from qa_app.domain.case_input import CaseInput
from qa_app.domain.clocks import judge_clocks
from qa_app.domain.condition_truth import Scene, deciders
from qa_app.domain.rubric import Method
from qa_app.domain.scoring_compile import CompiledRubric
from qa_app.domain.scoring_result import (
    AuditScore,
    CodeSource,
    Explanation,
    ItemExplanation,
    Ratio,
    State,
    Status,
    Why,
)
from qa_app.domain.scoring_walk import Fate, Walk
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar

_HUNDRED = 100


def explain(
    compiled: CompiledRubric,
    case: CaseInput,
    calendar: WorkingCalendar,
    walk: Walk,
    score: AuditScore,
) -> Explanation:
    """Tell for every item what it added to the score.

    Args:
        compiled: The rubric.
        case: What the reader entered.
        calendar: Working days of the rubric's region.
        walk: The walk behind the score, with its fates.
        score: The score.

    Returns:
        The parts; in a complete weighted audit all `earned` add up to the percentage, in one
        scored by deduction the percentage is 100 less all differences of `possible` and
        `earned`.
    """
    points = _points(compiled, walk) if score.percent_ratio is not None else {}
    items = tuple(
        _item(fate, points.get(fate.section.code), compiled.unit, case, calendar)
        for fate in walk.fates or ()
    )
    for told in items:
        if told.item in walk.held:
            _hold(told, walk.held[told.item])
    in_force = walk.scored_weight + walk.unscored_weight
    coverage = Fraction(walk.scored_weight, in_force) if in_force else None
    capped = score.status is Status.COMPLETE and score.band != score.band_uncapped
    named = [item for cap in score.caps or () if cap.lowers for item in cap.items]
    caps = tuple(dict.fromkeys((*score.stop, *score.gate, *named))) if capped else ()
    return Explanation(items, coverage, caps)


def _hold(told: ItemExplanation, facts: tuple[str, ...]) -> None:
    # answered, but a cap that looks at the answer waits for these facts
    told.state, told.why, told.because = State.OPEN, Why.CONDITION_UNKNOWN, facts
    told.value_ratio = None


def _points(compiled: CompiledRubric, walk: Walk) -> dict[str, Ratio]:
    # points of the overall that one unit of item weight is worth, by section
    if compiled.rubric.method is Method.DEDUCTION:
        return {section.code: (_HUNDRED, compiled.total) for section, _, _ in walk.sums}
    weights = sum(section.weight for section, _, _ in walk.sums)
    return {
        section.code: (_HUNDRED * section.weight, weights * weight)
        for section, _, weight in walk.sums
    }


def _item(
    fate: Fate,
    points: Ratio | None,
    unit: int,
    case: CaseInput,
    calendar: WorkingCalendar,
) -> ItemExplanation:
    item, value = fate.item, fate.value
    told = ItemExplanation(
        item.code,
        fate.section.code,
        fate.state,
        fate.why,
        code=fate.code,
        source=fate.source,
        weight=item.item.weight,
        cases=fate.cases,
        trips=bool(item.fails) and _trips(fate),
    )
    if value is not None:
        told.value_ratio = (value, unit)
        if points is not None:
            possible, over = points[0] * item.weight, points[1]
            told.possible_ratio = (possible, over)
            told.earned_ratio = (possible * value, over * unit)
    if fate.why is not None:
        told.because = _because(fate, case)
    if item.clocks and case.clocks:  # without a date there is nothing to tell
        _tell_clock(told, fate, case, calendar)
    return told


def _trips(fate: Fate) -> bool:
    if fate.state is State.REPORTED:
        return False
    if fate.cases is not None:
        return bool(fate.item.fails) and fate.cases.failed_count >= fate.item.item.trips_at
    return fate.code is not None and fate.code in fate.item.fails


def _tell_clock(
    told: ItemExplanation, fate: Fate, case: CaseInput, calendar: WorkingCalendar
) -> None:
    if fate.item.is_per_case or fate.state is State.OFF:
        return
    try:
        result = judge_clocks(fate.item.clocks, case, calendar)
    except CalendarYearMissingError:
        return  # the code stands without the limit, else scoring had been refused
    told.started_at, told.limit_at = result.started_at, result.limit_at
    told.done_at = result.done_at


def _because(fate: Fate, case: CaseInput) -> tuple[str, ...]:
    item = fate.item
    match fate.why:
        case Why.CONDITION_FALSE | Why.CONDITION_UNKNOWN if item.item.applies_if is not None:
            return deciders(item.item.applies_if, Scene(case))
        case Why.CODE_UNKNOWN if item.finder is not None and not item.is_per_case:
            return _missing(fate, case)
        case _:
            return ()


def _missing(fate: Fate, case: CaseInput) -> tuple[str, ...]:
    item = fate.item.item
    if fate.item.source is CodeSource.CLOCK:
        return tuple(
            dict.fromkeys(clock.start for clock in item.clocks if clock.start not in case.clocks)
        )
    if item.frequency is not None:
        wanted = (item.frequency.start, item.frequency.log, item.frequency.by_fact)
        known = {*case.clocks, *case.logs, *case.facts}
        return tuple(name for name in wanted if name is not None and name not in known)
    return (item.measure.name,) if item.measure else ()
